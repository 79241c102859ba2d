import { join } from "node:path";
import { Rehearsal } from "../../local/rehearsal/rehearsal";
import { loadJobFile } from "../../src/model/job-file/parse";
import { loadVariables } from "../../src/model/load-variables";
import { defaultVariables } from "../../src/model/variables";
import { checkShellRegion } from "../../src/operations/doctor/machine/shell-region";
import { readPointer } from "../../src/operations/state/elsewhere";
import { EnvironmentState } from "../../src/operations/state/environment-state";
import {
  deployedVariables,
  interruptedSince,
  knownEnvironments,
  savedVariables,
} from "../../src/operations/state/environments";
import { LocalStore } from "../../src/operations/state/stores/local-store";
import { RunLock } from "../../src/operations/state/locks/run-lock";
import { parseStoredState } from "../../src/operations/state/stored-state";
import { terraformLocks } from "../../src/operations/state/locks/terraform-locks";
import { forgetOtherEnvironments } from "../../src/operations/terraform/backend-memory";
import { mendStates, stateFileOf } from "../../src/operations/terraform/state-file";
import {
  readManifest,
  synthesize,
  synthesizedResources,
} from "../../src/operations/terraform/synthesized-stacks";
import { interruptedRun } from "../../src/operations/terraform/terraform";

/** A file that the programs read, and what reads it. */
export interface ReadFile {
  /** Below the directory of the run. */
  readonly path: string;
  /** As the programs, or Terraform, write it. */
  readonly content: string;
  readonly read: (directory: string) => unknown;
}

const variables = defaultVariables();
const ENVIRONMENT = "us-east-1/doeks-aws-batch";
const STATE = `state/${ENVIRONMENT}/cluster.tfstate`;

const state = JSON.stringify({
  ...{ version: 4, terraform_version: "1.11.4", serial: 7, lineage: "1b2c" },
  resources: [
    { mode: "managed", type: "aws_vpc", instances: [{ attributes: { id: "vpc-1", tags: { a: "b" } } }] },
  ],
});

const storeIn = (directory: string): LocalStore => new LocalStore(join(directory, "state"));

/** Everything that reads states, as installing and cleaning up do. */
async function readStates(directory: string): Promise<void> {
  mendStates(join(directory, "state", ENVIRONMENT));
  const store = storeIn(directory);
  await knownEnvironments(store);
  await EnvironmentState.read(store, variables);
  const name = `${ENVIRONMENT}/cluster.tfstate`;
  parseStoredState(await store.read(name), store.address(name));
}

async function readSaved(directory: string): Promise<void> {
  const store = storeIn(directory);
  await deployedVariables(store, ENVIRONMENT);
  const file = await savedVariables(store, { region: "us-east-1", clusterName: "doeks-aws-batch" }, store);
  if (file !== undefined) loadVariables(file);
}

const stackIn = (directory: string): { name: string; directory: string; dependencies: string[] } => ({
  ...{ name: "cluster", directory: join(directory, "cdktf.out", "stacks", "cluster"), dependencies: [] },
});

/** Every file that the programs read and may find damaged. */
export const FILES: readonly ReadFile[] = [
  {
    path: "variables.json",
    content: JSON.stringify({ aws_region: "eu-west-1", tags: { team: "x" }, aws_batch_max_vcpus: 8 }),
    read: (directory) => loadVariables(join(directory, "variables.json")),
  },
  { path: STATE, content: state, read: readStates },
  { path: `${STATE}.kept`, content: state, read: readStates },
  { path: `${STATE}.backup`, content: state, read: readStates },
  { path: `state/${ENVIRONMENT}/variables.json`, content: JSON.stringify(variables), read: readSaved },
  {
    path: `state/${ENVIRONMENT}/elsewhere.json`,
    content: JSON.stringify({ kind: "s3", bucket: "states", region: "us-east-1", prefix: "p" }),
    read: (directory) => readPointer(storeIn(directory), ENVIRONMENT),
  },
  {
    path: `state/${ENVIRONMENT}/unfinished`,
    content: "2026-11-26T18:00:00.000Z\n",
    read: async (directory) => (await interruptedSince(storeIn(directory), ENVIRONMENT))?.toISOString(),
  },
  {
    path: "state/run.lock",
    content: JSON.stringify({
      pid: 1,
      host: "elsewhere",
      command: "install.sh",
      since: "2026-11-26T18:00:00.000Z",
    }),
    read: async (directory) =>
      (await RunLock.acquire(storeIn(directory), "run.lock", "install.sh")).release(),
  },
  {
    path: `${STATE}.tflock`,
    content: JSON.stringify({
      ID: "1",
      Who: "jo@laptop",
      Operation: "OperationTypeApply",
      Created: "2026-11-26",
    }),
    read: (directory) => terraformLocks(storeIn(directory), ENVIRONMENT),
  },
  {
    path: "jobs/greet.yaml",
    content:
      "image: x\ncommand: [run, Ref::n]\ncpu: 1\nmemory: 512Mi\nparameters: { n: a }\nenv: &e { A: b }\nlabels: *e\n",
    read: (directory) => loadJobFile(join(directory, "jobs/greet.yaml")),
  },
  {
    path: "cdktf.json",
    content: JSON.stringify({ language: "typescript", app: "false" }),
    read: (directory) => synthesize(directory),
  },
  {
    path: "cdktf.out/manifest.json",
    content: JSON.stringify({
      stacks: { cluster: { name: "cluster", workingDirectory: "stacks/cluster", dependencies: [] } },
    }),
    read: (directory) => readManifest(join(directory, "cdktf.out")),
  },
  {
    path: "cdktf.out/stacks/cluster/cdk.tf.json",
    content: JSON.stringify({
      terraform: { backend: { local: { path: "../../../state/x.tfstate" } } },
      resource: { aws_vpc: { vpc: { tags: {} } } },
    }),
    read: (directory) => [stateFileOf(stackIn(directory)), synthesizedResources([stackIn(directory)])],
  },
  {
    path: "cdktf.out/stacks/cluster/terraform-run.json",
    content: JSON.stringify({ pid: 1, since: "2026-11-26T18:00:00.000Z" }),
    read: (directory) => interruptedRun(stackIn(directory)),
  },
  {
    path: "cdktf.out/stacks/cluster/.terraform/terraform.tfstate",
    content: JSON.stringify({ version: 3, backend: { type: "local", config: { path: "../x.tfstate" } } }),
    read: (directory) =>
      forgetOtherEnvironments(join(directory, "cdktf.out"), variables, join(directory, "state")),
  },
  {
    path: "aws-config",
    content: "[default]\nregion = eu-west-1\n",
    read: (directory) => checkShellRegion({ AWS_CONFIG_FILE: join(directory, "aws-config") }, "us-east-1"),
  },
  {
    path: "emulator.json",
    content: JSON.stringify({
      pid: 1,
      endpoint: "http://127.0.0.1:1",
      accessKeyId: "a",
      secretAccessKey: "b",
    }),
    read: (directory) => new Rehearsal(directory).instance(),
  },
  {
    path: "emulator.lock",
    content: JSON.stringify({ pid: 1, command: "node" }),
    read: (directory) => new Rehearsal(directory).lock.owner(),
  },
];
