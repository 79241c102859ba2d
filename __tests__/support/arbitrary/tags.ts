import * as fc from "fast-check";
import { DIGITS, LETTERS, word } from "./words";

const TAG_CHARACTERS = `${LETTERS}${DIGITS} _.:/=+-@äß中`;

const key = word(TAG_CHARACTERS, 1, 128);

/** Tags as a user may set them; keys differ in more than their case. */
export const tags: fc.Arbitrary<Record<string, string>> = fc
  .uniqueArray(fc.tuple(fc.oneof(key, fc.constant("Blueprint")), word(TAG_CHARACTERS, 0, 256)), {
    selector: ([text]) => text.toLowerCase(),
    maxLength: 45,
    size: "small",
  })
  .map((entries) => Object.fromEntries(entries));
