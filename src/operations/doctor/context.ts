import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { Variables } from "../../model/variables";
import type { StateStores } from "../state/stores/state-stores";
import { awsClients, type AwsClients } from "../aws/aws-clients";
import { clientConfig } from "../aws/client-config";
import { describeError } from "../aws/errors";
import { couldNotCheck, type CheckResult } from "./check";
import type { RunCommand } from "../terminal/commands";
import type { Connect } from "../aws/connect";
import type { EnvironmentState } from "../state/environment-state";
import type { FindAddress } from "./leftovers/addresses";

/** Clients of one region. */
export interface DoctorClients extends AwsClients {
  readonly quotas: ServiceQuotasClient;
}

const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 20_000 };

/**
 * Clients that give up early, other than those of a deployment: somebody waits for the table, and
 * what does not answer is told there.
 */
export function doctorClients(region: string): DoctorClients {
  const config = clientConfig(region, PATIENCE);
  return { ...awsClients(region, config), quotas: new ServiceQuotasClient(config) };
}

/** What every check is given. */
export interface DoctorContext {
  readonly env: NodeJS.ProcessEnv;
  readonly variables: Variables;
  /** Clients of the environment's region. */
  readonly aws: DoctorClients;
  readonly clientsOf: (region: string) => DoctorClients;
  /** Where that is, and may be otherwise. */
  readonly stores: StateStores;
  /** What Terraform made for this environment. */
  readonly state: EnvironmentState;
  /** Where the stacks have a resource: they are synthesized at the first call. */
  readonly findAddress: () => FindAddress;
  readonly run: RunCommand;
  readonly connect: Connect;
  readonly now: Date;
  /** Whether to repair what can be repaired without a question. */
  readonly fix: boolean;
}

/** A check: fetches what it needs to know and judges it. */
export type Check = (context: DoctorContext) => Promise<CheckResult[]>;

/** Runs a check; what it did not expect means that it could not check. */
export async function attempt(
  name: string,
  check: () => Promise<CheckResult[]> | CheckResult[],
): Promise<CheckResult[]> {
  try {
    return await check();
  } catch (error) {
    return [couldNotCheck(name, describeError(error))];
  }
}
