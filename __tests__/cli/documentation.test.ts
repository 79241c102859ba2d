import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exampleVariables, outputsTable, variablesTables, withSection } from "../../src/cli/documentation";
import { VARIABLE_NAMES } from "../../src/model/variables";
import { parse } from "../support/variables";

const PROJECT = join(__dirname, "..", "..");
const read = (name: string): string => readFileSync(join(PROJECT, name), "utf8");

describe("what is derived from the code is up to date; npm run docs writes it", () => {
  it("variables.example.json", () => expect(read("variables.example.json")).toBe(exampleVariables()));

  it.each([
    ["variables", variablesTables()],
    ["outputs", outputsTable()],
  ])("the table of %s in the README", (name, table) =>
    expect(read("README.md")).toContain(`<!-- ${name} -->\n\n${table}\n\n<!-- /${name} -->`),
  );
});

describe("README.ko.md", () => {
  const korean = read("README.ko.md");

  it("tells the defaults as they are", () => {
    const rows = [...korean.matchAll(/^\| `(\w+)` +\| `([^`]+)` +\|/gm)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(rows.length).toBeGreaterThan(5);
    const defaults: Record<string, unknown> = parse({});
    expect(rows).toEqual(rows.map(([name]) => [name, JSON.stringify(defaults[name!])]));
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

describe("withSection", () => {
  const DOCUMENT = "# Title\n\n<!-- a -->\n\nold\n\n<!-- /a -->\n\nend\n";

  it("replaces what stands between the marks, and nothing else", () =>
    expect(withSection(DOCUMENT, "a", "new")).toBe("# Title\n\n<!-- a -->\n\nnew\n\n<!-- /a -->\n\nend\n"));

  it("changes nothing the second time", () =>
    expect(withSection(withSection(DOCUMENT, "a", "new"), "a", "new")).toBe(
      withSection(DOCUMENT, "a", "new"),
    ));

  it.each(["# Title", "<!-- a -->", "<!-- /a -->\n<!-- a -->"])(
    "refuses %j, which has no such section",
    (text) =>
      expect(() => withSection(text, "a", "new")).toThrow("There is no section <!-- a --> ... <!-- /a -->."),
  );
});
