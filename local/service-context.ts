import type { ControlPlanes } from "./kubernetes/control-planes";
import type { Lifecycle } from "./lifecycle";
import { ACCOUNT_ID, type MotoClients } from "./moto/moto";

/** What every emulated service is built with. */
export interface ServiceContext {
  readonly lifecycle: Lifecycle;
  /** Clients of the services that moto serves, for one region. */
  clients(region: string): MotoClients;
  /** @default - there is no Kubernetes behind a cluster */
  readonly controlPlanes?: ControlPlanes | undefined;
}

/** An ARN in the partition of its region. */
export function arn(service: string, region: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${ACCOUNT_ID}:${resource}`;
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
