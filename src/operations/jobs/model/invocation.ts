/** How a user calls a command of this program, for hints that can be copied. */
export function invocation(...words: readonly string[]): string {
  return ["npm run job --", ...words].join(" ");
}
