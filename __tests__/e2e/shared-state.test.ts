import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { App, DataResource, TerraformOutput, TerraformStack } from "cdktf";
import { FOREIGN_VARIABLES } from "../../local/rehearsal/rehearsal";
import { Deployment, type DeploymentProps } from "../../src/operations/terraform/deployment";
import { move } from "../../src/cli/state/move";
import { unlock } from "../../src/cli/state/unlock";
import { lockClearing } from "../../src/operations/state/locks/stale-locks";
import { stateStores, type StateStores } from "../../src/operations/state/stores/state-stores";
import { readManifest, type SynthesizedStack } from "../../src/operations/terraform/synthesized-stacks";
import { interruptedRun, Terraform } from "../../src/operations/terraform/terraform";
import { loadVariables } from "../../src/model/load-variables";
import { Environment } from "../../src/stacks/environment";
import { execute, UserShell, type Finished } from "../support/lives/user-shell";

/*
 * The real Terraform with a state in the emulator's S3, and back. Two stacks without a provider stand
 * in for an environment: where their states are has to do with no resource. The tests build on each
 * other in order.
 */

const SHARED = { state_bucket: "team-states", state_region: "eu-central-1" };
const ENVIRONMENT = "us-east-1/doeks-aws-batch";

const shell = new UserShell();
const { rehearsal } = shell;
const outdir = rehearsal.path("cdktf.out");
const before = { ...process.env };

let stores: StateStores;
let stacks: SynthesizedStack[];

beforeAll(async () => {
  expect(await shell.local("start")).toMatchObject({ status: 0 });
  Object.assign(process.env, rehearsal.environment(rehearsal.instance()!));
  for (const name of FOREIGN_VARIABLES) delete process.env[name];
});

afterAll(async () => {
  process.env = before;
  await shell.leave();
});

afterEach(() => jest.restoreAllMocks());

let said: string[];
beforeEach(() => {
  said = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});

/** Writes the variables file, and synthesizes the two stacks with it. */
function configure(variables: object, input = "first"): void {
  writeFileSync(rehearsal.variablesFile, JSON.stringify(variables));
  const loaded = loadVariables(rehearsal.variablesFile);
  const environment = new Environment(loaded, rehearsal.stateRoot);
  const app = new App({ outdir, skipValidation: true });
  const stack = (name: string): TerraformStack => {
    const added = new TerraformStack(app, name);
    environment.useBackend(added);
    return added;
  };
  const cluster = stack("cluster");
  const data = new DataResource(cluster, "data", { input: { told: input } });
  const batch = stack("batch");
  new TerraformOutput(batch, "heard", { value: data.id });
  new DataResource(batch, "reader", { input: { heard: data.id } });
  app.synth();
  stacks = readManifest(outdir);
  stores = stateStores(loaded, rehearsal.stateRoot);
}

const stackOf = (name: string): SynthesizedStack => stacks.find((stack) => stack.name === name)!;
const inStore = async (name: string): Promise<{ resources: { type: string }[]; outputs: object }> =>
  JSON.parse((await stores.store.read(`${ENVIRONMENT}/${name}`)) ?? "{}") as never;

function deployment(props: Partial<DeploymentProps> = {}): Deployment {
  return new Deployment({
    stacks,
    logDirectory: rehearsal.path("logs"),
    clearLock: lockClearing(stores),
    ...props,
  });
}

function terraform(...args: string[]): Promise<Finished> {
  return execute(
    "terraform",
    [...args, "-no-color"],
    shell.rehearsalEnvironment,
    stackOf("cluster").directory,
  );
}

it("cannot begin without its bucket, and is told how to make one", async () => {
  configure(SHARED);
  await expect(deployment().deploy()).rejects.toThrow("npm run state:bootstrap creates it");
  const args = ["--require", "./src/typescript.cjs", "src/cli/state.ts", "state:bootstrap", "--yes"];
  expect(await execute(process.execPath, args, shell.rehearsalEnvironment)).toMatchObject({
    status: 0,
    output: expect.stringContaining("team-states: created in eu-central-1") as string,
  });
});

it("puts the states into the bucket, where stacks read each other's, and nothing into the project", async () => {
  expect(await deployment().deploy()).toBe(2);
  expect(await stores.store.list()).toEqual([
    `${ENVIRONMENT}/batch.tfstate`,
    `${ENVIRONMENT}/cluster.tfstate`,
  ]);
  const { outputs } = await inStore("cluster.tfstate");
  const [id] = Object.values(outputs as Record<string, { value: string }>).map(({ value }) => value);
  expect(await deployment().outputs()).toEqual({ heard: id });
  expect(await stores.local.list()).toEqual([]);
});

