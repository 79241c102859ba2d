import "./missing-packages";
import "./owner-only";

import { Option } from "commander";
import { batchQueues } from "../model/batch-capacity";
import { loadVariables } from "../model/load-variables";
import { updateOf } from "../model/update";
import { VARIABLES, type VariableName, type Variables } from "../model/variables";
import { awsClients } from "../operations/aws/aws-clients";
import { adoption } from "../operations/adoption/adoption";
import { callerIdentity, type CallerIdentity } from "../operations/aws/caller-identity";
import { describeError, errorKind } from "../operations/aws/errors";
import { CliError } from "../operations/terminal/cli-error";
import { repairAwsAuth, wantedMappings } from "../operations/aws/aws-auth";
import { unreachableBecause } from "../operations/aws/cluster-reachability";
import { inCluster } from "../operations/aws/kubectl";
import { Deployment } from "../operations/terraform/deployment";
import { printReport } from "../operations/doctor/table";
import { runDoctor } from "../operations/doctor/run-doctor";
import {
  deployedVariables,
  interruptedSince,
  isOfAPart,
  isUnfinished,
  livingBeside,
  knownEnvironments,
  markFinished,
  markUnfinished,
  resourcesIn,
  saveVariables,
} from "../operations/state/environments";
import { whatAwsSays } from "../operations/resources/what-aws-says";
import { endGently } from "../operations/terraform/logged-process";
import { mendStates } from "../operations/terraform/state-file";
import { complain, say, sayWhole } from "../operations/terminal/output";
import { Prompt } from "../operations/terminal/prompt";
import { announcement } from "./announcement";
import { newProgram } from "./new-program";
import { givenVariables, writeRegion, writeVariable } from "./region";
import { run } from "./run";
import { recheckQueues } from "../operations/aws/recheck-queues";
import { RunLocks } from "../operations/state/locks/run-locks";
import { settleRegion } from "./settle-region";
import { createStateBucket } from "../operations/state/stores/bootstrap";
import { rememberPlace } from "../operations/state/elsewhere";
import { LocalStore } from "../operations/state/stores/local-store";
import { lockClearing } from "../operations/state/locks/stale-locks";
import { stateStores, type StateStores } from "../operations/state/stores/state-stores";
import { synthesize, type SynthesizedStack } from "../operations/terraform/synthesized-stacks";
import { nameOf } from "../operations/terraform/events/resource-name";
import { TerraformError, type Plan } from "../operations/terraform/terraform";
import { takesAway } from "../operations/terraform/events/terraform-events";

interface Flags {
  readonly region?: string;
  readonly yes?: true;
  readonly logs: string;
  readonly rehearsal?: true;
  readonly takeOver?: true;
}

const flags = newProgram("./install.sh", "Deploys AWS Batch on Amazon EKS, as variables.json wants it.")
  .option("--local", "rehearse against an AWS emulator on this machine: no account, no cost")
  .option("--region <region>", "deploy to this region instead of asking")
  .option("-y, --yes", "do not ask")
  .addOption(new Option("--logs <directory>").default("logs").hideHelp())
  // On the emulator, where nothing costs anything: the bucket of a shared state is made unasked.
  .addOption(new Option("--rehearsal").hideHelp())
  .option("--take-over", "go on with an environment that lives in AWS, and whose state is lost")
  .addHelpText("after", "\nVariables are read from variables.json; variables.example.json shows them all.")
  .parse()
  .opts<Flags>();

run(async () => {
  const locks = new RunLocks("install.sh");
  const prompt = flags.yes ? undefined : new Prompt();
  try {
    await locks.lockWorkingCopy(new LocalStore(process.env.STATE_ROOT ?? "state"));
    await install(prompt, locks);
  } finally {
    prompt?.close();
    await locks.release();
  }
});

