import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadVariables } from "../../src/model/load-variables";
import { FileError, readFile, readJsonFile } from "../../src/model/read-file";

let directory: string;
const path = (name: string): string => join(directory, name);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "read-file-"));
  mkdirSync(path("directory"));
  execFileSync("mkfifo", [path("pipe")]);
  symlinkSync(path("loop"), path("loop"));
  writeFileSync(path("huge"), "");
  truncateSync(path("huge"), 1 << 30);
  writeFileSync(path("torn"), '{"a":');
  writeFileSync(path("list"), "[]");
  writeFileSync(path("whole"), '{"a":1}');
});

afterAll(() => rmSync(directory, { recursive: true }));

it("reads a regular file, and knows one that is missing", () => {
  expect(readFile(path("whole"))).toBe('{"a":1}');
  expect(readFile(path("none"))).toBeUndefined();
  expect(readJsonFile(path("whole"), "")).toEqual({ a: 1 });
});

it.each([
  ["directory", /directory is a directory, but must be a regular file: put the file itself in its place\.$/],
  ["pipe", /pipe is a named pipe, but must be a regular file/],
  ["loop", /loop cannot be read: it is a link that leads to itself \(ELOOP\): remove it\.$/],
  ["whole/x", /x cannot be read: a part of its path is no directory \(ENOTDIR\)/],
  ["huge", /huge is too large \(1024 MB\)/],
])("tells of %s by name, and does not wait", (name, told) => {
  expect(() => readFile(path(name))).toThrow(FileError);
  expect(() => readFile(path(name))).toThrow(told);
});

it("refuses a device that never ends", () => {
  expect(() => readFile("/dev/zero")).toThrow("/dev/zero is a device, but must be a regular file");
});

it.each(["torn", "list"])("tells of JSON that is %s with what to do", (name) => {
  expect(() => readJsonFile(path(name), "Remove it.")).toThrow(
    `${path(name)} is damaged: it holds no JSON object. Remove it.`,
  );
});

it.each(["directory", "pipe", "/dev/zero", "huge"])(
  "a variables file that is %s is told in a sentence",
  (name) => {
    expect(() => loadVariables(name.startsWith("/") ? name : path(name))).toThrow(FileError);
  },
);

it("an empty VARIABLES_FILE is told as such", () => {
  expect(() => loadVariables("")).toThrow("VARIABLES_FILE is empty: it must name a file, or not be set");
});
