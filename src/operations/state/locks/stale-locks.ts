import { say } from "../../terminal/output";
import type { DeploymentProps } from "../../terraform/deployment";
import type { SynthesizedStack } from "../../terraform/synthesized-stacks";
import { interruptedRun } from "../../terraform/terraform";
import { isAlive, whoAmI } from "./machine";
import type { StateStores } from "../stores/state-stores";
import { describeLock, removeLock, terraformLocks } from "./terraform-locks";

/** What a deployment does about locks of its stacks; nothing where files are locked, which ends with the process. */
export function lockClearing(stores: StateStores): DeploymentProps["clearLock"] {
  if (stores.place.kind === "local") return undefined;
  return (stack) => clearOwnLock(stores, stack, (line) => say(`${stack.name.padEnd(10)}  ${line}`));
}

/**
 * Removes the lock on a stack's shared state that a killed Terraform of this working copy left;
 * tells of anybody else's, for which Terraform then waits.
 *
 * @param say tells the user a line
 */
export async function clearOwnLock(
  { store, environment }: Pick<StateStores, "store" | "environment">,
  stack: SynthesizedStack,
  say: (line: string) => void,
): Promise<void> {
  const lock = (await terraformLocks(store, environment)).find(({ stack: locked }) => locked === stack.name);
  if (!lock) return;
  const run = interruptedRun(stack);
  const isOurs =
    lock.who === whoAmI() && run !== undefined && Date.parse(lock.created) >= Date.parse(run.since);
  if (isOurs && !isAlive(run.pid)) {
    await removeLock(store, lock);
    say(`${describeLock(lock)}; that Terraform was killed: its lock is removed`);
    return;
  }
  say(`${describeLock(lock)}; waiting for it. If that Terraform was killed: npm run state:unlock`);
}
