import "./missing-packages";
import "./owner-only";

import { Option } from "commander";
import type { Variables } from "../model/variables";
import { awsClients } from "../operations/aws/aws-clients";
import { callerIdentity } from "../operations/aws/caller-identity";
import { checkState } from "../operations/doctor/terraform-state";
import { gatherFacts, type Surroundings } from "../operations/removal/gather-facts";
import {
  describePlan,
  isEmpty,
  planRemoval,
  type RemovalFacts,
  type RemovalPlan,
} from "../operations/removal/removal-plan";
import { explainElsewhere, findElsewhere } from "../operations/state/elsewhere";
import { EnvironmentState } from "../operations/state/environment-state";
import { interruptedSince, isUnfinished, resourcesIn, total } from "../operations/state/environments";
import { RunLocks } from "../operations/state/locks/run-locks";
import { StateContents } from "../operations/state/state-contents";
import { LocalStore } from "../operations/state/stores/local-store";
import { stateStores, type StateStores } from "../operations/state/stores/state-stores";
import { CliError } from "../operations/terminal/cli-error";
import { say } from "../operations/terminal/output";
import { Prompt } from "../operations/terminal/prompt";
import { endGently } from "../operations/terraform/logged-process";
import { mendStates } from "../operations/terraform/state-file";
import {
  synthesize,
  synthesizedResources,
  synthesizedValue,
} from "../operations/terraform/synthesized-stacks";
import { carryOut } from "./cleanup/carry-out";
import { ownLeftovers } from "./cleanup/leftovers";
import { meantVariables } from "./cleanup/meant-variables";
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
  const { variables, source } = await meantVariables(local, flags.rehearsal ? "any" : prompt);
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
  await carryOut(plan, around, stores, stacks, flags.logs);
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
