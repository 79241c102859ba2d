import { markdownTable } from "../markdown";
import { criticalPath, type Graph } from "./critical-path";
import { CREATION, DESTRUCTION } from "../../src/model/facts/durations";
import { MOMENT, secondsOf, typeOf } from "./durations";
import { originalOrder, ourOrder } from "./orders";
import type { SynthesizedApp } from "./synthesized-app";

/** Seconds of the longest chains that wait for each other, with the durations that AWS is assumed to take. */
export interface CriticalPaths {
  readonly creation: number;
  readonly queuesUsable: number;
  readonly destruction: number;
}

export function criticalPaths(order: Graph): CriticalPaths {
  const isQueue = (id: string): boolean => typeOf(id) === "aws_batch_job_queue";
  return {
    creation: criticalPath(order, secondsOf(CREATION)).seconds,
    queuesUsable: criticalPath(order, secondsOf(CREATION), isQueue).seconds,
    // Terraform destroys along the same edges, the other way round.
    destruction: criticalPath(order, secondsOf(DESTRUCTION)).seconds,
  };
}

/** Our order of a deployment beside the original's, as Markdown. */
export function deploymentComparison(app: SynthesizedApp): string {
  const orders = [ourOrder(app), originalOrder(app)];
  const [ours, original] = orders.map(criticalPaths) as [CriticalPaths, CriticalPaths];
  const row = (name: string, key: keyof CriticalPaths): string[] => [
    name,
    String(ours[key]),
    String(original[key]),
    (ours[key] / original[key]).toFixed(2),
  ];
  const [ourPath, originalPath] = orders.map(pathText);
  return [
    markdownTable(
      ["Critical path, s", "Ours", "Original's order", "Ratio"],
      [
        row("of a deployment", "creation"),
        row("until the queues are usable", "queuesUsable"),
        row("of a destruction", "destruction"),
      ],
    ),
    `Ours: ${ourPath}.`,
    `The original's: ${originalPath}.`,
  ].join("\n\n");
}

/** What takes longer than a moment on the way to the end of a deployment, in its order. */
function pathText(order: Graph): string {
  const { ids, seconds } = criticalPath(order, secondsOf(CREATION));
  const steps = ids
    .map((id) => ({ type: typeOf(id), seconds: secondsOf(CREATION)(id) }))
    .filter((step) => step.seconds > MOMENT)
    .map((step) => `\`${step.type}\` ${step.seconds}`);
  return `${steps.join(", ")}; with all small ones ${seconds} s`;
}
