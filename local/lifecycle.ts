import type { Faults } from "./gateway/faults";

/**
 * Seconds that transitions take, by name: `eks.cluster.create`, `eks.nodegroup.delete`,
 * `batch.job.starting`, ... A name without an entry takes `default`.
 */
export type Delays = Readonly<Record<string, number>>;

export const DEFAULT_DELAYS: Delays = { default: 0.5 };

/** Moves resources from one state to the next after a delay, as AWS does, until it is closed. */
export class Lifecycle {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly faults: Faults,
    private readonly delays: Delays = DEFAULT_DELAYS,
  ) {}

  /**
   * Ends a transition after its delay: in `failed` when a fault was ordered for it, else in `done`.
   *
   * @param transition name of the transition, also the key of its delay, such as `eks.cluster.create`
   * @param resource name of the resource, matched by ordered faults
   * @param lastsSeconds how long it takes unless its own delay is given. @default - `default` of the delays
   */
  transition(
    transition: string,
    resource: string,
    done: () => void | Promise<void>,
    failed?: (reason: string) => void | Promise<void>,
    lastsSeconds?: number,
  ): void {
    const seconds = this.delays[transition] ?? lastsSeconds ?? this.delays.default ?? 0;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const fault = failed && this.faults.takeFailedState(transition, resource);
      const ended = fault && failed ? failed(fault.reason) : done();
      if (ended) {
        ended.catch((error: unknown) => console.error(`${transition} of ${resource} broke:`, error));
      }
    }, seconds * 1000);
    this.timers.add(timer);
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
