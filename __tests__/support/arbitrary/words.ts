import * as fc from "fast-check";

/** Letters that cannot spell what an unresolved value looks like: `undefined`, `NaN`, `TfToken`. */
export const LETTERS = "abcxyzABCXYZ";
export const LOWER_CASE = "abcxyz";
export const DIGITS = "0123456789";

/** Words up to their greatest length, which matters most. */
export function word(characters: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength, size: "max" });
}

/** Words of letters and digits, and within them of `inner` too. */
export function name(inner: string, maxLength: number, letters = LETTERS): fc.Arbitrary<string> {
  const outer = letters + DIGITS;
  return word(outer + inner, 1, maxLength).map((text) => withAlphanumericEnds(text, outer));
}

function withAlphanumericEnds(text: string, outer: string): string {
  const ends = [...text].map((character, index) =>
    (index === 0 || index === text.length - 1) && !outer.includes(character) ? outer[0] : character,
  );
  return ends.join("");
}
