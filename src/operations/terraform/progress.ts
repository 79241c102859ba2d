import { say } from "../terminal/output";
import type { SynthesizedStack } from "./synthesized-stacks";
import type { TerraformEvent } from "./terraform-events";

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "destroyed",
  replace: "replaced",
};

/** The longest silence while something is under way, in milliseconds. */
const MAX_SILENCE_MS = 30_000;

interface Counts {
  changed: number;
  planned: number;
}

/** Tells in a line for each resource what Terraform does, and from time to time what it waits for. */
export class Progress {
  private readonly counts = new Map<string, Counts>();
  private lastPrinted: number;

  constructor(
    private readonly print: (line: string) => void = say,
    private readonly now: () => number = Date.now,
  ) {
    this.lastPrinted = this.now();
  }

  /** @returns how many resources were created, updated or destroyed in all stacks */
  get changed(): number {
    return [...this.counts.values()].reduce((sum, { changed }) => sum + changed, 0);
  }

  /** How many resources of a stack were created, updated or destroyed. */
  changedIn(stack: SynthesizedStack): number {
    return this.countsOf(stack).changed;
  }

  say(stack: SynthesizedStack, text: string): void {
    for (const line of text.split("\n")) this.print(`${stack.name.padEnd(10)}  ${line}`);
    this.lastPrinted = this.now();
  }

  handle(stack: SynthesizedStack, event: TerraformEvent): void {
    const counts = this.countsOf(stack);
    if (event.type === "change_summary" && event.changes?.operation === "plan") {
      const { add, change, remove } = event.changes;
      counts.planned = counts.changed + add + change + remove;
      this.say(stack, `${add} to add, ${change} to change, ${remove} to destroy`);
    } else if (event.type === "apply_complete" && event.hook && event.hook.action in DONE) {
      const { resource, action, elapsed_seconds } = event.hook;
      counts.changed += 1;
      const count = `${counts.changed}/${Math.max(counts.planned, counts.changed)}`;
      this.say(stack, `${count} ${resource.addr} ${DONE[action]} (${elapsed_seconds ?? 0} s)`);
    } else if (event.type === "apply_errored" && event.hook) {
      // The reason comes with Terraform's end, which may take minutes if others still wait.
      this.say(stack, `FAILED ${event.hook.resource.addr}`);
    } else if (event.type === "apply_progress" && this.now() - this.lastPrinted >= MAX_SILENCE_MS) {
      this.say(stack, event["@message"]);
    }
  }

  /** Shows that a command lives which tells nothing by itself: it downloads, refreshes, or waits for a lock. */
  running(stack: SynthesizedStack, command: string, seconds: number): void {
    if (this.now() - this.lastPrinted < MAX_SILENCE_MS) return;
    this.say(stack, `terraform ${command} runs, ${seconds} s so far`);
  }

  private countsOf(stack: SynthesizedStack): Counts {
    const known = this.counts.get(stack.name);
    if (known) return known;
    const counts = { changed: 0, planned: 0 };
    this.counts.set(stack.name, counts);
    return counts;
  }
}
