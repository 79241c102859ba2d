/**
 * Commands of jobs that run at once on this machine; the others wait in STARTING. A queue may
 * promise hundreds of vCPUs, but what a job does, it does here.
 */
export const MAX_COMMANDS = 16;

interface Waiter {
  readonly count: number;
  grant(): void;
}

/** Hands out the right to run commands, in the order of asking. */
export class CommandSlots {
  private free: number;
  private waiters: Waiter[] = [];

  constructor(private readonly size = MAX_COMMANDS) {
    this.free = size;
  }

  /**
   * Waits for slots for all commands of a pod together.
   *
   * @returns gives the slots back
   * @throws the signal's reason when it is aborted first
   */
  async acquire(commands: number, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const count = Math.min(commands, this.size);
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        this.waiters = this.waiters.filter((other) => other !== waiter);
        reject(signal.reason as Error);
        this.grantNext();
      };
      const waiter: Waiter = {
        count,
        grant: () => {
          signal.removeEventListener("abort", abort);
          resolve();
        },
      };
      signal.addEventListener("abort", abort, { once: true });
      this.waiters.push(waiter);
      this.grantNext();
    });
    return () => {
      this.free += count;
      this.grantNext();
    };
  }

  private grantNext(): void {
    for (let next = this.waiters[0]; next && next.count <= this.free; next = this.waiters[0]) {
      this.waiters.shift();
      this.free -= next.count;
      next.grant();
    }
  }
}
