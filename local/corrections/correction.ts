import type { AwsRequest } from "../protocol/aws-request";
import type { HttpAnswer } from "../protocol/protocol";
import type { Lifecycle } from "../lifecycle";
import type { MotoClients } from "../moto/moto";

/** A call on its way to moto. */
export interface ForwardedCall {
  readonly request: AwsRequest;
  readonly action: string;
  /** Sends the call on, with another body, or other form fields, when given. */
  readonly forward: (body?: URLSearchParams | Buffer) => Promise<HttpAnswer>;
}

/** One place where moto answers otherwise than AWS, put right on the way. */
export interface Correction {
  /** SigV4 signing name of the service. */
  readonly service: string;
  readonly actions: readonly string[];
  /** What moto does without it. */
  readonly why: string;
  /** @throws AwsError where AWS refuses what moto would do. */
  handle(call: ForwardedCall): Promise<HttpAnswer>;
}

/** What a correction may ask before it decides. */
export interface CorrectionContext {
  /** Clients of moto itself, for one region. */
  readonly clients: (region: string) => MotoClients;
  readonly lifecycle: Lifecycle;
  /** What the emulated services hold of a resource, in words for a refusal, such as `EKS cluster x`. */
  readonly holdersOf: (region: string, id: string) => string[];
}
