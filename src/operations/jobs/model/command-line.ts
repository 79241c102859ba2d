import { CliError } from "../../terminal/cli-error";

/** What `npm run job` ends with. */
export const EXIT_STATUS = {
  succeeded: 0,
  /** The job failed, or the command could not do what it was told. */
  failed: 1,
  badUsage: 2,
  /** Ctrl-C, as shells have it: 128 and the number of SIGINT. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof EXIT_STATUS)[keyof typeof EXIT_STATUS];

/** A command line that makes no sense: ends the command with status 2. */
export class UsageError extends CliError {}

/** How a user calls a command of this program, for hints that can be copied. */
export function invocation(...words: readonly string[]): string {
  return ["npm run job --", ...words].join(" ");
}
