import { markdownTable } from "../markdown";
import { PHASES, type Phase } from "./life";
import { isGood, type Result } from "./results";
import type { Actions } from "./troubles";

/** What a run without trouble calls. */
export interface Calls {
  readonly actions: Actions;
  /** How many calls Terraform makes. */
  readonly terraformCalls: Readonly<Record<Phase, number>>;
}

/**
 * The results as Markdown: a row for each phase of each life.
 *
 * @param missing troubles that have no result
 */
export function matrixReport(
  results: readonly Result[],
  missing: readonly string[],
  { actions, terraformCalls }: Calls,
): string {
  const bad = results.filter((result) => !isGood(result)).length;
  const lives = results.filter(({ phase }) => phase === "deploy").length;
  return [
    `Last measured on ${new Date().toISOString().slice(0, 10)}: ${lives} environments, each deployed, changed and destroyed with`,
    `trouble in each phase; ${bad === 0 ? "all of them converged and left nothing" : `${bad} rows need a look`}.`,
    "",
    markdownTable(
      [
        "Trouble",
        "Phase",
        "What it was to hit",
        "What the user saw",
        "Afterwards",
        "Clean-up directly after",
      ],
      results.map(row),
    ),
    "",
    ...(missing.length > 0 ? [`Not tried to the end yet: ${missing.join(", ")}.`, ""] : []),
    "What a run without trouble calls, and what failed once in each of the first five ways:",
    "",
    ...PHASES.map((phase) => {
      const counts = `${actions[phase].length} actions, ${terraformCalls[phase]} calls of Terraform.`;
      return `- ${phase}: ${counts} ${byService(actions[phase])}`.trimEnd();
    }),
  ].join("\n");
}

function row(result: Result): string[] {
  const { trouble, phase, target, notReached, saw } = result;
  const reached =
    notReached.length === 0
      ? target
      : `${target}; not reached: ${notReached.length <= 5 ? notReached.join(", ") : notReached.length}`;
  return [trouble, phase, reached, saw, afterwards(result), cleanUpAfter(result)];
}

function afterwards({ phase, hasConverged, isCompletedByNext, left, touched = [] }: Result): string {
  const parts: string[] = [];
  if (!hasConverged) parts.push("DID NOT CONVERGE");
  else if (isCompletedByNext) parts.push("one more run completed it");
  else if (phase !== "destroy") parts.push("nothing left to change");
  if (phase === "destroy") parts.push(left.length === 0 ? "nothing left" : `LEFT: ${left.join(", ")}`);
  if (touched.length > 0) parts.push(`TOUCHED ANOTHER ENVIRONMENT: ${touched.join(", ")}`);
  return parts.join("; ");
}

/** A result of before this was tried has none. */
function cleanUpAfter({ cleanUp }: Result): string {
  if (!cleanUp) return "";
  const left = cleanUp.left.length === 0 ? "nothing left" : `LEFT: ${cleanUp.left.join(", ")}`;
  const touched = cleanUp.touched ?? [];
  const foreign = touched.length > 0 ? `, TOUCHED ANOTHER ENVIRONMENT: ${touched.join(", ")}` : "";
  return `status ${cleanUp.status}, ${left}${foreign}`;
}

function byService(names: readonly string[]): string {
  const services = new Map<string, string[]>();
  for (const name of names) {
    const blank = name.indexOf(" ");
    const service = name.slice(0, blank);
    services.set(service, [...(services.get(service) ?? []), name.slice(blank + 1)]);
  }
  return [...services].map(([service, actions]) => `${service}: ${actions.join(", ")}`).join("; ");
}
