import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** What a command took, with the processes that it started. */
export interface Usage {
  /** User and system time: on a busy machine, more telling than the clock. */
  readonly cpuSeconds: number;
  /** Of the largest process. */
  readonly peakMiB: number;
}

/** Node tells the usage of no child; Python, which the emulator needs anyway, does. */
const MEASURE = join(__dirname, "usage.py");

/**
 * Runs a command several times, after a first time that fills caches.
 *
 * @returns the medians
 * @throws Error when it fails
 */
export function usageOf(
  command: readonly string[],
  { cwd, env, times }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly times: number },
): Usage {
  const run = (): Usage => {
    const output = execFileSync("python3", [MEASURE, ...command], { cwd, env, encoding: "utf8" });
    return JSON.parse(output) as Usage;
  };
  run();
  const usages = Array.from({ length: times }, run);
  return {
    cpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
    peakMiB: median(usages.map(({ peakMiB }) => peakMiB)),
  };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)]!;
}

export function ratio(one: number, other: number): string {
  return (one / other).toFixed(2);
}