describe("while a Terraform works on a stack", () => {
  let working: Promise<unknown>;
  const lockName = `${ENVIRONMENT}/cluster.tfstate.tflock`;

  beforeAll(async () => {
    configure(SHARED, "second");
    // Holds the lock until it is killed.
    const file = join(stackOf("cluster").directory, "cdk.tf.json");
    const configuration = JSON.parse(readFileSync(file, "utf8")) as {
      resource: { terraform_data: { data: object } };
    };
    const provisioner = [{ "local-exec": { command: "exec sleep 60" } }];
    Object.assign(configuration.resource.terraform_data.data, { provisioner, triggers_replace: "now" });
    writeFileSync(file, JSON.stringify(configuration));
    const running = new Terraform({ logDirectory: rehearsal.path("logs"), onEvent: () => undefined });
    await running.init(stackOf("cluster"));
    const plan = await running.plan(stackOf("cluster"), "apply");
    working = running.apply(stackOf("cluster"), plan).catch((error: unknown) => error);
    while ((await stores.store.read(lockName)) === undefined) await sleep(50);
  });

  it("no other can, and is told who does", async () => {
    const { status, output } = await terraform("plan", "-lock-timeout=0s");
    expect(status).toBe(1);
    expect(output).toContain("Error acquiring the state lock");
    expect(output).toContain("OperationTypeApply");
    await expect(move({ from: "local" }, undefined)).rejects.toThrow(
      /stack cluster is locked by \S+ for apply since .*npm run state:unlock/s,
    );
  });

  it("and is killed, the next run removes the lock that it left, and goes on", async () => {
    process.kill(interruptedRun(stackOf("cluster"))!.pid, "SIGKILL");
    await working;
    expect(await stores.store.read(lockName)).toBeDefined();
    configure(SHARED, "second");
    await deployment().deploy();
    expect(said.join("\n")).toContain("killed: its lock is removed");
    expect(await stores.store.read(lockName)).toBeUndefined();
  });
});

it("gives up its locks when somebody says that their holders are gone", async () => {
  const lock = {
    ID: "1-2",
    Who: "jo@laptop",
    Operation: "OperationTypePlan",
    Created: "2026-11-24T10:00:00Z",
  };
  await stores.store.write(`${ENVIRONMENT}/batch.tfstate.tflock`, JSON.stringify(lock));
  await unlock(undefined);
  await unlock(undefined);
  expect(said).toEqual([
    "stack batch is locked by jo@laptop for plan since 2026-11-24T10:00:00Z (lock 1-2)",
    "The locks were removed.",
    `Nobody holds a lock on s3://team-states/aws-batch-on-eks/${ENVIRONMENT}.`,
  ]);
});

describe("moved", () => {
  const texts = (): Promise<(string | undefined)[]> =>
    Promise.all(["batch", "cluster"].map((stack) => stores.store.read(`${ENVIRONMENT}/${stack}.tfstate`)));

  it.each([
    ["from the bucket into files", {}],
    ["back into the bucket, below another prefix", { ...SHARED, state_prefix: "other" }],
  ])("npm run state:move %s, there is nothing to change", async (_, variables) => {
    const from = (({ place }) => (place.kind === "s3" ? `s3://team-states/${place.prefix}` : "local"))(
      stores,
    );
    const held = await texts();
    configure(variables, "second");
    await move({ from, fromRegion: "eu-central-1" }, undefined);
    expect(said.at(-1)).toContain("2 states with 2 resources were moved.");
    expect(await texts()).toEqual(held);
    expect(await deployment().deploy()).toBe(0);
  });

  it("leaves install.sh and cleanup.sh with nothing to begin at the old place", async () => {
    configure(SHARED);
    const found = /2 resources of this environment are in another\s+state,\s+s3:\/\/team-states\/other/;
    for (const script of ["src/cli/install.ts", "src/cli/cleanup.ts"]) {
      const args = ["--require", "./src/typescript.cjs", script, "--yes"];
      expect(await execute(process.execPath, args, shell.rehearsalEnvironment)).toMatchObject({
        status: 1,
        output: expect.stringMatching(found) as string,
      });
    }
  });
});
