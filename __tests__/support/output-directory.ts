import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readManifest, type SynthesizedStack } from "../../src/operations/terraform/synthesized-stacks";

/**
 * Writes an output directory as CDKTF does.
 *
 * @param stacks the configuration of each by its name, and the names of those before it
 */
export function writeOutputDirectory(
  outdir: string,
  stacks: Readonly<
    Record<string, { readonly configuration: object; readonly dependencies: readonly string[] }>
  >,
): SynthesizedStack[] {
  for (const [name, { configuration }] of Object.entries(stacks)) {
    const metadata = { version: "0.21.0", stackName: name, backend: "local" };
    mkdirSync(join(outdir, "stacks", name), { recursive: true });
    writeFileSync(
      join(outdir, "stacks", name, "cdk.tf.json"),
      JSON.stringify({ "//": { metadata }, ...configuration }),
    );
  }
  const entries = Object.entries(stacks).map(([name, { dependencies }]) => {
    const workingDirectory = join("stacks", name);
    const synthesizedStackPath = join(workingDirectory, "cdk.tf.json");
    return [name, { name, annotations: [], dependencies, workingDirectory, synthesizedStackPath }] as const;
  });
  const manifest = { version: "0.21.0", stacks: Object.fromEntries(entries) };
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify(manifest));
  return readManifest(outdir);
}
