import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkVariables } from "../src/operations/doctor/machine/variables-file";
import { loadJobFile } from "../src/model/job-file/parse";
import { parseVariables } from "../src/model/load-variables";
import { defaultVariables, VARIABLES } from "../src/model/variables";
import type { VariableDefinition } from "../src/model/variables/definition";
import { synthesize } from "./support/synthesize";

const FILE = join(__dirname, "..", "examples", "production.variables.json");
const text = readFileSync(FILE, "utf8");

describe("examples/production.variables.json", () => {
  it("is accepted as it stands", () => expect(() => parseVariables(text, FILE)).not.toThrow());

  it("shows every variable that a team has to think about", () => {
    const shown = Object.keys(JSON.parse(text) as object);
    const others = Object.entries<VariableDefinition<unknown>>(VARIABLES)
      .filter(([, { suitsProduction }]) => suitsProduction)
      .map(([name]) => name);
    expect(others.length).toBeGreaterThan(0);
    expect([...shown, ...others].sort()).toEqual(Object.keys(VARIABLES).sort());
  });

  it("leaves room on the cluster to replace every environment", () =>
    expect(checkVariables(FILE).results.map(({ state }) => state)).toEqual(["ok"]));

  it("repeats no default", () => {
    const given = JSON.parse(text) as Record<string, unknown>;
    const defaults: Record<string, unknown> = defaultVariables();
    expect(Object.keys(given).filter((name) => isSame(given[name], defaults[name]))).toEqual([]);
  });

  it("synthesizes queues for every capacity, and the fallback", () => {
    const { batch } = synthesize(JSON.parse(text) as object);
    const names = batch.resources("aws_batch_job_queue").map(({ name }) => String(name));
    expect(names.sort()).toEqual(
      ["FALLBACK", "OD", "SPOT", "graviton"].map((suffix) => `production_${suffix}_FAIR`),
    );
  });
});

describe("job files", () => {
  const directory = join(__dirname, "..", "examples");
  const files = readdirSync(directory).filter((name) => name.endsWith(".yaml"));

  it("are five at least", () => expect(files.length).toBeGreaterThanOrEqual(5));

  it.each(files)("%s is as it should be, and leads editors to the schema", (name) => {
    const path = join(directory, name);
    expect(loadJobFile(path).name).toBe(name.replace(".yaml", ""));
    const [, schema] = /^# yaml-language-server: \$schema=(.*)$/m.exec(readFileSync(path, "utf8"))!;
    expect(schema).toBe("../docs/job-file.schema.json");
    expect(existsSync(join(directory, schema!))).toBe(true);
  });
});

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
