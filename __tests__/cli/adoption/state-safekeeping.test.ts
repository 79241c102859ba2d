import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepState, restoreState, stateFileOf } from "../../../src/cli/adoption/state-safekeeping";

const root = mkdtempSync(join(tmpdir(), "safekeeping-"));
const file = join(root, "cluster.tfstate");
const state = (serial: number): string => JSON.stringify({ version: 4, serial, resources: [] });

afterEach(() => ["", ".kept", ".backup"].forEach((suffix) => rmSync(file + suffix, { force: true })));
afterAll(() => rmSync(root, { recursive: true }));

it.each([
  ["", "emptied"],
  ['{"version": 4, "ser', "half written"],
])("puts the copy back when Terraform left %j", (text) => {
  writeFileSync(file, state(7));
  keepState(file);
  writeFileSync(file, text);
  expect(restoreState(file)).toBe(true);
  expect(readFileSync(file, "utf8")).toBe(state(7));
});

it("keeps the last whole state, not one that is just being written", () => {
  writeFileSync(file, state(7));
  keepState(file);
  writeFileSync(file, "");
  keepState(file);
  restoreState(file);
  expect(readFileSync(file, "utf8")).toBe(state(7));
});

it("prefers the newer of its own copy and Terraform's", () => {
  writeFileSync(file, "");
  writeFileSync(`${file}.kept`, state(7));
  writeFileSync(`${file}.backup`, state(9));
  restoreState(file);
  expect(readFileSync(file, "utf8")).toBe(state(9));
});

it("leaves a whole state as it is, and a missing one missing", () => {
  writeFileSync(`${file}.kept`, state(9));
  expect(restoreState(file)).toBe(false);
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, state(3));
  expect(restoreState(file)).toBe(false);
  expect(readFileSync(file, "utf8")).toBe(state(3));
});

it("does nothing without a copy", () => {
  writeFileSync(file, "");
  expect(restoreState(file)).toBe(false);
});

it.each([
  ["a file", { local: { path: "../../../state/cluster.tfstate" } }, join(root, "state", "cluster.tfstate")],
  ["none in S3, where a state is always whole", { s3: { bucket: "states" } }, undefined],
])("finds the state of a stack through its backend: %s", (_, backend, file) => {
  const directory = join(root, "cdktf.out", "stacks", "cluster");
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
  expect(stateFileOf({ name: "cluster", directory, dependencies: [] })).toBe(file);
});
