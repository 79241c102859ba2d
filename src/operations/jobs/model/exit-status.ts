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
