import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { DirectCleanUp, Life, Phase } from "./life";
import type { Calls } from "./report";
import { whatTheUserSaw } from "./what-the-user-saw";

/** What became of a phase in which something went wrong. */
export interface Result {
  readonly trouble: string;
  readonly phase: Phase;
  /** What was to be hit. */
  readonly target: string;
  readonly notReached: readonly string[];
  readonly saw: string;
  /** Whether the next run, without trouble, ended well. */
  readonly hasConverged: boolean;
  /** Whether a next run was needed, not only to show that nothing changes. */
  readonly isCompletedByNext: boolean;
  /** What existed after the destruction; empty for other phases. */
  readonly left: readonly string[];
  /** Calls that may have changed something of another environment; undefined where that was not looked at yet. */
  readonly touched?: readonly string[];
  /** How a clean-up right after the trouble went; undefined for a clean-up itself. */
  readonly cleanUp?: DirectCleanUp | undefined;
}

/** The results of several runs, kept in a file: a trouble that is tried again takes its earlier place. */
export class Results {
  private kept: { calls?: Calls; results: Result[] } = { results: [] };

  constructor(private readonly file: string) {
    if (existsSync(file)) this.kept = JSON.parse(readFileSync(file, "utf8")) as typeof this.kept;
  }

  all(): readonly Result[] {
    return this.kept.results;
  }

  has(trouble: string): boolean {
    return this.kept.results.some((result) => result.trouble === trouble);
  }

  /** What a run without trouble calls, if that was found out before. */
  get calls(): Calls | undefined {
    return this.kept.calls;
  }

  putCalls(calls: Calls): void {
    this.kept.calls = calls;
    this.save();
  }

  /** Takes all lives of a trouble. */
  put(trouble: string, lives: readonly Life[]): void {
    const others = this.kept.results.filter((result) => result.trouble !== trouble);
    this.kept.results = [...others, ...lives.flatMap(resultsOf)];
    this.save();
  }

  private save(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, JSON.stringify(this.kept, undefined, 2));
  }
}

/** Whether nothing of it needs a look. */
export function isGood({ hasConverged, left, touched = [], cleanUp }: Result): boolean {
  const isClean = cleanUp === undefined || (cleanUp.status === 0 && cleanUp.left.length === 0);
  const isHarmless = touched.length === 0 && (cleanUp?.touched ?? []).length === 0;
  return hasConverged && left.length === 0 && isClean && isHarmless;
}

function resultsOf({ outcomes, left, cleanUps }: Life): Result[] {
  return outcomes.map(({ trouble, phase, target, pending, run, hasConverged, touched }) => ({
    trouble,
    phase,
    target,
    notReached: pending.map(({ service, action, transition }) => transition ?? `${service} ${action}`),
    saw: whatTheUserSaw(run),
    hasConverged,
    isCompletedByNext: run.status !== 0,
    left: phase === "destroy" ? left : [],
    touched,
    cleanUp: cleanUps.find((cleanUp) => cleanUp.phase === phase),
  }));
}
