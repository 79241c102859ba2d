import { setTimeout as sleep } from "node:timers/promises";
import { remediesOf } from "../../diagnosis/failures";
import type { TerraformEvent } from "./terraform-events";

/** What AWS says of a resource that Terraform waits for, a sentence or code each; nothing while all is well. */
export type AskAws = (address: string) => Promise<readonly string[]>;

/** Seconds after which a resource is asked about, and again. */
const FIRST_SECONDS = 60;
const EVERY_SECONDS = 30;

/** How long Terraform's own end waits for what AWS still says. */
const LAST_ANSWERS_MS = 5_000;

/**
 * Asks AWS about what takes long, or failed: Terraform tells the reason at its own end only, which may be many
 * minutes later. What AWS says is told once, with what may help.
 */
export class Inquiry {
  private readonly told = new Set<string>();
  private readonly askedAt = new Map<string, number>();
  private readonly open = new Set<Promise<void>>();

  constructor(
    private readonly ask: AskAws,
    private readonly say: (text: string) => void,
  ) {}

  handle({ type, hook }: TerraformEvent): void {
    if (!hook) return;
    const { addr } = hook.resource;
    // Another attempt, or the creation after a destruction, waits anew.
    if (type === "apply_start") this.askedAt.delete(addr);
    if (type === "apply_errored") return this.begin(addr);
    const seconds = hook.elapsed_seconds ?? 0;
    const due = (this.askedAt.get(addr) ?? FIRST_SECONDS - EVERY_SECONDS) + EVERY_SECONDS;
    if (type !== "apply_progress" || seconds < due) return;
    this.askedAt.set(addr, seconds);
    this.begin(addr);
  }

  /** Until every answer is told, or AWS cannot be reached any more. */
  async end(): Promise<void> {
    const enough = new AbortController();
    await Promise.race([
      Promise.all(this.open),
      sleep(LAST_ANSWERS_MS, undefined, { signal: enough.signal }),
    ]);
    enough.abort();
  }

  private begin(address: string): void {
    const asked = this.ask(address)
      .then((answers) => this.tell(address, answers))
      // Whatever is wrong with the question, Terraform works on, and tells what it found.
      .catch(() => undefined)
      .finally(() => this.open.delete(asked));
    this.open.add(asked);
  }

  private tell(address: string, answers: readonly string[]): void {
    for (const answer of answers) {
      if (this.told.has(answer)) continue;
      this.told.add(answer);
      const help = remediesOf({ summary: "", detail: answer }).map((remedy) => `\nWhat may help: ${remedy}`);
      this.say(`${address}: AWS says: ${answer}${help.join("")}`);
    }
  }
}
