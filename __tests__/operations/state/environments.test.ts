import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { chooseEnvironment } from "../../../src/cli/cleanup/choose-environment";
import {
  abandonState,
  interruptedSince,
  isOfAPart,
  isUnfinished,
  knownEnvironments,
  livingBeside,
  markFinished,
  markUnfinished,
  resourcesIn,
  savedVariables,
  saveVariables,
} from "../../../src/operations/state/environments";
import { Prompt } from "../../../src/operations/terminal/prompt";
import { LocalStore } from "../../../src/operations/state/stores/local-store";
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

it("tells of environments that go on running beside a new one, and of none beside one that is there", async () => {
  const names = async (environment: string, resources: Record<string, number>): Promise<string[]> =>
    (await livingBeside({ store, environment }, resources)).map(({ clusterName }) => clusterName);
  expect(await names("us-east-1/third", {})).toEqual(["first", "second"]);
  expect(await names(FIRST, {})).toEqual(["second"]);
  expect(await names("us-east-1/third", { cluster: 1 })).toEqual([]);
});

it.each([
  [{}, false],
  [{ cluster: 0, system: 0, batch: 0 }, false],
  [{ cluster: 59, kubernetes: 6, system: 12, batch: 21 }, false],
  [{ cluster: 59, system: 12, batch: 21 }, false],
  [{ cluster: 59, system: 12 }, true],
  [{ cluster: 0, system: 12, batch: 21 }, true],
])("takes %j for a part of an environment: %s", (resources, expected) =>
  expect(isOfAPart(resources)).toBe(expected),
);

it("remembers when the first of several runs began that did not come to their end", async () => {
  await markUnfinished(store, FIRST);
  const since = await interruptedSince(store, FIRST);
  await markUnfinished(store, FIRST);
  expect(await interruptedSince(store, FIRST)).toEqual(since);
  expect(Date.now() - since!.getTime()).toBeLessThan(60_000);
  await markFinished(store, FIRST);
  expect(await interruptedSince(store, FIRST)).toBeUndefined();
});

it("lets a rehearsal end with all of its environments, that of the variables file first", async () => {
  const known = await knownEnvironments(store);
  expect(await chooseEnvironment(known, variables, "any")).toMatchObject({ clusterName: "first" });
  const other = parseVariables('{"eks_cluster_name": "third"}', "test");
  expect(await chooseEnvironment(known, other, "any")).toMatchObject({ clusterName: "first" });
  expect(await chooseEnvironment([], other, "any")).toBeUndefined();
});
