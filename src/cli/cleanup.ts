import "./owner-only";

import { Option } from "commander";
import { loadVariables, VariablesError } from "../model/load-variables";
import type { Variables } from "../model/variables";
import { adoption } from "../operations/adoption/adoption";
import { awsClients, type AwsClients } from "../operations/aws/aws-clients";
import { callerIdentity } from "../operations/aws/caller-identity";
import { unreachableBecause } from "../operations/aws/cluster-reachability";
import { warning } from "../operations/doctor/check";
import { tagEditor } from "../operations/doctor/leftovers/leftovers";
import { findLeftovers } from "../operations/doctor/run-doctor";
import { checkState } from "../operations/doctor/terraform-state";
import { drainJobs } from "../operations/removal/drain-jobs";
import {
  findLeakedInterfaces,
  findStrays,
  gatherFacts,
  isBeyondPlan,
  ownComputeEnvironments,
  type Surroundings,
} from "../operations/removal/gather-facts";
import { removeAll, type Unremoved } from "../operations/removal/removal";
import {
  describePlan,
  describeStaying,
  holds,
  isEmpty,
  planRemoval,
  type RemovalFacts,
  type RemovalPlan,
} from "../operations/removal/removal-plan";
import { explainElsewhere, findElsewhere } from "../operations/state/elsewhere";
import { EnvironmentState } from "../operations/state/environment-state";
import {
  abandonState,
  interruptedSince,
  isUnfinished,
  knownEnvironments,
  markFinished,
  resourcesIn,
  savedVariables,
  saveVariables,
  total,
  type KnownEnvironment,
} from "../operations/state/environments";
import { LocalStore } from "../operations/state/stores/local-store";
import { RunLocks } from "../operations/state/locks/run-locks";
import { lockClearing } from "../operations/state/locks/stale-locks";
import { StateContents } from "../operations/state/state-contents";
import { stateStores, type StateStores } from "../operations/state/stores/state-stores";
import { CliError } from "../operations/terminal/cli-error";
import { poll } from "../operations/terminal/poll";
import { complain, say } from "../operations/terminal/output";
import { Prompt } from "../operations/terminal/prompt";
import { Deployment } from "../operations/terraform/deployment";
import { failureReport } from "../operations/terraform/failure-report";
import { endGently, isToldToEnd } from "../operations/terraform/logged-process";
import { mendStates } from "../operations/terraform/state-file";
import {
  synthesize,
  synthesizedResources,
  synthesizedValue,
} from "../operations/terraform/synthesized-stacks";
import { TerraformError } from "../operations/terraform/terraform";
import { chooseEnvironment } from "./choose-environment";
import { newProgram } from "./new-program";
import { run } from "./run";

interface Flags {
  readonly yes?: true;
  readonly volumes?: true;
  readonly logs: string;
  readonly rehearsal?: true;
}

const flags = newProgram(
  "./cleanup.sh",
  "Removes what install.sh created, in the region and under the names of variables.json.",
)
  .option("--local", "remove the rehearsal and stop its AWS emulator")
  .option("-y, --yes", "do not ask")
  .option("--volumes", "delete also detached volumes that Kubernetes made for claims, with all data in them")
  .addOption(new Option("--logs <directory>").default("logs").hideHelp())
  // On the emulator, whatever is there is the user's own: nothing is asked, also without a state.
  .addOption(new Option("--rehearsal").hideHelp())
  .parse()
  .opts<Flags>();

const local = new LocalStore(process.env.STATE_ROOT ?? "state");

/** AWS shows for some seconds what is gone. */
const LOOKS = { everySeconds: 5, forSeconds: 30 };

run(async () => {
  const locks = new RunLocks("cleanup.sh");
  const prompt = flags.yes || flags.rehearsal ? undefined : new Prompt();
  try {
    await locks.lockWorkingCopy(local);
    await cleanUp(prompt, locks);
  } finally {
    prompt?.close();
    await locks.release();
  }
});

async function cleanUp(prompt: Prompt | undefined, locks: RunLocks): Promise<void> {
  const { variables, source } = await meantVariables(prompt);
  const stores = stateStores(variables);
  const { store, environment } = stores;
  await refuseElsewhere(stores);
  mendStates(stores.local.address(environment));
  await requireReadableState(stores, variables);
  const stacks = synthesize(process.cwd());
  const around: Surroundings = {
    variables,
    clients: awsClients(variables.aws_region),
    states: await StateContents.in(new Set([store, stores.local]), environment),
    interruptedSince: await interruptedSince(store, environment),
    wanted: synthesizedResources(stacks).map((resource) => ({
      ...resource,
      isNew: true,
      value: (path) => synthesizedValue(resource, path),
    })),
  };
  await announceEnvironment(variables, await resourcesIn(store, environment), source);
  say("Looking at what there is, which takes up to a minute ...");
  const facts = {
    ...(await gatherFacts(around)),
    stacks: await resourcesIn(store, environment),
    isUnfinished: await isUnfinished(store, environment),
  };
  const plan = await confirmedPlan(facts, variables, prompt);
  if (!plan) return;
  if (stores.place.kind === "s3") await locks.lockEnvironment(store, environment);
  endGently();
  await carryOut(plan, around, stores, stacks);
}

