import * as fc from "fast-check";
import { parseVariables, VariablesError } from "../../src/model/load-variables";
import { VARIABLE_NAMES } from "../../src/model/variables";
import { anyText, changedVariables } from "../support/arbitrary/broken";
import { holds, RUNS } from "../support/property";

const SOURCE = "variables.json";
/** In one line, and without what moves a terminal's cursor. */
const SENTENCE = /^variables\.json(:\d+:\d+)?: [^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u;

/** The lines that a rejected text is told; none when it is accepted. */
function complaints(text: string): readonly string[] {
  try {
    parseVariables(text, SOURCE);
    return [];
  } catch (error) {
    if (!(error instanceof VariablesError)) throw error;
    return error.message.split("\n");
  }
}

/** Whether a line begins with a variable, or a key of the set, whose control characters are spelled out. */
function namesOneOf(set: object, line: string): boolean {
  return [...VARIABLE_NAMES, ...Object.keys(set)].some((name) =>
    [" ", "["].some((next) => spelledIn(line, `${SOURCE}: ${name}${next}`)),
  );
}

function spelledIn(line: string, beginning: string): boolean {
  let position = 0;
  return [...beginning].every((character) => {
    const spelled = `\\u{${character.codePointAt(0)!.toString(16)}}`;
    const found = [character, spelled].find((text) => line.startsWith(text, position));
    position += found?.length ?? 0;
    return found !== undefined;
  });
}

it(`of ${RUNS} sets that were accepted once and then changed, each rejected one is told which variable is wrong`, () => {
  let rejected = 0;
  holds(
    fc.property(changedVariables, (text) => {
      const lines = complaints(text);
      if (lines.length > 0) rejected += 1;
      const set = JSON.parse(text) as object;
      expect(lines.filter((line) => !namesOneOf(set, line))).toEqual([]);
    }),
  );
  expect(rejected).toBeGreaterThan(0);
});

it(`of ${RUNS} texts, JSON or not, each is accepted or rejected in sentences about the file`, () =>
  holds(
    fc.property(anyText, (text) => {
      for (const line of complaints(text)) expect(line).toMatch(SENTENCE);
    }),
  ));

it("a file that is nested deeper than any stack is rejected too", () =>
  expect(complaints("[".repeat(100_000))).toEqual([expect.stringMatching(SENTENCE)]));
