import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../src/operations/terminal/cli-error";
import { writeRegion } from "../../src/cli/region";
import { VariablesError } from "../../src/model/load-variables";

const directory = mkdtempSync(join(tmpdir(), "region-"));
const file = join(directory, "variables.json");
const { VARIABLES_FILE } = process.env;

afterEach(() => {
  if (VARIABLES_FILE === undefined) delete process.env.VARIABLES_FILE;
  else process.env.VARIABLES_FILE = VARIABLES_FILE;
});

afterAll(() => rmSync(directory, { recursive: true }));

describe("writes the region, and leaves the rest of the file as it is", () => {
  it.each([
    [
      "another region",
      '{\n  "aws_region": "us-east-2",\n  "num_azs": 2\n}\n',
      '{\n  "aws_region": "eu-west-1",\n  "num_azs": 2\n}\n',
    ],
    [
      "odd spacing",
      '{ "aws_region" :  "us-east-2" , "num_azs":2}',
      '{ "aws_region" :  "eu-west-1" , "num_azs":2}',
    ],
    ["no region yet", '{\n  "num_azs": 2\n}\n', '{\n  "num_azs": 2,\n  "aws_region": "eu-west-1"\n}\n'],
    ["four spaces", '{\n    "num_azs": 2\n}\n', '{\n    "num_azs": 2,\n    "aws_region": "eu-west-1"\n}\n'],
    ["tabs", '{\n\t"num_azs": 2\n}\n', '{\n\t"num_azs": 2,\n\t"aws_region": "eu-west-1"\n}\n'],
    [
      "lines of Windows",
      '{\r\n  "num_azs": 2\r\n}\r\n',
      '{\r\n  "num_azs": 2,\r\n  "aws_region": "eu-west-1"\r\n}\r\n',
    ],
    [
      "a byte order mark",
      '\uFEFF{\n  "num_azs": 2\n}\n',
      '\uFEFF{\n  "num_azs": 2,\n  "aws_region": "eu-west-1"\n}\n',
    ],
    ["an empty object", "{}\n", '{\n  "aws_region": "eu-west-1"\n}\n'],
  ])("%s", (_, before, after) => {
    writeFileSync(file, before);
    writeRegion("eu-west-1", file);
    expect(readFileSync(file, "utf8")).toBe(after);
  });
});

it("makes the file when there is none", () => {
  rmSync(file, { force: true });
  writeRegion("cn-north-1", file);
  expect(readFileSync(file, "utf8")).toBe('{\n  "aws_region": "cn-north-1"\n}\n');
});

it("makes no file for the default region", () => {
  rmSync(file, { force: true });
  writeRegion("us-east-1", file);
  expect(existsSync(file)).toBe(false);
});

it("does not touch a file that has the region already", () => {
  const content = '{"aws_region":"eu-west-1","num_azs":2}';
  writeFileSync(file, content);
  writeRegion("eu-west-1", file);
  expect(readFileSync(file, "utf8")).toBe(content);
});

it("takes the file that VARIABLES_FILE names", () => {
  writeFileSync(file, "{}");
  process.env.VARIABLES_FILE = file;
  writeRegion("eu-west-1");
  expect(readFileSync(file, "utf8")).toContain('"aws_region": "eu-west-1"');
});

it.each(["", "Frankfurt", "eu-west-1a"])("refuses %j without changing the file", (region) => {
  writeFileSync(file, "{}");
  expect(() => writeRegion(region, file)).toThrow(
    new CliError(`"${region}" is not the name of an AWS region, such as eu-west-1.`),
  );
  expect(readFileSync(file, "utf8")).toBe("{}");
});

it.each([
  ['{ "num_azs": 2', `${file}:1:15: is not valid JSON: close brace expected`],
  ['{ "num_azs": 1 }', `${file}: num_azs must be a whole number of at least 2, got 1`],
])("refuses the broken file %j without changing it", (content, problem) => {
  writeFileSync(file, content);
  expect(() => writeRegion("eu-west-1", file)).toThrow(new VariablesError([problem]));
  expect(readFileSync(file, "utf8")).toBe(content);
});

it("leaves no temporary file behind", () => {
  writeFileSync(file, "{}");
  writeRegion("eu-west-1", file);
  expect(readdirSync(directory)).toEqual(["variables.json"]);
});
