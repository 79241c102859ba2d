import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyWithRootImports } from "./root-imports";
import { usageOf, type Usage } from "./usage";

export interface SynthUsage {
  readonly ours: Usage;
  /** An app of one VPC, imported by path and run the same way. */
  readonly oneResource: Usage;
  /** Ours with root imports, under ts-node, which checks types: what `cdktf init` sets up. */
  readonly commonWay: Usage;
  /** The same under ts-node without the check. */
  readonly commonWayUnchecked: Usage;
}

const TS_NODE = "ts-node@10.9.2";

const ONE_RESOURCE = `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { App, TerraformStack } from "cdktf";

const app = new App();
const stack = new TerraformStack(app, "one");
new AwsProvider(stack, "aws", { region: "us-east-1" });
new Vpc(stack, "vpc", { cidrBlock: "10.1.0.0/16" });
app.synth();
`;

/** Downloads ts-node into a temporary directory. */
export function measureSynth(project: string): SynthUsage {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    const tsNode = join(root, "ts-node");
    mkdirSync(tsNode);
    execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", tsNode, TS_NODE], {
      stdio: "inherit",
    });
    const one = join(root, "one");
    mkdirSync(one);
    writeFileSync(join(one, "main.ts"), ONE_RESOURCE);
    cpSync(join(project, "tsconfig.json"), join(one, "tsconfig.json"));
    cpSync(join(project, "package.json"), join(one, "package.json"));
    symlinkSync(join(project, "node_modules"), join(one, "node_modules"));
    const common = join(root, "common");
    mkdirSync(common);
    copyWithRootImports(project, common);

    const loader = join(tsNode, "node_modules", "ts-node", "register");
    return {
      ours: synthesis(project, root, "tsx/cjs", 9),
      oneResource: synthesis(one, root, "tsx/cjs", 9),
      commonWay: synthesis(common, root, loader, 3),
      commonWayUnchecked: synthesis(common, root, `${loader}/transpile-only`, 3),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function synthesis(cwd: string, root: string, loader: string, times: number): Usage {
  const variables = join(root, "variables.json");
  writeFileSync(variables, "{}");
  const env = { ...process.env, CDKTF_OUTDIR: join(root, "out"), VARIABLES_FILE: variables };
  return usageOf(["node", "--require", loader, "main.ts"], { cwd, env, times });
}
