import type { EksAttemptDetail, JobDetail } from "@aws-sdk/client-batch";
import type { JobState } from "../../../../src/operations/jobs/model/states";
import { FakeAws, job, START } from "../fixtures";
import type { Clock } from "../../../../src/operations/terminal/clock";

const SECOND = 1000;

/** A step of a job's life: from so many seconds after its submission it is in this state. */
export type Step = readonly [seconds: number, state: JobState, more?: Partial<JobDetail>];

export function pod(name: string, node?: string): Partial<JobDetail> {
  const { eksProperties } = job();
  return {
    eksProperties: { podProperties: { ...eksProperties!.podProperties, podName: name, nodeName: node } },
  };
}

export function attempt(podName: string, from: number, to: number, exitCode: number): EksAttemptDetail {
  return {
    podName,
    nodeName: "node-1",
    startedAt: START + from * SECOND,
    stoppedAt: START + to * SECOND,
    statusReason: exitCode === 0 ? undefined : `Container main exited with code ${exitCode}`,
    containers: [{ name: "main", exitCode, reason: exitCode === 0 ? "Completed" : "Error" }],
  };
}

/** AWS with one job that goes through its steps as a clock tells. */
export function awsWithJob(clock: Clock, steps: readonly Step[]): FakeAws {
  return new FakeAws().on("DescribeJobs", () => {
    const seconds = (clock.now() - START) / SECOND;
    const past = steps.filter(([from]) => from <= seconds);
    const [, status] = past.at(-1)!;
    const more = Object.assign({}, ...past.map(([, , part]) => part ?? {})) as Partial<JobDetail>;
    return { jobs: [job({ status, ...more })] };
  });
}
