import type { Variables } from "../../model/variables";
import { connect, type Connect } from "../aws/connect";
import { EnvironmentState } from "../state/environment-state";
import { stateStores } from "../state/stores/state-stores";
import { checkCredentials } from "./account/credentials";
import { checkManagedPolicies } from "./account/managed-policies";
import { checkPrincipals } from "./account/principals";
import { checkQuotas } from "./account/quotas";
import { checkSpotRole } from "./account/spot-role";
import { couldNotCheck, type CheckResult } from "./check";
import { attempt, doctorClients, type Check, type DoctorClients, type DoctorContext } from "./context";
import { checkDeployed } from "./deployed/deployed";
import { checkEncryptionKey } from "./deployed/encryption-key";
import { synthesizedAddresses, type FindAddress } from "./leftovers/addresses";
import { checkLeftoverTags, LEFTOVER_CHECKS } from "./leftovers/leftovers";
import { runCommand, type RunCommand } from "../terminal/commands";
import { checkProxy } from "./machine/proxy";
import { checkShellRegion } from "./machine/shell-region";
import { checkTools } from "./machine/tools";
import { checkVariables } from "./machine/variables-file";
import { checkClusterVersion } from "./region/cluster-version";
import { checkInstanceTypes } from "./region/instance-types";
import { checkNodeImages } from "./region/node-images";
import { checkRegion } from "./region/region";
import { checkZones } from "./region/zones";
import { Report } from "./report";
import { checkElsewhere, checkState, checkStateBucket } from "./terraform-state";

export interface DoctorOptions {
  /** Look at the health of the installed environment, not at what would hinder an installation. @default false */
  readonly deployed?: boolean;
  /** Leave out leftovers: they are of an interrupted installation, which takes them in itself. @default false */
  readonly isResumed?: boolean;
  /** Leave out the tools: the installation that asks has looked at them before. @default false */
  readonly withoutTools?: boolean;
  /** Repair what can be repaired without a question: the missing Spot role. @default false */
  readonly fix?: boolean;
  /** Environment variables; those of AWS itself are read from the process. @default - the process's */
  readonly env?: NodeJS.ProcessEnv;
  /** @default - clients with the credentials that the SDK finds */
  readonly clientsOf?: (region: string) => DoctorClients;
  /** @default - commands are run */
  readonly run?: RunCommand;
  /** @default - a connection is opened */
  readonly connect?: Connect;
  /** @default - the machine's clock */
  readonly now?: Date;
}

interface NamedCheck {
  /** Names the check when it breaks; its results have names of their own. */
  readonly name: string;
  readonly check: Check;
}

const REGION_CHECKS: readonly NamedCheck[] = [
  { name: "availability zones", check: checkZones },
  { name: "Kubernetes version", check: checkClusterVersion },
  { name: "instance types", check: checkInstanceTypes },
  { name: "images of nodes", check: checkNodeImages },
];

/**
 * Runs every check that makes sense and reports what each found; independent ones run side by side.
 *
 * What needs AWS waits for the credentials and the region: without them it is told once that the
 * rest could not be checked.
 */
export async function runDoctor(options: DoctorOptions = {}): Promise<Report> {
  const env = options.env ?? process.env;
  const run = options.run ?? runCommand;
  const { variables, results } = checkVariables(env.VARIABLES_FILE);
  const isStateShared = (variables?.state_bucket ?? null) !== null;
  const tools = options.withoutTools ? [] : checkTools(env, run, { isStateShared, now: options.now });
  const inAws = variables
    ? contextOf(variables, env, run, options).then((context) => checkAccount(context, options))
    : Promise.resolve([couldNotCheck("AWS", "needs variables without a problem")]);
  return new Report([...(await tools), ...results, ...(await inAws)]);
}

async function contextOf(
  variables: Variables,
  env: NodeJS.ProcessEnv,
  run: RunCommand,
  options: DoctorOptions,
): Promise<DoctorContext> {
  const clientsOf = options.clientsOf ?? doctorClients;
  const stores = stateStores(variables, env.STATE_ROOT);
  let addresses: FindAddress | undefined;
  return {
    env,
    variables,
    aws: clientsOf(variables.aws_region),
    clientsOf,
    stores,
    state: await EnvironmentState.read(stores.store, variables),
    findAddress: () => (addresses ??= synthesizedAddresses(env)),
    run,
    connect: options.connect ?? connect,
    now: options.now ?? new Date(),
    fix: options.fix ?? false,
  };
}

async function checkAccount(context: DoctorContext, options: DoctorOptions): Promise<CheckResult[]> {
  const credentials = await checkCredentials(context);
  const elsewhere = context.state.unreadable
    ? []
    : await attempt("Terraform state", () => checkElsewhere(context));
  const state = elsewhere.length > 0 ? elsewhere : checkState(context.state, options.deployed);
  const local = [...state, ...checkProxy(context.variables.aws_region), ...credentials.results];
  const shell = checkShellRegion(context.env, context.variables.aws_region);
  if (credentials.blocked)
    return [...local, ...shell, couldNotCheck("everything in AWS", credentials.blocked)];
  const [region, spotRole, policies, principals, bucket] = await Promise.all([
    checkRegion(context),
    attempt("Spot role", () => checkSpotRole(context)),
    attempt("managed policies", () => checkManagedPolicies(context)),
    checkPrincipals(context, credentials.identity?.account),
    attempt("state bucket", () => checkStateBucket(context)),
  ]);
  const regional = region.blocked
    ? [couldNotCheck("everything in the region", region.blocked)]
    : await checkInRegion(context, options);
  return [
    ...local,
    ...bucket,
    ...region.results,
    ...shell,
    ...spotRole,
    ...policies,
    ...principals,
    ...regional,
  ];
}

async function checkInRegion(
  context: DoctorContext,
  { deployed = false, isResumed = false }: DoctorOptions,
): Promise<CheckResult[]> {
  const checks = [
    ...REGION_CHECKS,
    ...(deployed || isResumed ? [] : LEFTOVER_CHECKS),
    { name: "encryption key", check: checkEncryptionKey },
    { name: "quotas", check: checkQuotas },
    ...(deployed ? [{ name: "environment", check: checkDeployed }] : []),
  ];
  const results = await Promise.all(checks.map(({ name, check }) => attempt(name, () => check(context))));
  return results.flat();
}

/** What exists in AWS under the names of an environment, or with its tag, but not in its state. */
export async function findLeftovers(variables: Variables): Promise<CheckResult[]> {
  const context = await contextOf(variables, process.env, runCommand, {});
  const checks = [...LEFTOVER_CHECKS, { name: "leftover tag", check: checkLeftoverTags }];
  const results = await Promise.all(checks.map(({ name, check }) => attempt(name, () => check(context))));
  return results.flat().filter(({ state }) => state === "failed" || state === "warning");
}
