import "./owner-only";

import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { parseArgs } from "node:util";
import { batchCapacities, batchQueues } from "../batch-capacity";
import { loadVariables } from "../load-variables";
import type { Variables } from "../variables";
import { adoption } from "./adoption";
import { awsClients, type AwsClients } from "./aws-clients";
import { callerIdentity } from "./caller-identity";
import { chooseEnvironment } from "./choose-environment";
import { CliError } from "./cli-error";
import { unreachableBecause } from "./cluster-reachability";
import { Deployment } from "./deployment";
import { findLeftovers } from "./doctor/run-doctor";
import { drainJobs, unfinishedJobs } from "./drain-jobs";
import {
  abandonState,
  environmentDirectory,
  isUnfinished,
  knownEnvironments,
  markFinished,
  resourcesIn,
  savedVariables,
} from "./environments";
import { endGently } from "./logged-process";
import { Prompt } from "./prompt";
import { run } from "./run";
import { RunLock } from "./run-lock";
import { sweepAutoScalingGroups, sweepLogGroups, sweepNetworkInterfaces, sweepVolumes } from "./sweep";
import { synthesize } from "./synthesized-stacks";

const { values } = parseArgs({
  options: {
    yes: { type: "boolean", default: false },
    logs: { type: "string", default: "logs" },
    // Stacks that were never applied.
    skip: { type: "string", multiple: true, default: [] },
  },
});

const stateRoot = process.env.STATE_ROOT ?? "state";
const say = (line: string): void => console.log(line);

run(async () => {
  const lock = RunLock.acquire(stateRoot, "cleanup.sh");
  const prompt = values.yes ? undefined : new Prompt();
  try {
    await cleanUp(prompt);
  } finally {
    prompt?.close();
    lock.release();
  }
});

async function cleanUp(prompt: Prompt | undefined): Promise<void> {
  const variables = await meantVariables(prompt);
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const directory = environmentDirectory(stateRoot, variables);
  const clients = awsClients(region);
  const isKnown = isUnfinished(directory) || count(resourcesIn(directory)) > 0;

  await announce(variables, clients);
  if (!isKnown && !(await foundByName(variables, prompt !== undefined))) return;
  await confirmed(clusterName, prompt);
  endGently();
  await drainJobs(clients.batch, queuesOf(variables), say);
  const stacks = synthesize(process.cwd()).filter(({ name }) => !values.skip.includes(name));
  if (!isKnown || isUnfinished(directory)) {
    const adopt = adoption(variables, stateRoot);
    const awsStacks = stacks.filter(({ name }) => name !== "kubernetes");
    await new Deployment({ stacks: awsStacks, logDirectory: values.logs, adopt }).recover();
  }
  const isGone = await kubernetesIsGone(clients, clusterName, directory);
  const deployment = new Deployment({
    stacks: stacks.filter(({ name }) => name !== "kubernetes" || !isGone),
    logDirectory: values.logs,
    beforeDestroy: async ({ name }) => {
      if (name === "cluster") await sweepNetworkInterfaces(clients.ec2, clusterName, say);
    },
  });
  say(`${await deployment.destroy()} resources were destroyed.`);
  markFinished(directory);
  await sweep(variables, clients);
  await verify(variables);
}

/** The variables with which the environment that is meant was deployed, whatever became of the file since. */
async function meantVariables(prompt: Prompt | undefined): Promise<Variables> {
  const configured = loadVariables(process.env.VARIABLES_FILE);
  const environment = await chooseEnvironment(knownEnvironments(stateRoot), configured, prompt);
  const file = environment && savedVariables(environment);
  if (!file) return configured;
  process.env.VARIABLES_FILE = file;
  return loadVariables(file);
}

/** Without a state, whether something of these names exists that the user may want to remove. */
async function foundByName(variables: Variables, canAsk: boolean): Promise<boolean> {
  const leftovers = await findLeftovers(variables);
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

/** Puts the state of stack kubernetes aside when its objects can only go with the cluster. */
async function kubernetesIsGone(
  clients: AwsClients,
  clusterName: string,
  directory: string,
): Promise<boolean> {
  if ((resourcesIn(directory).kubernetes ?? 0) === 0) return false;
  const problem = await unreachableBecause(clients.eks, clusterName);
  if (!problem) return false;
  say(`The objects of stack kubernetes go with the cluster, which cannot be reached: ${problem}.`);
  abandonState(directory, "kubernetes");
  return true;
}

async function confirmed(clusterName: string, prompt: Prompt | undefined): Promise<void> {
  if (!prompt) return;
  const answer = await prompt.ask("All of this is destroyed. Type the name of the cluster to go on: ");
  if (answer !== clusterName) throw new CliError("Not confirmed: nothing was destroyed.");
}

/** Looks whether anything of the environment is left, and ends with status 3 then. */
async function verify(variables: Variables): Promise<void> {
  const leftovers = await findLeftovers(variables);
  for (const { check, found, todo } of leftovers) {
    console.error([`left: ${check}: ${found}`, ...todo.map((line) => `  -> ${line}`)].join("\n"));
  }
  if (leftovers.length > 0) process.exitCode = 3;
  else say("Nothing of the environment is left.");
}

async function announce(variables: Variables, clients: AwsClients): Promise<void> {
  const { account, arn } = await callerIdentity(clients.sts);
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const resources = Object.entries(resourcesIn(environmentDirectory(stateRoot, variables)));
  const jobs = await unfinishedJobs(clients.batch, queuesOf(variables));
  say(`Account   ${account}, as ${arn}
Region    ${region}
Cluster   ${clusterName}
Resources ${resources.map(([stack, count]) => `${stack} ${count}`).join(", ") || "none in the state"}
Jobs      ${jobs.length === 0 ? "none" : `${jobs.length} that did not end yet; they are terminated`}
`);
}

/** Removes what was created in AWS for the environment, but not by Terraform. */
async function sweep(variables: Variables, clients: AwsClients): Promise<void> {
  const { eks_cluster_name: clusterName } = variables;
  const environments = batchCapacities(variables).map(({ environmentName }) => environmentName);
  await sweepLogGroups(clients.logs, clusterName, say);
  await sweepVolumes(clients.ec2, clusterName, say);
  const autoScaling = new AutoScalingClient({ region: variables.aws_region });
  await sweepAutoScalingGroups(autoScaling, environments, say);
}

function queuesOf(variables: Variables): string[] {
  return batchQueues(variables).map(({ name }) => name);
}

function count(resources: Readonly<Record<string, number>>): number {
  return Object.values(resources).reduce((sum, number) => sum + number, 0);
}
