import { BatchJobs } from "../../../../src/operations/jobs/api/batch-jobs";
import { followJob, type FollowProps } from "../../../../src/operations/jobs/follow/follow-job";
import type { JobEvent } from "../../../../src/operations/jobs/model/job-event";
import { Patience } from "../../../../src/operations/jobs/api/patience";
import { JOB_ID, type FakeAws, type FakeClock } from "../fixtures";

/** All that is told of a job until its end. */
export async function follow(
  aws: FakeAws,
  clock: FakeClock,
  more: Partial<FollowProps> = {},
): Promise<JobEvent[]> {
  const jobs = new BatchJobs(aws.clients, new Patience(clock));
  const diagnose = (): Promise<{ cause: string; text: string }> =>
    Promise.resolve({ cause: "full", text: "It is full." });
  const events: JobEvent[] = [];
  for await (const event of followJob(JOB_ID, { jobs, clock, diagnose, ...more })) events.push(event);
  return events;
}

export const ofType = <Type extends JobEvent["event"]>(
  events: readonly JobEvent[],
  type: Type,
): Extract<JobEvent, { event: Type }>[] =>
  events.filter((event): event is Extract<JobEvent, { event: Type }> => event.event === type);

export const states = (events: readonly JobEvent[]): string[] =>
  ofType(events, "state").map(({ state }) => state);
