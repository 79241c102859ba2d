import { loadVariables } from "../../model/load-variables";
import { CliError } from "../../operations/terminal/cli-error";
import type { Prompt } from "../../operations/terminal/prompt";
import { say } from "../../operations/terminal/output";
import { describeHolder, holderOf, RUN_LOCK } from "../../operations/state/locks/run-lock";
import { stateStores } from "../../operations/state/stores/state-stores";
import { describeLock, removeLock, terraformLocks } from "../../operations/state/locks/terraform-locks";

/** Removes what keeps everybody from working on the environment's shared state. */
export async function unlock(prompt: Prompt | undefined): Promise<void> {
  const { place, store, environment } = stateStores(loadVariables(process.env.VARIABLES_FILE));
  if (place.kind === "local") {
    throw new CliError("The state is in files of this machine, whose locks end with their process.");
  }
  const runLock = `${environment}/${RUN_LOCK}`;
  const holder = await holderOf(store, runLock);
  const locks = await terraformLocks(store, environment);
  const lines = [...(holder ? [describeHolder(holder)] : []), ...locks.map(describeLock)];
  if (lines.length === 0) return say(`Nobody holds a lock on ${store.address(environment)}.`);
  say(lines.join("\n"));
  if (prompt && !(await prompt.confirm("Has all of this ended? Remove these locks?"))) {
    throw new CliError("Not confirmed: no lock was removed.");
  }
  if (holder) await store.remove(runLock);
  for (const lock of locks) await removeLock(store, lock);
  say("The locks were removed.");
}