/** Shows the plan, and asks. @returns undefined when there is nothing to do */
async function confirmedPlan(
  facts: RemovalFacts,
  variables: Variables,
  prompt: Prompt | undefined,
): Promise<RemovalPlan | undefined> {
  const { region } = facts;
  const plan = planRemoval(facts, flags.volumes ?? false);
  for (const line of describePlan(plan, region)) say(line);
  const isKnown = facts.isUnfinished || total(facts.stacks) > 0;
  const leftovers = isKnown ? [] : await ownLeftovers(variables);
  if (!isKnown && isEmpty(plan)) {
    for (const { check, found } of leftovers) say(`  ${check}: ${found}`);
    say(
      leftovers.length === 0
        ? "There is no state, and nothing of these names: nothing to remove."
        : "There is no state, and nothing of this is surely this environment's: nothing to remove.",
    );
    return undefined;
  }
  if (!isKnown) {
    say("There is no state here, but this exists:");
    for (const { check, found } of leftovers) say(`  ${check}: ${found}`);
    if (!prompt && !flags.rehearsal) {
      throw new CliError("It may belong to another working copy. Run this without --yes to remove it.");
    }
  }
  if (!prompt) return plan;
  const answer = await prompt.ask("\nAll of this is destroyed. Type the name of the cluster to go on: ");
  if (answer !== variables.eks_cluster_name) throw new CliError("Not confirmed: nothing was destroyed.");
  const { volumes } = facts;
  if (flags.volumes || volumes.length === 0) return plan;
  const question = `Delete also the ${volumes.length} volumes of claims, with all data in them?`;
  return planRemoval(facts, await prompt.confirm(question));
}

/** What exists under the environment's names or with its tag, but for what belongs to others. */
async function ownLeftovers(variables: Variables): ReturnType<typeof findLeftovers> {
  const leftovers = await findLeftovers(variables);
  return leftovers.filter(({ found }) => !found.includes("belongs to environment"));
}

async function carryOut(
  plan: RemovalPlan,
  around: Surroundings,
  stores: StateStores,
  stacks: ReturnType<typeof synthesize>,
): Promise<void> {
  const { variables, states } = around;
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const { store, environment } = stores;
  const clients = awsClients(region);
  const computeEnvironments = ownComputeEnvironments(states);
  await drainJobs(clients.batch, plan.queues, say);
  const clearLock = lockClearing(stores);
  const isWhole =
    total(plan.stacks) > 0 && around.interruptedSince === undefined && plan.outside.length === 0;
  // Even a good run may have made twice what has no name of its own, such as a VPC or an address, when
  // the answer to the first call was lost. All of that is in stack cluster.
  const suspects = stacks.filter(({ name }) => (isWhole ? name === "cluster" : name !== "kubernetes"));
  const { adopt } = adoption(variables, stores, {
    interruptedSince: around.interruptedSince,
    mayTouch: (kind, { id }) => isBeyondPlan(kind) || holds(plan, kind.type, id),
  });
  await new Deployment({ stacks: suspects, logDirectory: flags.logs, adopt, clearLock }).recover();
  const isGone = await kubernetesIsGone(clients, clusterName, stores);
  const unremoved: Unremoved[] = [];
  const deployment = new Deployment({
    stacks: stacks.filter(({ name }) => name !== "kubernetes" || !isGone),
    logDirectory: flags.logs,
    clearLock,
    beforeDestroy: async ({ name }) => {
      if (name !== "cluster") return;
      const now = await StateContents.in(new Set([store, stores.local]), environment);
      unremoved.push(
        ...(await removeAll(await findLeakedInterfaces({ ...around, states: now }), region, say)),
      );
    },
  });
  if (!(await destroyed(deployment, around, stores, plan))) return;
  await markFinished(store, environment);
  unremoved.push(...(await sweep(plan, around, computeEnvironments)));
  await verify(plan, variables, unremoved);
}

/** Removes what AWS and Kubernetes made for the environment, also what agents made since the plan. */
async function sweep(
  plan: RemovalPlan,
  around: Surroundings,
  computeEnvironments: readonly string[],
): Promise<Unremoved[]> {
  const { aws_region: region } = around.variables;
  const strays = (await findStrays(around, computeEnvironments)).filter(({ owner }) => owner.is === "ours");
  return removeAll([...strays, ...plan.volumes], region, say);
}

/** The variables with which the environment that is meant was deployed, whatever became of the file since. */
async function meantVariables(
  prompt: Prompt | undefined,
): Promise<{ readonly variables: Variables; readonly source: string }> {
  const configured = loadVariables(process.env.VARIABLES_FILE);
  const { store } = stateStores(configured);
  const known = await knownEnvironments(store);
  const environment = await chooseEnvironment(known, configured, flags.rehearsal ? "any" : prompt);
  if (!environment) return { variables: configured, source: "variables.json or its defaults" };
  if ((await savedVariables(store, environment, local)) === undefined)
    await saveVariables(store, variablesOf(environment, configured));
  const file = (await savedVariables(store, environment, local))!;
  process.env.VARIABLES_FILE = file;
  try {
    return {
      variables: loadVariables(file),
      source: known.length === 1 ? "the only state here" : "the state here",
    };
  } catch (error) {
    if (!(error instanceof VariablesError)) throw error;
    throw new CliError(
      `${error.message}\nThat file holds the variables of the last deployment. Put them right there, or remove the file: ` +
        "then those of variables.json count, which must name the same region and cluster.",
    );
  }
}