async function install(prompt: Prompt | undefined, locks: RunLocks): Promise<void> {
  const before = loadVariables(process.env.VARIABLES_FILE);
  const configured = before.aws_region;
  const given = givenVariables();
  const { region, source } = await settleRegion({
    ...{ argument: flags.region, configured, prompt, env: process.env },
    configuredBy: given.has("aws_region") ? "variables.json" : "the default",
    beforeAsking: () => refuseWithoutCredentials(configured),
  });
  if (flags.region === undefined && region !== configured) await refuseAccidentalRegion(region, before);
  writeRegion(region);
  const wanted = loadVariables(process.env.VARIABLES_FILE);
  const stores = stateStores(wanted);
  const { store, environment } = stores;
  if (flags.rehearsal) await createStateBucket(wanted, say);
  await keepWhatIsDeployed(stores, wanted);
  const variables = loadVariables(process.env.VARIABLES_FILE);
  mendStates(stores.local.address(environment));
  const resources = await resourcesIn(store, environment);
  const isResumed =
    (await isUnfinished(store, environment)) || isOfAPart(resources) || (flags.takeOver ?? false);
  say("Looking at this machine, the variables and the account, which takes up to a minute ...");
  await examine(isResumed);
  const identity = await callerIdentity(awsClients(region).sts);
  say(
    announcement({
      identity,
      variables,
      regionSource: source,
      isNamed: given.has("eks_cluster_name"),
      beside: await livingBeside(stores, resources),
      isRehearsal: flags.rehearsal ?? false,
    }),
  );
  if (prompt && !(await prompt.confirm("Go on?"))) throw new CliError("Not confirmed: nothing was created.");
  if (stores.place.kind === "s3") await locks.lockEnvironment(store, environment);

  say("Writing what Terraform reads ...");
  const stacks = synthesize(process.cwd());
  await saveVariables(store, variables);
  await rememberPlace(stores);
  endGently();
  const confirm = prompt && ((stack: SynthesizedStack, plan: Plan) => confirmPlan(prompt, stack, plan));
  await markUnfinished(store, environment);
  const limits = { interruptedSince: await interruptedSince(store, environment) };
  const deployment = new Deployment({
    stacks,
    logDirectory: flags.logs,
    confirm,
    ...adoption(variables, stores, limits),
    isResumed,
    clearLock: lockClearing(stores),
    askAws: whatAwsSays({ clusterName: variables.eks_cluster_name, region }),
    before: async ({ name }) => {
      if (name === "kubernetes") await requireKubernetesApi(variables);
      if (name === "batch") {
        if (stacks.some((stack) => stack.name === "kubernetes")) await repairMappings(variables, identity);
        const queues = batchQueues(variables).map(({ name: queue }) => queue);
        await recheckQueues(awsClients(region).batch, queues, say);
      }
    },
  });
  try {
    const changed = await deployment.deploy();
    await markFinished(store, environment);
    say("Looking whether all of it works ...");
    await examineDeployed();
    printOutputs(await deployment.outputs());
    say(changed === 0 ? "Nothing was changed." : `${changed} resources were ${deployment.done}.`);
  } catch (error) {
    complain(`\n${await inventory(stores)}`);
    if (error instanceof TerraformError) error.caller = identity.arn;
    throw error;
  }
}

/** A new default of a newer version changes nothing that cannot be undone, and is told before the question. */
async function keepWhatIsDeployed({ store, environment }: StateStores, wanted: Variables): Promise<void> {
  const deployed = await deployedVariables(store, environment);
  if (!deployed) return;
  const { kept, notices } = updateOf(deployed, wanted, givenVariables());
  for (const [name, value] of Object.entries(kept)) {
    writeVariable(name as VariableName, value);
    const other = JSON.stringify(VARIABLES[name as VariableName].default);
    say(
      `${name} stays ${JSON.stringify(value)}, as deployed, and is written into variables.json; the default is ${other} now.`,
    );
  }
  for (const notice of notices) say(`${notice} variables.json decides.`);
}

/** The shell's region is easily another than the one that is meant: it may not start a second environment. */
async function refuseAccidentalRegion(region: string, before: Variables): Promise<void> {
  const configured = before.aws_region;
  const { store } = stateStores(before);
  if (!(await knownEnvironments(store)).some((environment) => environment.region === configured)) return;
  throw new CliError(
    `Your shell or profile names ${region}, but there is an environment in ${configured}. ` +
      `Say which one is meant: --region ${configured} or --region ${region}.`,
  );
}

