import { loadVariables } from "../../model/load-variables";
import type { StatePlace } from "../../model/state-place";
import type { Variables } from "../../model/variables";
import { awsClients } from "../../operations/aws/aws-clients";
import { callerIdentity } from "../../operations/aws/caller-identity";
import { CliError } from "../../operations/terminal/cli-error";
import { resourcesIn } from "../../operations/state/environments";
import type { Prompt } from "../../operations/terminal/prompt";
import { RunLocks } from "../../operations/state/locks/run-locks";
import { describePlace, explainElsewhere, findElsewhere, isSame } from "../../operations/state/elsewhere";
import { moveState } from "../../operations/state/move";
import { openStore, stateStores, type StateStores } from "../../operations/state/stores/state-stores";
import { parsePlace } from "../../operations/state/parse-place";
import { forgetBackends } from "../../operations/terraform/backend-memory";
import { say } from "../../operations/terminal/output";

export interface MoveFlags {
  readonly from?: string;
  readonly fromRegion?: string;
}

/** Moves the environment's state to where the variables want it. */
export async function move(flags: MoveFlags, prompt: Prompt | undefined): Promise<void> {
  const variables = loadVariables(process.env.VARIABLES_FILE);
  const stores = stateStores(variables);
  const locks = new RunLocks("npm run state:move");
  try {
    await locks.lockWorkingCopy(stores.local);
    const from = await sourceOf(flags, stores, variables);
    await announce(from, stores, variables);
    if (prompt && !(await prompt.confirm("Go on?"))) throw new CliError("Not confirmed: nothing was moved.");
    const { place, store, environment } = stores;
    if (from.kind === "s3") await locks.lockEnvironment(openStore(from), environment);
    if (place.kind === "s3" && !isSame(from, place)) await locks.lockEnvironment(store, environment);
    const { states, resources } = await moveState(stores, from, variables);
    forgetBackends();
    say(
      `${states} states with ${resources} resources were moved. The old ones are kept, as *.tfstate.moved.`,
    );
  } finally {
    await locks.release();
  }
}

async function sourceOf(flags: MoveFlags, stores: StateStores, variables: Variables): Promise<StatePlace> {
  if (flags.from !== undefined) {
    return parsePlace(flags.from, stores.local.root, flags.fromRegion ?? variables.aws_region);
  }
  const elsewhere = await findElsewhere(stores);
  if (!elsewhere) {
    throw new CliError(
      "Nothing to move: this working copy knows of no resources of this environment in another state. --from names one.",
    );
  }
  if (elsewhere.resources === undefined) throw new CliError(explainElsewhere(elsewhere).join("\n"));
  return elsewhere.place;
}

async function announce(from: StatePlace, stores: StateStores, variables: Variables): Promise<void> {
  const { place, environment } = stores;
  const { account, arn } = await callerIdentity(awsClients(variables.aws_region).sts);
  const counts = Object.entries(await resourcesIn(openStore(from), environment));
  say(`Account   ${account}, as ${arn}
Region    ${variables.aws_region}
Cluster   ${variables.eks_cluster_name}
Resources ${counts.map(([stack, count]) => `${stack} ${count}`).join(", ") || "none"}
From      ${describePlace(from)}
To        ${describePlace(place)}
`);
}
