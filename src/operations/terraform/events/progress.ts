import { CREATION, DESTRUCTION } from "../../../model/facts/durations";
import { say } from "../../terminal/output";
import { isToldToEnd } from "../logged-process";
import { nameOf } from "./resource-name";
import type { SynthesizedStack } from "../synthesized-stacks";
import type { TerraformEvent } from "./terraform-events";

const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "destroyed",
  replace: "replaced",
};

/** What commands do that tell nothing by themselves. */
const SILENT: Readonly<Record<string, string>> = {
  init: "it fetches what Terraform needs",
  plan: "it asks AWS for everything that the state knows",
  import: "it takes a resource into the state",
};

/** The longest silence while something is under way, in milliseconds. */
const MAX_SILENCE_MS = 30_000;

/** What a stack is run for; to look means to change nothing. */
export type Aim = "deploy" | "destroy" | "look";

interface Counts {
  changed: number;
  planned: number;
}

/** A resource that Terraform works on. */
interface UnderWay {
  readonly address: string;
  readonly action: string;
  readonly since: number;
}

/** Tells in a line for each resource what Terraform does, and from time to time what it waits for. */
export class Progress {
  private readonly counts = new Map<string, Counts>();
  private readonly kinds = new Set<string>();
  private readonly aims = new Map<string, Aim>();
  /** Sums of plans without a change, by stack, until it is known that the plan did not fail. */
  private readonly emptyPlans = new Map<string, string>();
  /** What each stack's Terraform works on, by address, in the order of its beginning. */
  private readonly underWay = new Map<string, Map<string, UnderWay>>();
  private lastPrinted: number;

  constructor(
    private readonly print: (line: string) => void = say,
    private readonly now: () => number = Date.now,
    private readonly isEnding: () => boolean = isToldToEnd,
  ) {
    this.lastPrinted = this.now();
  }

  /** @returns how many resources were created, updated or destroyed in all stacks */
  get changed(): number {
    return [...this.counts.values()].reduce((sum, { changed }) => sum + changed, 0);
  }

  /** What was done to resources of all stacks, in a word: `created` where nothing else was. */
  get done(): string {
    const [only = "changed", ...others] = this.kinds;
    return others.length === 0 ? only : "changed";
  }

  /** How many resources of a stack were created, updated or destroyed. */
  changedIn(stack: SynthesizedStack): number {
    return this.countsOf(stack).changed;
  }

  /** @param aim what follows of the stack is told in its words */
  begin(stack: SynthesizedStack, aim: Aim): void {
    this.aims.set(stack.name, aim);
  }

  say(stack: SynthesizedStack, text: string): void {
    const emptyPlan = this.emptyPlans.get(stack.name);
    this.emptyPlans.delete(stack.name);
    const lines = [emptyPlan, ...text.split("\n")].filter((line) => line !== undefined);
    for (const line of lines) this.print(`${stack.name.padEnd(10)}  ${line}`);
    this.lastPrinted = this.now();
  }

  handle(stack: SynthesizedStack, event: TerraformEvent): void {
    const { hook } = event;
    if (event.type === "change_summary" && event.changes?.operation === "plan") {
      return this.plan(stack, event.changes);
    }
    // Terraform sums up a plan that failed, too, before it says why.
    if (event.diagnostic?.severity === "error") this.emptyPlans.delete(stack.name);
    if (!hook) return this.waiting(stack, event);
    const { resource, action, elapsed_seconds } = hook;
    if (event.type === "apply_start" && action in DONE) {
      this.underWayIn(stack).set(resource.addr, { address: resource.addr, action, since: this.now() });
    } else if (event.type === "apply_complete" && action in DONE) {
      const counts = this.countsOf(stack);
      this.underWayIn(stack).delete(resource.addr);
      this.kinds.add(DONE[action]!);
      counts.changed += 1;
      const count = `${counts.changed}/${Math.max(counts.planned, counts.changed)}`;
      this.say(stack, `${count} ${nameOf(resource.addr)} ${DONE[action]} (${elapsed_seconds ?? 0} s)`);
    } else if (event.type === "apply_errored") {
      this.underWayIn(stack).delete(resource.addr);
      // The reason comes with Terraform's end, which may take minutes if others still wait. What the user stopped
      // has not failed.
      if (!this.isEnding()) this.say(stack, `FAILED ${nameOf(resource.addr)}`);
    } else {
      this.waiting(stack, event);
    }
  }

  /** Shows that a command lives which tells nothing by itself: it downloads, refreshes, or waits for a lock. */
  running(stack: SynthesizedStack, command: string, seconds: number): void {
    if (this.now() - this.lastPrinted < MAX_SILENCE_MS) return;
    const reason = SILENT[command] === undefined ? "" : `: ${SILENT[command]}`;
    this.say(stack, this.awaited(stack) ?? `terraform ${command} runs, ${seconds} s so far${reason}`);
  }

  private plan(
    stack: SynthesizedStack,
    { add, change, remove }: NonNullable<TerraformEvent["changes"]>,
  ): void {
    const counts = this.countsOf(stack);
    const aim = this.aims.get(stack.name) ?? "deploy";
    // What is only looked at is not carried out.
    if (aim === "look") return;
    // A part of a plan, or the rest of one, does not count anew.
    counts.planned = Math.max(counts.planned, counts.changed + add + change + remove);
    const isRemoval = aim === "destroy" && add + change === 0;
    const told = isRemoval
      ? `${remove} to destroy`
      : `${add} to add, ${change} to change, ${remove} to destroy`;
    if (add + change + remove > 0) this.say(stack, told);
    else this.emptyPlans.set(stack.name, told);
  }

  private waiting(stack: SynthesizedStack, event: TerraformEvent): void {
    if (event.type !== "apply_progress" || this.now() - this.lastPrinted < MAX_SILENCE_MS) return;
    this.say(stack, this.awaited(stack) ?? event["@message"]);
  }

  /** The resource that has taken longest, since when, and how long it usually takes. */
  private awaited(stack: SynthesizedStack): string | undefined {
    const [first, ...others] = this.underWayIn(stack).values();
    if (!first) return undefined;
    const { address, action, since } = first;
    // How long an update takes depends on what it changes.
    const durations = { create: CREATION, delete: DESTRUCTION }[action];
    const usual = durations?.[address.split(".")[0]!];
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    const usually = !usual ? "" : `, usually about ${rough(usual)}`;
    return `waiting ${rough((this.now() - since) / 1000)} for ${nameOf(address)}${more}${usually}`;
  }

  private underWayIn(stack: SynthesizedStack): Map<string, UnderWay> {
    const known = this.underWay.get(stack.name) ?? new Map<string, UnderWay>();
    this.underWay.set(stack.name, known);
    return known;
  }

  private countsOf(stack: SynthesizedStack): Counts {
    const known = this.counts.get(stack.name);
    if (known) return known;
    const counts = { changed: 0, planned: 0 };
    this.counts.set(stack.name, counts);
    return counts;
  }
}

/** A duration as one waits for it. */
function rough(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
