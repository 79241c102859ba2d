import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourcesIn } from "../../../tools/pictures/resource";
import type { Stack, SynthesizedApp } from "../../../tools/pictures/synthesized-app";
import { record } from "../../../tools/pictures/timeline/record";
import type { Recording } from "../../../tools/pictures/timeline/recording";

const directory = mkdtempSync(join(tmpdir(), "record-"));
afterAll(() => rmSync(directory, { recursive: true }));

const REMOTE = "data.terraform_remote_state.cross-stack-reference-input-base.outputs.network-id";

const APP: SynthesizedApp = {
  stacks: [
    stack("base", [], {
      aws_vpc: { vpc: block("base/network/vpc") },
      aws_iam_role: { role: block("base/access/role") },
    }),
    stack("skipped", ["base"], {}),
    stack("work", ["base", "skipped"], {
      aws_sns_topic: { topic: block("work/topic/topic") },
      aws_subnet: { subnet: block("work/place/subnet", { vpc: `\${${REMOTE}}` }) },
      aws_instance: { node: block("work/place/node", { subnet: "${aws_subnet.subnet.id}" }) },
    }),
  ],
  classes: new Map(
    ["base/network", "base/access", "work/topic", "work/place"].map((path) => [path, "Thing"]),
  ),
};

function stack(name: string, dependencies: readonly string[], resource: Record<string, object>): Stack {
  const outputs = { "network-id": "${aws_vpc.vpc.id}" };
  return { name, dependencies, outputs, providers: "{}", resources: resourcesIn({ resource } as never) };
}

function block(path: string, attributes: object = {}): object {
  return { ...attributes, "//": { metadata: { path } } };
}

/** Writes the log of a stack: what began and ended at which second, with Terraform's first and last line. */
function log(name: string, from: number, to: number, creations: Record<string, [number, number]>): void {
  const event = (second: number, type: string, addr?: string): string =>
    JSON.stringify({
      "@message": "",
      "@timestamp": new Date(Date.UTC(2026, 10, 24, 12, 0, second)).toISOString(),
      type,
      ...(addr ? { hook: { resource: { addr }, action: "create" } } : {}),
    });
  const lines = Object.entries(creations).flatMap(([addr, [start, end]]) => [
    event(start, "apply_start", addr),
    event(end, "apply_complete", addr),
  ]);
  writeFileSync(
    join(directory, `${name}.log`),
    ["Terraform has been initialized!", event(from, "version"), ...lines, event(to, "outputs"), ""].join(
      "\n",
    ),
  );
}

describe("a recording", () => {
  let recording: Recording;

  beforeAll(() => {
    log("base", 0, 9, { "aws_iam_role.role": [1, 2], "aws_vpc.vpc": [1, 8] });
    log("work", 10, 30, {
      "aws_sns_topic.topic": [11, 25],
      "aws_subnet.subnet": [12, 15],
      'aws_instance.node["a"]': [15, 29],
    });
    recording = record(APP, directory);
  });

  it("tells the day and the stacks that were deployed, with their times since the beginning", () =>
    expect(recording).toMatchObject({
      day: "2026-11-24",
      stacks: [
        { name: "base", start: 0, seconds: 9 },
        { name: "work", start: 10, seconds: 20 },
      ],
    }));

  it("tells when each resource was created, in the order of their beginnings", () =>
    expect(recording.stacks[1]!.resources).toEqual([
      { box: "Topic", noun: "SNS topic", start: 11, seconds: 14, isCritical: false },
      { box: "Place", noun: "subnet", start: 12, seconds: 3, isCritical: true },
      { box: "Place", noun: "instance", start: 15, seconds: 14, isCritical: true },
    ]));

  it("follows what the end waited for into the stack before", () =>
    expect(recording.stacks[0]!.resources.filter(({ isCritical }) => isCritical)).toEqual([
      expect.objectContaining({ noun: "VPC" }),
    ]));
});

it("refuses a deployment of something that is not in the app", () => {
  log("base", 0, 1, { "aws_vpc.other": [0, 1] });
  expect(() => record(APP, directory)).toThrow(
    "Stack base has no aws_vpc.other with the default variables: rehearse with those.",
  );
});

it("refuses a directory without the log of a deployment", () =>
  expect(() => record(APP, join(directory, "none"))).toThrow("run ./install.sh --local first."));
