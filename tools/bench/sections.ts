import { markdownTable } from "../support/markdown";
import { criticalPath, type Path } from "./deploy/critical-path";
import { ASSUMED_DESTROY_SECONDS, ASSUMED_SECONDS, ASSUMED_SECONDS_OTHERWISE } from "./deploy/durations";
import type { Measurement } from "./deploy/measure";
import type { SizeUsage } from "./growth";
import type { SynthUsage } from "./synth";
import type { Usage } from "./usage";

const ratio = (one: number, other: number): string => (one / other).toFixed(2);

export function synthSection({ ours, oneResource, commonWay, commonWayUnchecked }: SynthUsage): string {
  const row = (name: string, usage: Usage): string[] => [
    name,
    ratio(usage.cpuSeconds, ours.cpuSeconds),
    ratio(usage.peakMiB, ours.peakMiB),
  ];
  return [
    markdownTable(
      ["Synthesis of", "CPU time", "Peak memory"],
      [
        row("this app", ours),
        row("an app of one VPC", oneResource),
        row("this app with root imports, ts-node", commonWay),
        row("the same without type check", commonWayUnchecked),
      ],
    ),
    "",
    `Targets: at most 1.5 times the CPU time of the one-resource app: ${ratio(ours.cpuSeconds, oneResource.cpuSeconds)}. At least 6 times`,
    `faster than the common way: ${ratio(commonWay.cpuSeconds, ours.cpuSeconds)}. At most 0.125 of its memory: ${(ours.peakMiB / commonWay.peakMiB).toFixed(3)}.`,
  ].join("\n");
}

export function unitSection(tests: Usage, synthesis: Usage): string {
  return `All unit tests take as much CPU time as ${(tests.cpuSeconds / synthesis.cpuSeconds).toFixed(0)} syntheses of this app.`;
}

/** Sizes relative to the first one. */
export function growthSection(sizes: readonly SizeUsage[]): string {
  const [first] = sizes;
  return markdownTable(
    [
      "Size",
      "Resources",
      "Resources, relative",
      "Synthesized JSON, relative",
      "CPU time, relative",
      "Peak memory, relative",
    ],
    sizes.map((size) => [
      size.name,
      String(size.resources),
      ratio(size.resources, first!.resources),
      ratio(size.kib, first!.kib),
      ratio(size.cpuSeconds, first!.cpuSeconds),
      ratio(size.peakMiB, first!.peakMiB),
    ]),
  );
}

/** Deployments of environments of growing size, relative to the first one. */
export function deployedGrowthSection(
  sizes: readonly { readonly name: string; readonly measurement: Measurement }[],
): string {
  const first = sizes[0]!.measurement;
  return markdownTable(
    [
      "Size",
      "Resources, relative",
      "API calls of a deployment, relative",
      "of a destruction",
      "Deployment by the clock, relative",
      "destruction",
    ],
    sizes.map(({ name, measurement }) => [
      name,
      ratio(measurement.creations.length, first.creations.length),
      ratio(measurement.deployCalls, first.deployCalls),
      ratio(measurement.destroyCalls, first.destroyCalls),
      ratio(measurement.deploySeconds, first.deploySeconds),
      ratio(measurement.destroySeconds, first.destroySeconds),
    ]),
  );
}

export function deploySection(ours: Measurement, original: Measurement): string {
  const computed = (
    measurement: Measurement,
    seconds: (address: string) => number,
  ): { all: number; queue: number } => ({
    all: longestPath(measurement, seconds).seconds,
    queue: longestPath(measurement, seconds, isQueue).seconds,
  });
  const assumed = [ours, original].map((measurement) => computed(measurement, assumedSeconds));
  // Terraform destroys along the same edges, the other way round.
  const destroyed = [ours, original].map(
    (measurement) => longestPath(measurement, byType(ASSUMED_DESTROY_SECONDS)).seconds,
  ) as [number, number];
  const recorded = [ours, original].map((measurement) => computed(measurement, recordedSeconds(measurement)));
  const row = (name: string, own: number, other: number): string[] => [
    name,
    own.toFixed(0),
    other.toFixed(0),
    ratio(own, other),
  ];
  return [
    markdownTable(
      ["", "Ours", "Original's order", "Ratio"],
      [
        row("critical path, assumed durations, s", assumed[0]!.all, assumed[1]!.all),
        row("until the queues are usable, assumed durations, s", assumed[0]!.queue, assumed[1]!.queue),
        row("critical path, durations of the run, s", recorded[0]!.all, recorded[1]!.all),
        row("until the queues are usable, durations of the run, s", recorded[0]!.queue, recorded[1]!.queue),
        row("critical path of destruction, assumed durations, s", ...destroyed),
        row("deployment by the clock, s", ours.deploySeconds, original.deploySeconds),
        row("queues usable by the clock, s", ours.queueUsableSeconds, original.queueUsableSeconds),
        row("destruction by the clock, s", ours.destroySeconds, original.destroySeconds),
        row("API calls of a deployment", ours.deployCalls, original.deployCalls),
        row("API calls of a destruction", ours.destroyCalls, original.destroyCalls),
      ],
    ),
    "",
    "Targets: critical path at most 0.80 of the original's, queues usable at most 0.72 of it.",
    "",
    `Ours: ${pathText(longestPath(ours, assumedSeconds), assumedSeconds)}.`,
    "",
    `The original's: ${pathText(longestPath(original, assumedSeconds), assumedSeconds)}.`,
  ].join("\n");
}

/** The longest path through all stages. @param ends what it is to end with, in the last stage. @default - anything */
function longestPath(
  { stages }: Measurement,
  seconds: (address: string) => number,
  ends?: (address: string) => boolean,
): Path {
  const paths = stages.map((graphs, stage) =>
    graphs
      .map((graph) => criticalPath(graph, seconds, stage === stages.length - 1 ? ends : undefined))
      .reduce((longest, path) => (path.seconds > longest.seconds ? path : longest)),
  );
  return {
    seconds: paths.reduce((sum, path) => sum + path.seconds, 0),
    addresses: paths.flatMap((path) => path.addresses),
  };
}

function isQueue(address: string): boolean {
  return address.startsWith("aws_batch_job_queue.");
}

/** Durations by resource type; data sources take no time. */
function byType(seconds: Readonly<Record<string, number>>): (address: string) => number {
  return (address) => {
    const [type = ""] = address.split(".");
    return type === "data" ? 0 : (seconds[type] ?? ASSUMED_SECONDS_OTHERWISE);
  };
}

const assumedSeconds = byType(ASSUMED_SECONDS);

function recordedSeconds({ creations }: Measurement): (address: string) => number {
  const seconds = new Map(creations.map((creation) => [creation.address, creation.seconds]));
  return (address) => seconds.get(address) ?? 0;
}

/** What takes longer than a moment, in its order. */
function pathText({ seconds, addresses }: Path, secondsOf: (address: string) => number): string {
  const steps = addresses
    .map((address) => ({ type: address.split(".")[0]!, seconds: secondsOf(address) }))
    .filter((step) => step.seconds > ASSUMED_SECONDS_OTHERWISE)
    .map((step) => `\`${step.type}\` ${step.seconds}`);
  return `${steps.join(", ")}; with all small ones ${seconds} s`;
}
