import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepState, mendState, stateFileOf } from "../../../src/operations/terraform/state-file";

const root = mkdtempSync(join(tmpdir(), "safekeeping-"));
const file = join(root, "cluster.tfstate");
const state = (serial: number, resources: readonly object[] = []): string =>
  JSON.stringify({ version: 4, serial, resources });
const VPC = { mode: "managed", type: "aws_vpc", instances: [{ attributes: { id: "vpc-1" } }] };

afterEach(() =>
  ["", ".kept", ".backup", ".torn"].forEach((suffix) => rmSync(file + suffix, { force: true })),
);
afterAll(() => rmSync(root, { recursive: true }));

it.each([
  ["", "emptied"],
  ['{"version": 4, "ser', "half written"],
])("puts the copy back when Terraform left %j", (text) => {
  writeFileSync(file, state(7));
  keepState(file);
  writeFileSync(file, text);
  expect(mendState(file)).toBe("was torn while Terraform wrote it: its last whole copy was put back");
  expect(readFileSync(file, "utf8")).toBe(state(7));
});

it("keeps the last whole state, not one that is just being written", () => {
  writeFileSync(file, state(7));
  keepState(file);
  writeFileSync(file, "");
  keepState(file);
  mendState(file);
  expect(readFileSync(file, "utf8")).toBe(state(7));
});

it("prefers the newer of its own copy and Terraform's", () => {
  writeFileSync(file, "");
  writeFileSync(`${file}.kept`, state(7));
  writeFileSync(`${file}.backup`, state(9));
  mendState(file);
  expect(readFileSync(file, "utf8")).toBe(state(9));
});

it.each([".kept", ".backup"])("puts a copy %s in place of a state that is gone", (suffix) => {
  writeFileSync(file + suffix, state(9, [VPC]));
  expect(mendState(file)).toBe("was gone: its last whole copy was put back");
  expect(readFileSync(file, "utf8")).toBe(state(9, [VPC]));
});

it("leaves a state gone that held nothing, or was put aside on purpose", () => {
  writeFileSync(`${file}.kept`, state(9));
  expect(mendState(file)).toBeUndefined();
  writeFileSync(`${file}.kept`, state(9, [VPC]));
  writeFileSync(`${file}.moved`, state(9, [VPC]));
  expect(mendState(file)).toBeUndefined();
  expect(existsSync(file)).toBe(false);
  rmSync(`${file}.moved`);
});

it("leaves a whole state as it is, also one of a newer Terraform", () => {
  writeFileSync(`${file}.kept`, state(9));
  const newer = JSON.stringify({ version: 5, serial: 1 });
  writeFileSync(file, newer);
  expect(mendState(file)).toBeUndefined();
  expect(readFileSync(file, "utf8")).toBe(newer);
  writeFileSync(file, state(3));
  expect(mendState(file)).toBeUndefined();
  expect(readFileSync(file, "utf8")).toBe(state(3));
});

it("sets a part of a state aside when there is no copy", () => {
  writeFileSync(file, '{"version": 4, "ser');
  expect(mendState(file)).toBe(
    "was torn while Terraform wrote it: there is no copy, and it was set aside as cluster.tfstate.torn",
  );
  expect(existsSync(file)).toBe(false);
  expect(readFileSync(`${file}.torn`, "utf8")).toBe('{"version": 4, "ser');
});

it("leaves an empty file without a copy: Terraform takes it for no state", () => {
  writeFileSync(file, "");
  expect(mendState(file)).toBeUndefined();
  expect(existsSync(file)).toBe(true);
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
