import type { Lifecycle } from "../lifecycle";
import type { MotoClients } from "../moto/moto";

/** What a correction may ask before it decides. */
export interface CorrectionContext {
  /** Clients of moto itself, for one region. */
  readonly clients: (region: string) => MotoClients;
  readonly lifecycle: Lifecycle;
  /** What the emulated services hold of a resource, in words for a refusal, such as `EKS cluster x`. */
  readonly holdersOf: (region: string, id: string) => string[];
}
