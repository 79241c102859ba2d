import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const PROJECT = join(__dirname, "..");
const directory = mkdtempSync(join(tmpdir(), "main-"));
const variablesFile = join(directory, "variables.json");
const outdir = join(directory, "cdktf.out");

afterAll(() => rmSync(directory, { recursive: true }));

interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the app as cdktf.json does. */
function runApp(environment: Readonly<Record<string, string>>): Promise<Finished> {
  const options = { cwd: PROJECT, env: { ...process.env, CDKTF_OUTDIR: outdir, ...environment } };
  return new Promise((resolve) => {
    execFile("node", ["--require", "./src/typescript.cjs", "main.ts"], options, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

it("the app of cdktf.json is this one", () =>
  expect(JSON.parse(readFileSync(join(PROJECT, "cdktf.json"), "utf8"))).toMatchObject({
    app: "node --require ./src/typescript.cjs main.ts",
  }));

it("synthesizes the four stacks, with their state below STATE_ROOT", async () => {
  writeFileSync(variablesFile, '{ "aws_region": "eu-west-1" }');
  const stateRoot = join(directory, "state");
  const { status, stderr } = await runApp({ VARIABLES_FILE: variablesFile, STATE_ROOT: stateRoot });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(readdirSync(join(outdir, "stacks")).sort()).toEqual(["batch", "cluster", "kubernetes", "system"]);
  expect(readFileSync(join(outdir, "stacks", "cluster", "cdk.tf.json"), "utf8")).toContain(
    '"path": "../../../state/eu-west-1/doeks-aws-batch/cluster.tfstate"',
  );
});

it("leaves stack kubernetes out where there is no Kubernetes, and nothing else changes", async () => {
  writeFileSync(variablesFile, "{}");
  const without = join(directory, "without-kubernetes");
  const environment = { VARIABLES_FILE: variablesFile, STATE_ROOT: join(directory, "state") };
  const { stderr } = await runApp({ ...environment, CDKTF_OUTDIR: without, WITHOUT_KUBERNETES: "1" });
  expect(stderr).toBe("");
  await runApp(environment);
  const stacksIn = (out: string): Record<string, { dependencies: string[] }> =>
    (
      JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as {
        stacks: Record<string, { dependencies: string[] }>;
      }
    ).stacks;
  const dependencies = Object.entries(stacksIn(without)).map(([name, stack]) => [name, stack.dependencies]);
  expect(Object.fromEntries(dependencies)).toEqual({ cluster: [], system: ["cluster"], batch: ["cluster"] });
  for (const name of Object.keys(stacksIn(without))) {
    const [one, other] = [without, outdir].map((out) =>
      readFileSync(join(out, "stacks", name, "cdk.tf.json"), "utf8"),
    );
    expect(one).toBe(other);
  }
});

it("lets Terraform forget the environment of before when the region changes, and what a full disk tore", async () => {
  writeFileSync(variablesFile, '{ "aws_region": "eu-west-2" }');
  const memoryOf = (stack: string): string =>
    join(outdir, "stacks", stack, ".terraform", "terraform.tfstate");
  const other = {
    backend: { type: "local", config: { path: "../../../state/eu-west-1/a/cluster.tfstate" } },
  };
  for (const stack of ["cluster", "batch"]) mkdirSync(dirname(memoryOf(stack)), { recursive: true });
  writeFileSync(memoryOf("cluster"), JSON.stringify(other));
  writeFileSync(memoryOf("batch"), '{"version": 3, "backe');
  const { status, stderr } = await runApp({ VARIABLES_FILE: variablesFile });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(["cluster", "batch"].map(memoryOf).filter(existsSync)).toEqual([]);
});

it("tells all problems of the variables, a line each, without a trace, and fails", async () => {
  writeFileSync(variablesFile, '{ "log_retention_days": "90", "num_azs": 1 }');
  expect(await runApp({ VARIABLES_FILE: variablesFile })).toEqual({
    status: 1,
    stdout: "",
    stderr:
      `${variablesFile}: log_retention_days must be a number, got "90"\n` +
      `${variablesFile}: num_azs must be a whole number of at least 2, got 1\n`,
  });
});
