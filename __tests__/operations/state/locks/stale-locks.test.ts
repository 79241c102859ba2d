import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whoAmI } from "../../../../src/operations/state/locks/machine";
import { clearOwnLock, lockClearing } from "../../../../src/operations/state/locks/stale-locks";
import { stateStores } from "../../../../src/operations/state/stores/state-stores";
import { parse } from "../../../support/variables";
import { MemoryStore } from "../stored-states";

const environment = "us-east-1/doeks-aws-batch";
const LOCK = `${environment}/cluster.tfstate.tflock`;
const RUN = "2026-11-24T10:00:00.000Z";

const directory = mkdtempSync(join(tmpdir(), "stale-locks-"));
const stack = { name: "cluster", directory, dependencies: [] };
let store: MemoryStore;
let said: string[];
let killed: number;

beforeAll(async () => {
  const child = spawn("true");
  await new Promise((resolve) => child.once("exit", resolve));
  killed = child.pid!;
});
beforeEach(() => {
  store = new MemoryStore();
  said = [];
});
afterEach(() => rmSync(join(directory, "terraform-run.json"), { force: true }));
afterAll(() => rmSync(directory, { recursive: true }));

const lockedBy = (Who: string, Created = "2026-11-24T10:00:01.5Z"): Promise<void> =>
  store.write(LOCK, JSON.stringify({ ID: "1-2", Who, Created, Operation: "OperationTypeApply" }));
const ranAs = (pid: number): void =>
  writeFileSync(join(directory, "terraform-run.json"), JSON.stringify({ pid, since: RUN }));
const clear = (): Promise<void> => clearOwnLock({ store, environment }, stack, (line) => said.push(line));

it("removes the lock of a Terraform of this working copy that was killed, and says so", async () => {
  await lockedBy(whoAmI());
  ranAs(killed);
  await clear();
  expect(store.files.has(LOCK)).toBe(false);
  expect(said).toEqual([expect.stringMatching(/locked by \S+ for apply .*killed: its lock is removed/)]);
});

it.each<[string, () => Promise<void>, (() => number) | undefined]>([
  ["that still works", () => lockedBy(whoAmI()), () => process.pid],
  ["of somebody else", () => lockedBy("jo@laptop"), () => killed],
  [
    "that was there before the killed one began",
    () => lockedBy(whoAmI(), "2026-11-24T09:59:59Z"),
    () => killed,
  ],
  ["that this working copy did not start", () => lockedBy(whoAmI()), undefined],
])("leaves the lock of a Terraform %s, and says how to go on", async (_, lock, pid) => {
  await lock();
  if (pid) ranAs(pid());
  await clear();
  expect(store.files.has(LOCK)).toBe(true);
  expect(said).toEqual([expect.stringContaining("npm run state:unlock")]);
});

it("says nothing without a lock, or of another stack's", async () => {
  await lockedBy("jo@laptop");
  await clearOwnLock({ store, environment }, { ...stack, name: "batch" }, (line) => said.push(line));
  expect(said).toEqual([]);
});

it("has nothing to do where the state is in files", () => {
  expect(lockClearing(stateStores(parse({}), directory))).toBeUndefined();
  expect(lockClearing(stateStores(parse({ state_bucket: "team-states" }), directory))).toBeDefined();
});
