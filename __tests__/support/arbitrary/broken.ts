import * as fc from "fast-check";
import { VARIABLE_NAMES } from "../../../src/model/variables";
import { acceptedVariables } from "./variables";

type Json = fc.JsonValue;

/** The unit "binary" of fast-check without its table of a million characters, which takes seconds in each test file. */
const character = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
  .map((codePoint) => String.fromCodePoint(codePoint), codePointOf);
const anyCharacters = fc.string({ unit: character });

function codePointOf(text: unknown): number {
  if (typeof text !== "string" || [...text].length !== 1) throw new Error("is not one character");
  return text.codePointAt(0)!;
}

/** Keys that JavaScript, terminals and eyes take for something else. */
const key = fc.oneof(
  fc.string(),
  anyCharacters,
  fc.constantFrom("__proto__", "constructor", "toString", "", " num_azs", "NUM_AZS", "num\nazs", "\u001b[2J"),
);

const number = fc.constantFrom(-1, 0, 1, 1.5, 2 ** 31, 2 ** 53, 1e-7);

const value: fc.Arbitrary<Json> = fc.oneof(fc.jsonValue(), number, anyCharacters);

/** How an accepted set is made another one, which may be accepted too. */
type Change = (set: Readonly<Record<string, Json>>) => Json;

const change: fc.Arbitrary<Change> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...VARIABLE_NAMES), value)
    .map(([name, given]): Change => (set) => ({ ...set, [name]: given })),
  fc.tuple(key, value).map(
    ([name, given]): Change =>
      (set) =>
        Object.fromEntries([...Object.entries(set), [name, given]]),
  ),
  fc.nat().map(
    (choice): Change =>
      (set) =>
        Object.fromEntries(Object.entries(set).filter((_, index, all) => index !== choice % all.length)),
  ),
  fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), value).map(
    ([path, given]): Change =>
      (set) =>
        replacedAt(set, path, () => given),
  ),
  fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), fc.nat(), fc.string({ maxLength: 2 })).map(
    ([path, at, text]): Change =>
      (set) =>
        replacedAt(set, path, (old) => withText(old, at, text)),
  ),
);

/** Accepted sets with one to three changes, as JSON. */
export const changedVariables: fc.Arbitrary<string> = fc
  .tuple(acceptedVariables, fc.array(change, { minLength: 1, maxLength: 3 }))
  .map(([set, changes]) =>
    JSON.stringify(changes.reduce<Json>((now, apply) => apply(now as Record<string, Json>), set as Json)),
  );

/** Any JSON, any text, and something between the two. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.json(),
  fc.dictionary(key, value).map((set) => JSON.stringify(set)),
  anyCharacters,
  fc.tuple(changedVariables, fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, more]) => {
    const position = at % (text.length + 1);
    return text.slice(0, position) + more + text.slice(position + 1);
  }),
);

function replacedAt(part: Json, path: readonly number[], replace: (old: Json) => Json): Json {
  const [choice, ...rest] = path;
  if (choice === undefined || typeof part !== "object" || part === null) return replace(part);
  const entries = Object.entries(part);
  if (entries.length === 0) return replace(part);
  const [chosen, old] = entries[choice % entries.length]!;
  const changed = replacedAt(old as Json, rest, replace);
  if (Array.isArray(part))
    return part.map((element, index) => (index === Number(chosen) ? changed : element));
  return { ...part, [chosen]: changed };
}

function withText(old: Json, at: number, text: string): Json {
  const whole = typeof old === "string" ? old : JSON.stringify(old);
  const position = at % (whole.length + 1);
  return whole.slice(0, position) + text + whole.slice(position + 1);
}
