import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Variables } from "../../src/model/variables";
import { markdownTable } from "../markdown";
import { ratio, usageOf, type Usage } from "./usage";

/** Variables of some size. */
interface Size {
  readonly name: string;
  readonly variables: Partial<Variables>;
}

/** What a synthesis of a size costs. */
interface SizeUsage extends Usage {
  readonly name: string;
  readonly resources: number;
  /** Of the synthesized JSON of all stacks. */
  readonly kib: number;
}

/** Additional environments, each with its queue. */
const withEnvironments = (count: number): Size => ({
  name: `${count} more`,
  variables: {
    aws_batch_compute_environments: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`n${index}`, { capacity: "SPOT" as const }]),
    ),
  },
});

/** Many more than the five that AWS Batch allows of a cluster. */
export const ENVIRONMENT_SIZES: readonly Size[] = [0, 1, 10, 50].map(withEnvironments);

/** Growing numbers of availability zones. */
export const ZONE_SIZES: readonly Size[] = [2, 3, 4, 5, 6].map((count) => {
  const blocks = (thirdOctet: number): string[] =>
    Array.from({ length: count }, (_, index) => `10.1.${thirdOctet + 8 * index}.0/21`);
  return {
    name: `${count} zones`,
    variables: { num_azs: count, public_subnets: blocks(0), private_subnets: blocks(128) },
  };
});

/** How a synthesis grows with the size, relative to the first one. */
export function growthSection(project: string, sizes: readonly Size[]): string {
  const usages = sizes.map((size) => sizeUsage(project, size));
  const first = usages[0]!;
  return markdownTable(
    [
      "Size",
      "Resources",
      "Resources, relative",
      "Synthesized JSON, relative",
      "CPU time, relative",
      "Peak memory, relative",
    ],
    usages.map((usage) => [
      usage.name,
      String(usage.resources),
      ratio(usage.resources, first.resources),
      ratio(usage.kib, first.kib),
      ratio(usage.cpuSeconds, first.cpuSeconds),
      ratio(usage.peakMiB, first.peakMiB),
    ]),
  );
}

function sizeUsage(project: string, { name, variables }: Size): SizeUsage {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const file = join(root, "variables.json");
    writeFileSync(file, JSON.stringify(variables));
    const env = { ...process.env, VARIABLES_FILE: file, CDKTF_OUTDIR: join(root, "out") };
    const program = ["node", "--require", "./src/typescript.cjs", "tools/bench/unchecked-app.ts"];
    return { name, ...usageOf(program, { cwd: project, env, times: 5 }), ...synthesized(env.CDKTF_OUTDIR) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function synthesized(outdir: string): Pick<SizeUsage, "resources" | "kib"> {
  const texts = ["cluster", "kubernetes", "system", "batch"].map((stack) =>
    readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"),
  );
  const resources = texts
    .map((text) => (JSON.parse(text) as { resource?: Record<string, object> }).resource ?? {})
    .flatMap((byType) => Object.values(byType).map((byId) => Object.keys(byId).length));
  return {
    resources: resources.reduce((sum, count) => sum + count, 0),
    kib: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1024,
  };
}
