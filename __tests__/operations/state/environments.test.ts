import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { chooseEnvironment } from "../../../src/cli/choose-environment";
import {
  abandonState,
  isUnfinished,
  knownEnvironments,
  markFinished,
  markUnfinished,
  resourcesIn,
  savedVariables,
  saveVariables,
} from "../../../src/operations/state/environments";
import { Prompt } from "../../../src/operations/terminal/prompt";
import { LocalStore } from "../../../src/operations/state/local-store";
import { parseVariables } from "../../../src/model/load-variables";

const root = mkdtempSync(join(tmpdir(), "environments-"));
const store = new LocalStore(join(root, "state"));
const variables = parseVariables('{"aws_region": "eu-west-1", "eks_cluster_name": "first"}', "test");
const FIRST = "eu-west-1/first";

function writeState(region: string, cluster: string, stack: string, managed: number): void {
  const directory = join(store.root, region, cluster);
  mkdirSync(directory, { recursive: true });
  const resources = [
    { mode: "managed", instances: Array.from({ length: managed }, () => ({})) },
    { mode: "data", instances: [{}] },
  ];
  writeFileSync(join(directory, `${stack}.tfstate`), JSON.stringify({ version: 4, resources }));
}

beforeAll(() => {
  writeState("eu-west-1", "first", "cluster", 54);
  writeState("eu-west-1", "first", "kubernetes", 6);
  writeState("us-east-1", "second", "cluster", 1);
  writeState("us-east-1", "destroyed", "cluster", 0);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function answering(answer: string): Prompt {
  const input = new PassThrough();
  input.end(`${answer}\n`);
  return new Prompt(input, new PassThrough());
}

it("finds the environments that have resources, and counts what Terraform manages", async () => {
  expect(await knownEnvironments(store)).toEqual([
    { region: "eu-west-1", clusterName: "first", resources: { cluster: 54, kubernetes: 6 } },
    { region: "us-east-1", clusterName: "second", resources: { cluster: 1 } },
  ]);
});

it("finds none below a directory that does not exist", async () => {
  expect(await knownEnvironments(new LocalStore(join(root, "nowhere")))).toEqual([]);
});

it("keeps the variables of a deployment beside its state", async () => {
  const first = { region: "eu-west-1", clusterName: "first" };
  expect(await savedVariables(store, first, store)).toBeUndefined();
  await saveVariables(store, variables);
  expect(await savedVariables(store, first, store)).toBe(join(store.root, FIRST, "variables.json"));
});

it("brings the variables that are kept in another store into a file", async () => {
  const working = new LocalStore(join(root, "working-copy"));
  const file = await savedVariables(store, { region: "eu-west-1", clusterName: "first" }, working);
  expect(file).toBe(join(root, "working-copy", FIRST, "variables.json"));
  expect(JSON.parse(readFileSync(file!, "utf8"))).toEqual(variables);
});

it("remembers a deployment that did not come to its end", async () => {
  expect(await isUnfinished(store, FIRST)).toBe(false);
  await markUnfinished(store, FIRST);
  expect(await isUnfinished(store, FIRST)).toBe(true);
  await markFinished(store, FIRST);
  expect(await isUnfinished(store, FIRST)).toBe(false);
});

it("puts an abandoned state aside instead of deleting it", async () => {
  await abandonState(store, FIRST, "kubernetes");
  expect(await resourcesIn(store, FIRST)).toEqual({ cluster: 54 });
  expect(existsSync(join(store.root, FIRST, "kubernetes.tfstate.abandoned"))).toBe(true);
});

describe("which environment is meant", () => {
  const choose = async (prompt?: Prompt, configured = variables): Promise<unknown> =>
    chooseEnvironment(await knownEnvironments(store), configured, prompt);

  it("is asked when there are several", async () => {
    expect(await choose(answering("2"))).toMatchObject({ clusterName: "second" });
  });

  it("is none when the answer is none of them", async () => {
    await expect(choose(answering("3"))).rejects.toThrow('"3" is none of them: nothing was destroyed.');
  });

  it("is the one of the variables file when nobody can be asked", async () => {
    expect(await choose()).toMatchObject({ clusterName: "first" });
  });

  it("is an error when nobody can be asked and the variables file names another", async () => {
    const other = parseVariables('{"aws_region": "eu-west-3"}', "test");
    await expect(choose(undefined, other)).rejects.toThrow(
      "these have: first in eu-west-1, second in us-east-1",
    );
  });
});
