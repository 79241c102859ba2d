import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markdownTable } from "../markdown";
import { ratio, usageOf, type Usage } from "./usage";

const ONE_RESOURCE = `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, TerraformStack } from "cdktf";

const app = new App();
const stack = new TerraformStack(app, "one");
new AwsProvider(stack, "aws", { region: "us-east-1" });
new Vpc(stack, "vpc", { cidrBlock: "10.1.0.0/16" });
app.synth();
`;

/** Compares a synthesis with that of an app of one VPC, which imports by path and is run the same way. */
export function synthSection(project: string): string {
  const one = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    writeFileSync(join(one, "main.ts"), ONE_RESOURCE);
    for (const name of ["tsconfig.json", "package.json"]) cpSync(join(project, name), join(one, name));
    symlinkSync(join(project, "node_modules"), join(one, "node_modules"));
    const [ours, oneResource] = [project, one].map((directory) => synthesis(directory, one)) as [
      Usage,
      Usage,
    ];
    const row = (name: string, usage: Usage): string[] => [
      name,
      ratio(usage.cpuSeconds, oneResource.cpuSeconds),
      ratio(usage.peakMiB, oneResource.peakMiB),
    ];
    return markdownTable(
      ["Synthesis of", "CPU time", "Peak memory"],
      [row("an app of one VPC", oneResource), row("this app", ours)],
    );
  } finally {
    rmSync(one, { recursive: true, force: true });
  }
}

/** All unit tests, in syntheses of the app. */
export function unitSection(project: string): string {
  const tests = usageOf(["npm", "run", "--silent", "test:unit"], {
    cwd: project,
    env: process.env,
    times: 1,
  });
  const scratch = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const syntheses = (tests.cpuSeconds / synthesis(project, scratch).cpuSeconds).toFixed(0);
    return `All unit tests take as much CPU time as ${syntheses} syntheses of this app.`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** @param scratch directory for variables and output */
function synthesis(cwd: string, scratch: string): Usage {
  const variables = join(scratch, "variables.json");
  writeFileSync(variables, "{}");
  const env = { ...process.env, CDKTF_OUTDIR: join(scratch, "out"), VARIABLES_FILE: variables };
  return usageOf(["node", "--require", "./src/typescript.cjs", "main.ts"], { cwd, env, times: 9 });
}
