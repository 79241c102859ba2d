import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Rehearsal } from "../../../local/rehearsal/rehearsal";

let rehearsal: Rehearsal;
let file: string;

beforeEach(() => {
  rehearsal = new Rehearsal(mkdtempSync(join(tmpdir(), "rehearsal-")));
  rehearsal.create();
  file = rehearsal.path("variables of the user.json");
});

afterEach(() => rmSync(rehearsal.directory, { recursive: true }));

const variables = (): unknown => JSON.parse(readFileSync(rehearsal.variablesFile, "utf8"));

describe("the user's variables", () => {
  it("are taken over, anew each time", () => {
    for (const tags of [{ team: "a" }, { team: "b" }]) {
      writeFileSync(file, JSON.stringify({ tags }));
      expect(rehearsal.takeVariables(file)).toBe(true);
      expect(variables()).toEqual({ tags });
    }
  });

  it("leave the rehearsal its own when there are none", () => {
    writeFileSync(rehearsal.variablesFile, '{"num_azs": 3}');
    expect(rehearsal.takeVariables(file)).toBe(false);
    expect(variables()).toEqual({ num_azs: 3 });
  });

  it.each([
    ["keep the region of an earlier rehearsal", {}, { aws_region: "eu-west-1" }],
    ["win with a region of their own", { aws_region: "us-west-2" }, { aws_region: "us-west-2" }],
  ])("%s", (_, given, taken) => {
    writeFileSync(rehearsal.variablesFile, '{"aws_region": "eu-west-1"}');
    writeFileSync(file, JSON.stringify(given));
    rehearsal.takeVariables(file);
    expect(variables()).toEqual(taken);
  });

  it.each(['{"tags": ', "[]"])("are taken as they are when they are none: %j", (text) => {
    writeFileSync(rehearsal.variablesFile, '{"aws_region": "eu-west-1"}');
    writeFileSync(file, text);
    rehearsal.takeVariables(file);
    expect(readFileSync(rehearsal.variablesFile, "utf8")).toBe(text);
  });
});
