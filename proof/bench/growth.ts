import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { addBlueprint } from "../../src/blueprint";
import { parseVariables } from "../../src/load-variables";
import { Environment } from "../../src/stacks/environment";
import type { Variables } from "../../src/variables";
import { usageOf, type Usage } from "./usage";

/** What an environment of a size costs before anything is deployed. */
export interface Size extends Usage {
  readonly name: string;
  readonly resources: number;
  /** Of the synthesized JSON of all stacks. */
  readonly kib: number;
}

const ENVIRONMENTS = [0, 1, 10, 50];
const ZONES = [2, 3, 4, 5, 6];

/** Growing numbers of additional environments, each with its queue. */
export function environmentSizes(project: string): Size[] {
  return ENVIRONMENTS.map((count) =>
    sizeOf(project, `${count} more`, {
      aws_batch_compute_environments: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`n${index}`, { capacity: "SPOT" as const }]),
      ),
    }),
  );
}

/** Growing numbers of availability zones. */
export function zoneSizes(project: string): Size[] {
  return ZONES.map((count) => {
    const blocks = (thirdOctet: number): string[] =>
      Array.from({ length: count }, (_, index) => `10.1.${thirdOctet + 8 * index}.0/21`);
    return sizeOf(project, `${count} zones`, {
      num_azs: count,
      public_subnets: blocks(0),
      private_subnets: blocks(128),
    });
  });
}

function sizeOf(project: string, name: string, variables: Partial<Variables>): Size {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const file = join(root, "variables.json");
    writeFileSync(file, JSON.stringify(variables));
    const env = { ...process.env, VARIABLES_FILE: file, CDKTF_OUTDIR: join(root, "out") };
    const usage = usageOf(["node", "--require", "tsx/cjs", "main.ts"], { cwd: project, env, times: 5 });
    return { name, ...usage, ...synthesized(JSON.stringify(variables), join(root, "counted")) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function synthesized(variables: string, outdir: string): Pick<Size, "resources" | "kib"> {
  const app = new App({ outdir });
  addBlueprint(app, new Environment(parseVariables(variables, "variables.json"), join(outdir, "state")));
  app.synth();
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
