import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  isUnfinished,
  markUnfinished,
  saveVariables,
  savedVariables,
} from "../../../src/operations/state/environments";
import { explainElsewhere, findElsewhere } from "../../../src/operations/state/elsewhere";
import { LocalStore } from "../../../src/operations/state/stores/local-store";
import { moveState, type Moved } from "../../../src/operations/state/move";
import { stateStores, type StateStores } from "../../../src/operations/state/stores/state-stores";
import { loadVariables } from "../../../src/model/load-variables";
import { parse } from "../../support/variables";
import { stateText } from "./stored-states";

// From one directory to another: the kind of store makes no difference to what is done.

const E = "eu-west-1/ml";
const STATES = [`${E}/batch.tfstate`, `${E}/cluster.tfstate`];
const variables = parse({ aws_region: "eu-west-1", eks_cluster_name: "ml" });

let root: string;
let source: LocalStore;
let target: LocalStore;
let stores: StateStores;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "move-"));
  source = new LocalStore(join(root, "old"));
  target = new LocalStore(join(root, "new"));
  stores = stateStores(variables, target.root);
  await source.write(STATES[0]!, stateText(4, "b", 15));
  await source.write(STATES[1]!, stateText(9, "c", 54));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const move = (): Promise<Moved> => moveState(stores, { kind: "local", root: source.root }, variables);
const textsIn = (store: LocalStore, suffix = ""): Promise<(string | undefined)[]> =>
  Promise.all(STATES.map((name) => store.read(name + suffix)));

it("copies every state, and keeps the old ones under another name", async () => {
  const before = await textsIn(source);
  expect(await move()).toEqual({ states: 2, resources: 69 });
  expect(await textsIn(target)).toEqual(before);
  expect(await textsIn(source)).toEqual([undefined, undefined]);
  expect(await textsIn(source, ".moved")).toEqual(before);
});

it("takes along the variables of the last deployment, but for the place, and that it was interrupted", async () => {
  await saveVariables(source, { ...variables, aws_batch_max_vcpus: 8, state_bucket: "old-states" });
  await markUnfinished(source, E);
  await move();
  const file = await savedVariables(target, { region: "eu-west-1", clusterName: "ml" }, target);
  expect(loadVariables(file)).toEqual({ ...variables, aws_batch_max_vcpus: 8 });
  expect(await isUnfinished(target, E)).toBe(true);
  expect(await isUnfinished(source, E)).toBe(false);
});

it("tells whoever comes to the old place where the state is", async () => {
  await move();
  const elsewhere = await findElsewhere(stateStores(variables, source.root));
  expect(elsewhere).toMatchObject({ place: { root: target.root }, resources: 69 });
  expect(explainElsewhere(elsewhere!)).toEqual([
    `69 resources of this environment are in another state, files below ${target.root}`,
    expect.stringContaining("npm run state:move"),
    expect.any(String),
  ]);
  expect(await findElsewhere(stores)).toBeUndefined();
});

it("can be taken back, and back again", async () => {
  const before = await textsIn(source);
  await move();
  const back = stateStores(variables, source.root);
  await moveState(back, { kind: "local", root: target.root }, variables);
  expect(await textsIn(source)).toEqual(before);
  expect(await findElsewhere(back)).toBeUndefined();
  await move();
  expect(await textsIn(target)).toEqual(before);
});

it("puts back the last whole state before it moves one that Terraform was killed over", async () => {
  const whole = stateText(9, "c", 54);
  await source.write(`${STATES[1]}.kept`, whole);
  writeFileSync(source.address(STATES[1]!), '{"version": 4, "ser');
  await move();
  expect(await target.read(STATES[1]!)).toBe(whole);
});

describe("refuses, and changes nothing, when", () => {
  async function refuses(message: string): Promise<void> {
    const [old, there] = [await textsIn(source), await textsIn(target)];
    await expect(move()).rejects.toThrow(message);
    expect([await textsIn(source), await textsIn(target)]).toEqual([old, there]);
    expect(await source.list()).not.toContain(`${E}/elsewhere.json`);
  }

  it("another environment's state is there", async () => {
    await target.write(STATES[1]!, stateText(1, "somebody-elses", 3));
    await refuses("new/eu-west-1/ml/cluster.tfstate: there is another state with 3 resources");
  });

  it("a state is broken", async () => {
    writeFileSync(source.address(STATES[0]!), "{");
    await refuses("old/eu-west-1/ml/batch.tfstate is not a whole state");
  });

  it.each(["source", "target"] as const)("Terraform holds a lock at the %s", async (side) => {
    const lock = {
      ID: "1-2",
      Who: "jo@laptop",
      Operation: "OperationTypeApply",
      Created: "2026-11-24T10:00:00Z",
    };
    await { source, target }[side].write(`${STATES[0]}.tflock`, JSON.stringify(lock));
    await refuses("stack batch is locked by jo@laptop for apply since 2026-11-24T10:00:00Z (lock 1-2)");
  });

  it("it is there already", () =>
    expect(moveState(stores, { kind: "local", root: target.root }, variables)).rejects.toThrow("already"));
});

describe("interrupted", () => {
  /** Moves, and is killed after so many changes of files. @returns false when that was never */
  async function interruptedAfter(count: number): Promise<boolean> {
    let left = count;
    const survive = async (change: () => Promise<void>): Promise<void> => {
      if (left === 0) throw new Error("killed");
      left -= 1;
      await change();
    };
    const [write, remove] = [
      Reflect.get(LocalStore.prototype, "write"),
      Reflect.get(LocalStore.prototype, "remove"),
    ];
    jest.spyOn(LocalStore.prototype, "write").mockImplementation(function (this: LocalStore, name, text) {
      return survive(() => write.call(this, name, text));
    });
    jest.spyOn(LocalStore.prototype, "remove").mockImplementation(function (this: LocalStore, name) {
      return survive(() => remove.call(this, name));
    });
    const isInterrupted = await move().then(
      () => false,
      (error: Error) => error.message === "killed",
    );
    jest.restoreAllMocks();
    return isInterrupted;
  }

  it("anywhere, it loses nothing, is noticed, and goes on when started again", async () => {
    const before = await textsIn(source);
    let count = 0;
    for (; ; count += 1) {
      rmSync(root, { recursive: true });
      for (const [index, name] of STATES.entries()) await source.write(name, before[index]!);
      if (!(await interruptedAfter(count))) break;
      for (const [index, name] of STATES.entries()) {
        const texts = [await source.read(name), await source.read(`${name}.moved`), await target.read(name)];
        expect(texts).toContain(before[index]);
      }
      const fromOld = await findElsewhere(stateStores(variables, source.root));
      const isAtSource = (await textsIn(source)).every((text) => text !== undefined);
      expect(isAtSource || fromOld?.resources === 69).toBe(true);
      await move();
      expect(await textsIn(target)).toEqual(before);
      expect(await textsIn(source)).toEqual([undefined, undefined]);
      expect(existsSync(source.address(`${E}/elsewhere.json`))).toBe(true);
    }
    expect(count).toBeGreaterThan(8);
  });
});
