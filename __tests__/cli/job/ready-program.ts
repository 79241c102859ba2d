import {
  ENVIRONMENT,
  FakeClock,
  FakeScreen,
  JOB_ID,
  Program,
  START,
  type FakeAws,
} from "../../operations/jobs/fixtures";
import { attempt, awsWithJob, pod, type Step } from "../../operations/jobs/follow/simulated-job";

/** The life of a job that succeeds. */
export const STEPS: readonly Step[] = [
  [0, "SUBMITTED"],
  [3, "RUNNABLE"],
  [30, "STARTING", pod("pod-1", "node-1")],
  [40, "RUNNING", { startedAt: START + 40_000 }],
  [70, "SUCCEEDED", { ...pod(""), stoppedAt: START + 70_000, eksAttempts: [attempt("pod-1", 40, 70, 0)] }],
];

/** An environment that takes any job. */
function ready(aws: FakeAws): FakeAws {
  return aws
    .on("DescribeJobQueues", ({ jobQueues }) => ({
      jobQueues: (jobQueues as string[]).map((jobQueueName) => ({
        jobQueueName,
        state: "ENABLED",
        status: "VALID",
      })),
    }))
    .on("DescribeJobDefinitions", () => ({
      jobDefinitions: [3, 12].map((revision) => ({
        jobDefinitionName: "doeks-hello-world",
        jobDefinitionArn: `arn:${revision}`,
        revision,
        eksProperties: { podProperties: { containers: [{ name: "main" }] } },
      })),
    }))
    .on("SubmitJob", () => ({ jobId: JOB_ID }));
}

/** The program in an environment where a job goes through some steps. */
export function program(
  steps = STEPS,
  screen = new FakeScreen(),
  environment = ENVIRONMENT,
): Program & { aws: FakeAws } {
  const clock = new FakeClock();
  const aws = ready(awsWithJob(clock, steps));
  return Object.assign(new Program(aws.clients, clock, screen, environment), { aws });
}
