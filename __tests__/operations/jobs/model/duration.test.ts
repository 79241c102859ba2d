import { formatDuration, parseDuration } from "../../../../src/operations/jobs/model/duration";

test.each([
  [0, "0 s"],
  [-5_000, "0 s"],
  [59_400, "59 s"],
  [59_600, "1 m 00 s"],
  [125_000, "2 m 05 s"],
  [3_600_000, "1 h 00 m"],
  [90_061_000, "1 d 01 h"],
])("%d ms are shown as %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test.each([
  ["90s", 90_000],
  ["15m", 900_000],
  ["1h30m", 5_400_000],
  ["2d", 172_800_000],
])("%s is %d ms", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(["", "1", "h", "1 h", "-1h", "1w", "1.5h"])("%p is no duration", (text) => {
  expect(() => parseDuration(text)).toThrow("is not a duration; write 90s, 15m, 1h, 1h30m or 2d.");
});
