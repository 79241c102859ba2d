import type { JobDetail } from "@aws-sdk/client-batch";
import { attemptsOf, decisiveContainer } from "./attempts";

/** Children of an array job that failed for the same reason. */
export interface FailedChildren {
  readonly reason: string;
  /** Indices, the lowest first. */
  readonly children: readonly number[];
}

/** Groups the failed children of an array job by their reasons, the commonest reason first. */
export function groupFailures(children: readonly JobDetail[]): FailedChildren[] {
  const groups = new Map<string, number[]>();
  for (const child of children) {
    const reason = failureOf(child);
    groups.set(reason, [...(groups.get(reason) ?? []), child.arrayProperties?.index ?? 0]);
  }
  return [...groups]
    .map(([reason, indices]) => ({ reason, children: indices.sort((a, b) => a - b) }))
    .sort((a, b) => b.children.length - a.children.length);
}

/** Why a job failed, in a few words: what its last attempt left, else what Batch says. */
export function failureOf(job: JobDetail): string {
  const last = attemptsOf(job).at(-1);
  const container = last && decisiveContainer(last);
  const exit = container?.exitCode === undefined ? undefined : `exit code ${container.exitCode}`;
  const said = job.statusReason ?? last?.statusReason ?? container?.reason ?? "no reason given";
  return exit && container?.exitCode !== 0 && !said.includes(`code ${container?.exitCode}`)
    ? `${exit}, ${said}`
    : said;
}

/** Numbers as ranges: `0, 3-7, 12`. */
export function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}
