import { hostname } from "node:os";
import { say } from "../../terminal/output";
import { CliError } from "../../terminal/cli-error";
import { isAlive } from "./machine";
import type { StateStore } from "../stores/state-store";

export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  /** ISO 8601. */
  readonly since: string;
}

export const RUN_LOCK = "run.lock";

/** Keeps two runs from working on the same state at once; one of this machine that was killed does not count. */
export class RunLock {
  private constructor(
    private readonly store: StateStore,
    private readonly name: string,
  ) {}

  /**
   * @param name of the lock in the store
   * @param command what runs, such as `install.sh`
   * @param remedy what removes the lock of a run that is not there any more. @default - to remove the file
   * @throws CliError when another run holds the lock
   */
  static async acquire(
    store: StateStore,
    name: string,
    command: string,
    remedy = `remove ${store.address(name)}`,
  ): Promise<RunLock> {
    const text = JSON.stringify({
      pid: process.pid,
      host: hostname(),
      command,
      since: new Date().toISOString(),
    } satisfies Holder);
    if (await store.create(name, text)) return new RunLock(store, name);
    const other = await holderOf(store, name);
    if (!other || isGone(other)) {
      if (await takeOver(store, name, text, other)) {
        const who = other ? `${other.command} that began at ${other.since}` : "run";
        const trace = other ? "" : `, and ${store.address(name)} does not name it`;
        say(`The last ${who} was ended before it was done${trace}: this one goes on from there.`);
        return new RunLock(store, name);
      }
    }
    throw new CliError(
      `Another ${other ? describeHolder(other) : command} works on this state. ` +
        `Wait for it to end; if there is no such process of this project, ${remedy}.`,
    );
  }

  async release(): Promise<void> {
    await this.store.remove(this.name);
  }
}

/**
 * Puts an own lock in place of a dead run's. Of several runs at once only the one that makes the second
 * file may: else one would remove the lock that another one has just made.
 */
async function takeOver(
  store: StateStore,
  name: string,
  text: string,
  dead: Holder | undefined,
): Promise<boolean> {
  const claim = `${name}.takeover`;
  if (!(await store.create(claim, text))) {
    const claimant = await holderOf(store, claim);
    // Its owner is just writing it, or at work.
    if (!claimant || !isGone(claimant)) return false;
    throw new CliError(
      `A run was killed while it took over a lock: remove ${store.address(claim)}, then start again.`,
    );
  }
  try {
    const now = await holderOf(store, name);
    if (now?.pid !== dead?.pid || now?.since !== dead?.since) return false;
    await store.remove(name);
    return await store.create(name, text);
  } finally {
    await store.remove(claim);
  }
}

/** Who holds a lock, if anybody does. */
export async function holderOf(store: StateStore, name: string): Promise<Holder | undefined> {
  const text = await store.read(name);
  try {
    const { pid, host, command, since } = JSON.parse(text ?? "") as Partial<Holder>;
    if (typeof pid !== "number" || !host || !command || !since) return undefined;
    return { pid, host, command, since };
  } catch {
    // It was released meanwhile, or its holder was killed before it had written who it is.
    return undefined;
  }
}

export function describeHolder({ command, pid, host, since }: Holder): string {
  const where = host === hostname() ? "" : ` on ${host}`;
  return `${command} (process ${pid}${where}, since ${since})`;
}

function isGone({ host, pid }: Holder): boolean {
  return host === hostname() && !isAlive(pid);
}
