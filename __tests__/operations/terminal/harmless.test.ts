import { inspect } from "node:util";
import { harmless, harmlessValue, harmlessWord } from "../../../src/operations/terminal/harmless";

const ESC = "\u001B";

it.each([
  ["a title", `a${ESC}]0;PWNED\u0007b`, "ab"],
  ["the clipboard", `a${ESC}]52;c;cm0gLXJm${ESC}\\b`, "ab"],
  ["a cleared screen", `a${ESC}[2J${ESC}[Hb`, "ab"],
  ["a cursor that goes up", `a${ESC}[1A${ESC}[2Kb`, "ab"],
  ["a reset", `a${ESC}cb`, "ab"],
  ["another character set", `a${ESC}(0b`, "ab"],
  ["a device control string", `a${ESC}P1$r0m${ESC}\\b`, "ab"],
  ["a string that never ends", `a${ESC}]0;b`, "a0;b"],
  ["an escape at the end", `a${ESC}`, "a"],
  ["eight-bit controls", "a\u009B2Jb\u009D0;x\u009Cc", "ab0;xc"],
  ["a return", "10%\r20%", "10% 20%"],
  ["a bell, a backspace and a delete", "a\u0007\u0008\u007Fb", "ab"],
  ["a turned direction", "a\u202Eb\u2066c", "abc"],
])("takes %s out", (_, text, left) => expect(harmless(text)).toBe(left));

it("leaves colours, tabs and line breaks", () => {
  const text = `${ESC}[1;31mred${ESC}[0m\tand ${ESC}[38:5:9mso on${ESC}[m\nnext`;
  expect(harmless(text)).toBe(text);
});

it("leaves nothing that a terminal obeys of any sequence of bytes", () => {
  let seed = 7;
  const next = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648);
  for (let round = 0; round < 500; round += 1) {
    const codes = Array.from({ length: 40 }, () => [27, 91, 93, next() % 256, 80, 7][next() % 6]!);
    const text = String.fromCharCode(...codes);
    const left = harmless(text).replace(new RegExp(`${ESC}\\[[\\d;:]*m`, "g"), "");
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    if (/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/.test(left)) throw new Error(inspect({ text, left }));
  }
});

it("puts a name or a reason on one line, without colours", () => {
  expect(harmlessWord(`why${ESC}[31m\n  SUCCEEDED: queued 0 s${ESC}[0m`)).toBe("why SUCCEEDED: queued 0 s");
});

it("goes through a value to its texts, and leaves the rest", () => {
  const at = new Date(0);
  const value = {
    reason: "a\nb",
    list: ["c\u0007"],
    map: new Map([["k\n", "v\n"]]),
    at,
    count: 1,
    none: undefined,
  };
  expect(harmlessValue(value)).toEqual({
    ...{ reason: "a b", list: ["c"], map: new Map([["k ", "v "]]), at, count: 1, none: undefined },
  });
});
