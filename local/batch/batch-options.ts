export interface BatchOptions {
  /** Whether commands of jobs run; without it jobs go through all states and succeed. */
  readonly runJobs: boolean;
  /** Upper limit for any command, whatever its job allows. */
  readonly jobTimeoutSeconds: number;
  /** Where jobs get their temporary directories. */
  readonly jobsDirectory: string;
}
