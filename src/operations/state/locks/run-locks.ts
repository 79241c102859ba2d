import { rmSync } from "node:fs";
import { RUN_LOCK, RunLock } from "./run-lock";
import type { LocalStore } from "../stores/local-store";
import type { StateStore } from "../stores/state-store";

/** The locks of one run: its working copy's, and those of the shared states that it works on. */
export class RunLocks {
  private readonly held: RunLock[] = [];

  /** @param command what runs, such as `install.sh` */
  constructor(private readonly command: string) {}

  /** Keeps other runs out of this working copy. @throws CliError when one works in it */
  async lockWorkingCopy(local: LocalStore): Promise<void> {
    const lock = await RunLock.acquire(local, RUN_LOCK, this.command);
    this.held.push(lock);
    // Also when the user ends the run before it has begun anything.
    process.once("exit", () => {
      if (this.held.includes(lock)) rmSync(local.address(RUN_LOCK), { force: true });
    });
  }

  /** Keeps everybody else's runs out of an environment. @throws CliError when one works on it */
  async lockEnvironment(store: StateStore, environment: string): Promise<void> {
    const remedy = "npm run state:unlock removes its lock";
    this.held.push(await RunLock.acquire(store, `${environment}/${RUN_LOCK}`, this.command, remedy));
  }

  async release(): Promise<void> {
    for (const lock of this.held.splice(0).reverse()) await lock.release();
  }
}