/** CDKTF's own command keeps no variables: those of the file count then, but for region, name and place of the state. */
function variablesOf({ region, clusterName }: KnownEnvironment, configured: Variables): Variables {
  const { state_bucket, state_region, aws_region } = configured;
  return {
    ...configured,
    aws_region: region,
    eks_cluster_name: clusterName,
    state_region: state_region ?? (state_bucket === null ? null : aws_region),
  };
}

/** To destroy by a state that is not the environment's own would leave everything, and seem to succeed. */
async function refuseElsewhere(stores: StateStores): Promise<void> {
  const elsewhere = await findElsewhere(stores);
  if (elsewhere) throw new CliError(explainElsewhere(elsewhere).join("\n"));
}

/** What a newer Terraform wrote cannot be destroyed by an older one. @throws CliError */
async function requireReadableState({ store }: StateStores, variables: Variables): Promise<void> {
  const state = await EnvironmentState.read(store, variables);
  const unreadable = checkState(state).find((check) => check.state === "failed");
  if (unreadable) throw new CliError([unreadable.found, ...unreadable.todo].join("\n"));
}

/** Puts the state of stack kubernetes aside when its objects can only go with the cluster. */
async function kubernetesIsGone(
  clients: AwsClients,
  clusterName: string,
  { store, environment }: StateStores,
): Promise<boolean> {
  if (((await resourcesIn(store, environment)).kubernetes ?? 0) === 0) return false;
  const problem = await unreachableBecause(clients.eks, clusterName);
  if (!problem) return false;
  say(`The objects of stack kubernetes go with the cluster, which cannot be reached: ${problem}.`);
  await abandonState(store, environment, "kubernetes");
  return true;
}

/** @returns whether Terraform destroyed everything; what AWS does not let go is told, with status 3 */
async function destroyed(
  deployment: Deployment,
  around: Surroundings,
  { store, environment }: StateStores,
  plan: RemovalPlan,
): Promise<boolean> {
  try {
    say(`${await deployment.destroy()} resources were destroyed.`);
    return true;
  } catch (error) {
    if (!(error instanceof TerraformError) || error.command !== "apply" || isToldToEnd()) throw error;
    complain(failureReport(error));
    const { aws_region: region } = around.variables;
    for (const { what, command } of plan.obstacles) {
      complain(`in the way: ${what}\n  -> aws ${command} --region ${region}`);
    }
    const left = Object.entries(await resourcesIn(store, environment)).filter(([, count]) => count > 0);
    for (const [stack, count] of left) complain(`left: stack ${stack}: ${count} resources`);
    complain(`  -> Remove them in the console if Terraform cannot: ${tagEditor(region)}`);
    process.exitCode = 3;
    return false;
  }
}

/** Looks whether anything of the environment is left that the plan does not let stay, and ends with status 3 then. */
async function verify(
  plan: RemovalPlan,
  variables: Variables,
  unremoved: readonly Unremoved[],
): Promise<void> {
  const refused = unremoved.map(({ id, reason, command }) =>
    warning("not removed", `${id}: ${reason}`, command),
  );
  say("Looking whether anything is left, which takes up to half a minute ...");
  const leftovers = await lastingLeftovers(variables);
  const isMeantToStay = (found: string): boolean =>
    plan.stays.some(({ id, what }) => found.startsWith(`${what} `) || found.split(" ").includes(id));
  const others = leftovers.filter(
    ({ found }) => !unremoved.some(({ id }) => found.includes(id)) && !isMeantToStay(found),
  );
  const left = [...refused, ...others];
  for (const { check, found, todo } of left) {
    complain([`left: ${check}: ${found}`, ...todo.map((line) => `  -> ${line}`)].join("\n"));
  }
  if (left.length > 0) process.exitCode = 3;
  else say("Nothing of the environment is left.");
  for (const staying of plan.stays) say(describeStaying(staying));
}

async function lastingLeftovers(variables: Variables): ReturnType<typeof findLeftovers> {
  return poll(() => ownLeftovers(variables), { isDone: ({ length }) => length === 0, ...LOOKS });
}

async function announceEnvironment(
  variables: Variables,
  resources: Readonly<Record<string, number>>,
  source: string,
): Promise<void> {
  const { account, arn } = await callerIdentity(awsClients(variables.aws_region).sts);
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const counts = Object.entries(resources).map(([stack, count]) => `${stack} ${count}`);
  say(`Account   ${account}, as ${arn}
Region    ${region}
Cluster   ${clusterName}
Resources ${counts.join(", ") || "none in the state"}
Named by  ${source}`);
}
