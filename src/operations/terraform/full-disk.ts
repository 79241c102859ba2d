import { existsSync, statfsSync } from "node:fs";

/** Less than Terraform needs for a state and its log. */
const MIN_FREE_BYTES = 1 << 20;

/** @returns the first of these directories on whose disk there is no room left */
export function fullDirectory(directories: readonly string[]): string | undefined {
  return directories.filter((directory) => existsSync(directory)).find(isFull);
}

function isFull(directory: string): boolean {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < MIN_FREE_BYTES;
}
