import { readFileSync } from "node:fs";
import { join } from "node:path";

export const STACKS = ["cluster", "kubernetes", "system", "batch"] as const;
export type StackName = (typeof STACKS)[number];

/** A stack as commit 9a33f79 synthesized it with default variables: environments of that time exist. */
export function earlierStack(name: StackName): string {
  return readFileSync(join(__dirname, "..", "..", "fixtures", "stacks-9a33f79", `${name}.json`), "utf8");
}
