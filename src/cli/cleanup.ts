import "./owner-only";

import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { Option } from "commander";
import { batchCapacities, batchQueues } from "../model/batch-capacity";
import { loadVariables } from "../model/load-variables";
import type { Variables } from "../model/variables";
import { adoption } from "../operations/adoption/adoption";
import { allLeftovers, lastingLeftovers, tagEditor } from "../operations/removal/all-leftovers";
import { awsClients, type AwsClients } from "../operations/aws/aws-clients";
import { callerIdentity } from "../operations/aws/caller-identity";
import { chooseEnvironment } from "./choose-environment";
import { CliError } from "../operations/terminal/cli-error";
import { clientConfig } from "../operations/aws/client-config";
import { unreachableBecause } from "../operations/aws/cluster-reachability";
import { Deployment } from "../operations/terraform/deployment";
import { warning } from "../operations/doctor/check";
import { checkState, EnvironmentState } from "../operations/state/environment-state";
import { drainJobs, unfinishedJobs } from "../operations/removal/drain-jobs";
import {
  abandonState,
  isUnfinished,
  knownEnvironments,
  markFinished,
  resourcesIn,
  savedVariables,
  total,
} from "../operations/state/environments";
import { failureReport } from "../operations/terraform/failure-report";
import { endGently, isToldToEnd } from "../operations/terraform/logged-process";
import { mendStates } from "../operations/terraform/mend-states";
import { Prompt } from "../operations/terminal/prompt";
import type { Unremoved } from "../operations/removal/removal";
import { newProgram } from "./new-program";
import { run } from "./run";
import { RunLocks } from "../operations/state/run-locks";
import { explainElsewhere, findElsewhere } from "../operations/state/elsewhere";
import { LocalStore } from "../operations/state/local-store";
import { lockClearing } from "../operations/state/stale-locks";
import { stateStores, type StateStores } from "../operations/state/state-stores";
import { sweepLaunchTemplates } from "../operations/removal/sweep-launch-templates";
import {
  sweepAutoScalingGroups,
  sweepLogGroups,
  sweepNetworkInterfaces,
  sweepVolumes,
} from "../operations/removal/sweep";
import { synthesize } from "../operations/terraform/synthesized-stacks";
import { TerraformError } from "../operations/terraform/terraform";

const flags = newProgram(
  "./cleanup.sh",
  "Removes what install.sh created, in the region and under the names of variables.json.",
)
  .option("--local", "remove the rehearsal and stop its AWS emulator")
  .option("-y, --yes", "do not ask")
  .addOption(new Option("--logs <directory>").default("logs").hideHelp())
  // Stacks that were never applied.
  .addOption(new Option("--skip <stack...>").default([]).hideHelp())
  .parse()
  .opts<{ readonly yes?: true; readonly logs: string; readonly skip: readonly string[] }>();

const local = new LocalStore(process.env.STATE_ROOT ?? "state");
const say = (line: string): void => console.log(line);

run(async () => {
  const locks = new RunLocks("cleanup.sh");
  const prompt = flags.yes ? undefined : new Prompt();
  try {
    await locks.lockWorkingCopy(local);
    await cleanUp(prompt, locks);
  } finally {
    prompt?.close();
    await locks.release();
  }
});

async function cleanUp(prompt: Prompt | undefined, locks: RunLocks): Promise<void> {
  const variables = await meantVariables(prompt);
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const stores = stateStores(variables);
  const { store, environment } = stores;
  await refuseElsewhere(stores);
  const clients = awsClients(region);
  mendStates(stores.local.address(environment));
  await requireReadableState(stores, variables);
  const resources = await resourcesIn(store, environment);
  const isKnown = (await isUnfinished(store, environment)) || total(resources) > 0;

  await announce(variables, clients, resources);
  if (!isKnown && !(await isFound(variables, clients, prompt !== undefined))) return;
  await confirmed(clusterName, prompt);
  if (stores.place.kind === "s3") await locks.lockEnvironment(store, environment);
  endGently();
  await drainJobs(clients.batch, queuesOf(variables), say);
  const stacks = synthesize(process.cwd()).filter(({ name }) => !flags.skip.includes(name));
  const clearLock = lockClearing(stores);
  const isWhole = isKnown && !(await isUnfinished(store, environment));
  // Even a good run may have made twice what has no name of its own, such as a VPC or an address, when
  // the answer to the first call was lost. All of that is in stack cluster.
  const suspects = stacks.filter(({ name }) => (isWhole ? name === "cluster" : name !== "kubernetes"));
  const adopt = adoption(variables, stores);
  await new Deployment({ stacks: suspects, logDirectory: flags.logs, adopt, clearLock }).recover();
  const isGone = await kubernetesIsGone(clients, clusterName, stores);
  const deployment = new Deployment({
    stacks: stacks.filter(({ name }) => name !== "kubernetes" || !isGone),
    logDirectory: flags.logs,
    clearLock,
    beforeDestroy: async ({ name }) => {
      if (name === "cluster") await sweepNetworkInterfaces(clients.ec2, clusterName, say);
    },
  });
  if (!(await destroyed(deployment, variables, stores))) return;
  await markFinished(store, environment);
  await verify(variables, clients, await sweep(variables, clients));
}

