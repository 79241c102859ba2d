import { readFileSync } from "node:fs";
import { join } from "node:path";
import { derivedFiles } from "../../../tools/documentation/derived-files";
import { exampleVariables, outputsTable, variablesTables } from "../../../tools/documentation/tables";
import { VARIABLE_NAMES } from "../../../src/model/variables";
import { parse } from "../../support/variables";

const PROJECT = join(__dirname, "..", "..", "..");
const read = (name: string): string => readFileSync(join(PROJECT, name), "utf8");

describe("what is derived from the code is up to date; npm run docs writes it", () => {
  const derived = derivedFiles();

  it("escapes a bar in a table once", () => {
    expect(derived["docs/causes.md"]).toContain("get apiservice \\| grep");
    expect(derived["docs/causes.md"]).not.toContain("\\\\|");
  });

  it.each(Object.keys(derived))("%s", (name) => expect(read(name)).toBe(derived[name]));

  it.each([
    ["README.md", ["architecture", "variables", "outputs"]],
    ["README.ko.md", ["architecture", "variables", "outputs"]],
    ["docs/architecture.md", ["architecture", "timeline"]],
  ])("%s has a section for each table and picture", (page, sections) => {
    const found = [...read(page).matchAll(/^<!-- (\w+) -->\n\n[^]+?\n\n<!-- \/\1 -->$/gm)];
    expect(found.map(([, name]) => name)).toEqual(sections);
  });
});

describe("README.ko.md", () => {
  const korean = read("README.ko.md");

  it("has a row for each variable and output of the English one, with its type and default", () => {
    const rows = (page: string): string[] =>
      [...page.matchAll(/^\| (`\w+`) +\|(?: ([\w()]+) +\| (`[^`]+`) +\|)?/gm)].map(
        ([, name, type = "output", value = ""]) => [name, type, value].join(" "),
      );
    expect(rows(korean)).toEqual(rows(read("README.md")));
    expect(rows(korean)).toHaveLength(VARIABLE_NAMES.length + 5);
    expect(rows(korean)).toContain('`aws_region` string `"us-east-1"`');
  });

  it("says in Korean what each means", () => {
    const meanings = [...korean.matchAll(/^\| `\w+` .*\| ([^|]+?) +\|$/gm)].map(([, meaning]) => meaning!);
    expect(meanings.length).toBeGreaterThan(VARIABLE_NAMES.length);
    expect(meanings.filter((meaning) => !/\p{Script=Hangul}/u.test(meaning))).toEqual([]);
  });

  it("has every command block of the English one's use", () => {
    const blocks = (text: string): string[] =>
      [...text.matchAll(/^```(?:sh|console)[^\n]*\n([^]*?)```$/gm)].map(([, block]) =>
        block!.replace(/ +#.*$/gm, ""),
      );
    expect(blocks(read("README.md"))).toEqual(expect.arrayContaining(blocks(korean)));
    expect(blocks(korean).length).toBeGreaterThan(4);
  });
});

describe("variables.example.json", () => {
  it("sets every variable", () =>
    expect(Object.keys(JSON.parse(exampleVariables()) as object)).toEqual(VARIABLE_NAMES));

  it("is valid as it stands", () => expect(parse(exampleVariables())).toEqual(parse({})));
});

describe("the tables", () => {
  const tables = variablesTables()
    .split("\n\n")
    .filter((block) => block.startsWith("|"))
    .map((text) => text.split("\n"));

  it("have a row for each variable, with its type and default", () => {
    const rows = tables.flatMap((table) => table.slice(2));
    expect(rows.map((row) => /`(\w+)`/.exec(row)?.[1]).sort()).toEqual([...VARIABLE_NAMES].sort());
    expect(rows[1]).toMatch(/^\| `aws_region` +\| string +\| `"us-east-1"` +\| Region of everything\. +\|$/);
  });

  it("have a row for each output", () => expect(outputsTable().split("\n")).toHaveLength(5 + 2));

  it.each(tables.map((table) => [table[2], table] as const))("have columns of one width: %s", (_, table) => {
    expect(new Set(table.map((row) => row.length)).size).toBe(1);
    expect(new Set(table.map((row) => row.split(" | ").length)).size).toBe(1);
  });
});
