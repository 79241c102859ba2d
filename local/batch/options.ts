import type { PodOfJob, PodSession } from "../job-sessions/job-sessions";

export interface BatchOptions {
  /** Whether commands of jobs run; without it jobs go through all states and succeed. */
  readonly runJobs: boolean;
  /** Upper limit for any command, whatever its job allows. */
  readonly jobTimeoutSeconds: number;
  /**
   * Environments that a cluster can have: 5 at AWS, which does not raise it.
   *
   * @see https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
   */
  readonly maxEnvironmentsOfCluster: number;
  /** Where jobs get their temporary directories. */
  readonly jobsDirectory: string;
  /** Gives a pod what it calls AWS with. @default - pods have no credentials */
  readonly openSession?: (pod: PodOfJob) => Promise<PodSession | undefined>;
}