/** The variables with which the environment that is meant was deployed, whatever became of the file since. */
async function meantVariables(prompt: Prompt | undefined): Promise<Variables> {
  const configured = loadVariables(process.env.VARIABLES_FILE);
  const { store } = stateStores(configured);
  const environment = await chooseEnvironment(await knownEnvironments(store), configured, prompt);
  const file = environment && (await savedVariables(store, environment, local));
  if (!file) return configured;
  process.env.VARIABLES_FILE = file;
  return loadVariables(file);
}

/** To destroy by a state that is not the environment's own would leave everything, and seem to succeed. */
async function refuseElsewhere(stores: StateStores): Promise<void> {
  const elsewhere = await findElsewhere(stores);
  if (elsewhere) throw new CliError(explainElsewhere(elsewhere).join("\n"));
}

/** Without a state, whether something of these names or this tag exists that the user may want to remove. */
async function isFound(variables: Variables, clients: AwsClients, canAsk: boolean): Promise<boolean> {
  const leftovers = await allLeftovers(variables, clients.ec2);
  if (leftovers.length === 0) {
    say("There is no state, and nothing of these names: nothing to remove.");
    return false;
  }
  say("There is no state here, but this exists:");
  for (const { check, found } of leftovers) say(`  ${check}: ${found}`);
  if (!canAsk) {
    throw new CliError("It may belong to another working copy. Run this without --yes to remove it.");
  }
  return true;
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

async function confirmed(clusterName: string, prompt: Prompt | undefined): Promise<void> {
  if (!prompt) return;
  const answer = await prompt.ask("All of this is destroyed. Type the name of the cluster to go on: ");
  if (answer !== clusterName) throw new CliError("Not confirmed: nothing was destroyed.");
}

/** @returns whether Terraform destroyed everything; what AWS does not let go is told, with status 3 */
async function destroyed(
  deployment: Deployment,
  { aws_region: region }: Variables,
  { store, environment }: StateStores,
): Promise<boolean> {
  try {
    say(`${await deployment.destroy()} resources were destroyed.`);
    return true;
  } catch (error) {
    if (!(error instanceof TerraformError) || error.command !== "apply" || isToldToEnd()) throw error;
    console.error(failureReport(error));
    const left = Object.entries(await resourcesIn(store, environment)).filter(([, count]) => count > 0);
    for (const [stack, count] of left) console.error(`left: stack ${stack}: ${count} resources`);
    console.error(`  -> Remove them in the console if Terraform cannot: ${tagEditor(region)}`);
    process.exitCode = 3;
    return false;
  }
}

/** Looks whether anything of the environment is left, and ends with status 3 then. */
async function verify(
  variables: Variables,
  clients: AwsClients,
  unremoved: readonly Unremoved[],
): Promise<void> {
  const refused = unremoved.map(({ id, reason, command }) =>
    warning("not removed", `${id}: ${reason}`, command),
  );
  const leftovers = await lastingLeftovers(variables, clients.ec2);
  const others = leftovers.filter(({ found }) => !unremoved.some(({ id }) => found.includes(id)));
  const left = [...refused, ...others];
  for (const { check, found, todo } of left) {
    console.error([`left: ${check}: ${found}`, ...todo.map((line) => `  -> ${line}`)].join("\n"));
  }
  if (left.length > 0) process.exitCode = 3;
  else say("Nothing of the environment is left.");
}

async function announce(
  variables: Variables,
  clients: AwsClients,
  resources: Readonly<Record<string, number>>,
): Promise<void> {
  const { account, arn } = await callerIdentity(clients.sts);
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const counts = Object.entries(resources).map(([stack, count]) => `${stack} ${count}`);
  const jobs = await unfinishedJobs(clients.batch, queuesOf(variables));
  say(`Account   ${account}, as ${arn}
Region    ${region}
Cluster   ${clusterName}
Resources ${counts.join(", ") || "none in the state"}
Jobs      ${jobs.length === 0 ? "none" : `${jobs.length} that did not end yet; they are terminated`}
`);
}

/** Removes what was created in AWS for the environment, but not by Terraform. @returns what could not be removed */
async function sweep(variables: Variables, clients: AwsClients): Promise<Unremoved[]> {
  const { eks_cluster_name: clusterName } = variables;
  const environments = batchCapacities(variables).map(({ environmentName }) => environmentName);
  const autoScaling = new AutoScalingClient(clientConfig(variables.aws_region));
  return [
    ...(await sweepLogGroups(clients.logs, clusterName, say)),
    ...(await sweepVolumes(clients.ec2, clusterName, say)),
    ...(await sweepAutoScalingGroups(autoScaling, environments, say)),
    ...(await sweepLaunchTemplates(clients.ec2, clusterName, say)),
  ];
}

function queuesOf(variables: Variables): string[] {
  return batchQueues(variables).map(({ name }) => name);
}