/** Has the doctor look for what would make the deployment fail. */
async function examine(isResumed: boolean): Promise<void> {
  const report = await runDoctor({ isResumed });
  printReport(report, ["failed", "warning"]);
  if (flags.rehearsal) say("The account is an emulated one: its warnings are normal, and need nothing.");
  if (report.hasFailed)
    throw new CliError("This would fail: nothing was created. npm run doctor shows all checks.");
}

/** Has the doctor look whether what was deployed works. */
async function examineDeployed(): Promise<void> {
  const report = await runDoctor({ deployed: true, withoutTools: true });
  if (!report.hasFailed) return say(`\nThe doctor looked at the result: ${report.summary()}.`);
  printReport(report, ["failed"]);
  throw new CliError(
    "All is deployed, but not all of it works; npm run doctor -- --deployed checks it again.",
  );
}

/** Else who has none would be asked for a region, only to be told so. */
async function refuseWithoutCredentials(region: string): Promise<void> {
  try {
    await callerIdentity(awsClients(region).sts);
  } catch (error) {
    if (errorKind(error) !== "no credentials") return;
    throw new CliError(
      `There are no credentials of AWS here (${describeError(error)}).\n` +
        "To try all of this without an account: ./install.sh --local\n" +
        "To use an account, log in with aws sso login or aws configure, or let AWS_PROFILE name a profile.",
    );
  }
}

/** Without a way to the Kubernetes API, every resource of stack kubernetes would fail after minutes. */
async function requireKubernetesApi(variables: Variables): Promise<void> {
  const { eks } = awsClients(variables.aws_region);
  const problem = await unreachableBecause(eks, variables.eks_cluster_name);
  if (!problem) return;
  throw new CliError(
    `The Kubernetes API of ${variables.eks_cluster_name} cannot be reached from here: ${problem}.\n` +
      (variables.eks_public_cluster_endpoint
        ? "Look for a firewall or proxy on the way, then start again."
        : "With eks_public_cluster_endpoint false it answers only inside the VPC: start this again on a machine there " +
          "(a bastion, a VPN, CloudShell in the VPC), or set the variable to true, at least until the end of the installation."),
  );
}

/** Terraform does not look at the entries of aws-auth, so that those of others stay. */
async function repairMappings(variables: Variables, identity: CallerIdentity): Promise<void> {
  const { eks } = awsClients(variables.aws_region);
  try {
    const roles = await inCluster(eks, variables, async (kubectl) =>
      repairAwsAuth(kubectl, await wantedMappings(eks, variables.eks_cluster_name, identity)),
    );
    for (const role of roles ?? []) say(`put the mapping of ${role} back into aws-auth`);
  } catch (error) {
    say(`not looked at the mappings of aws-auth: ${describeError(error)}`);
  }
}

async function confirmPlan(prompt: Prompt, stack: SynthesizedStack, plan: Plan): Promise<boolean> {
  const lines = plan.changes
    .filter(takesAway)
    .map(
      ({ resource, action, reason }) => `  ${action} ${nameOf(resource.addr)}${reason ? ` (${reason})` : ""}`,
    );
  say([`Stack ${stack.name}:`, ...lines].join("\n"));
  return prompt.confirm("Destroy or replace these?");
}

/** What exists now, after a failure. */
async function inventory({ store, environment }: StateStores): Promise<string> {
  const counts = Object.entries(await resourcesIn(store, environment));
  const parts = counts.map(([stack, count]) => `${stack} ${count}`);
  const todo = flags.rehearsal ? "./cleanup.sh --local removes them." : "They cost money until ./cleanup.sh.";
  return `Resources that exist now: ${parts.join(", ") || "none"}. ${todo}`;
}

/** A line for the name, a line for the value: values are commands to be copied, never wrapped. */
function printOutputs(outputs: Record<string, string>): void {
  say("\nOutputs:\n");
  for (const [name, value] of Object.entries(outputs)) sayWhole(`${name}\n${value}\n`);
}
