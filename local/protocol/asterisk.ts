/** Whether a text is what a pattern says: that text itself, or with a final asterisk all texts that begin so. */
export function matchesAsterisk(pattern: string, text: string): boolean {
  return pattern.endsWith("*") ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}
