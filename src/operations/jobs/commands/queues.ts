import type { ComputeEnvironmentDetail, JobQueueDetail } from "@aws-sdk/client-batch";
import { JOB_STATES, UNFINISHED_STATES, type JobState } from "../model/states";
import { table } from "../output/table";
import type { JobContext } from "./job-context";

/** For how long back ended jobs are counted. */
const ENDED_SINCE_MS = 24 * 3_600_000;

/** Shows the environment's queues: where their capacity comes from, and how many jobs are in which state. */
export async function showQueues(context: JobContext, { json }: { readonly json: boolean }): Promise<void> {
  const found = context.seen(await context.jobs.queues(context.queues));
  const environments = context.seen(await context.jobs.environmentsOf(found));
  const rows: string[][] = [];
  const reasons: string[] = [];
  for (const queue of found) {
    const name = queue.jobQueueName!;
    const counts = await countJobs(context, name);
    const own = (queue.computeEnvironmentOrder ?? []).flatMap(
      ({ computeEnvironment }) => environments.get(computeEnvironment!) ?? [],
    );
    if (json) context.printJson(queueEvent(queue, own, counts));
    const jobs = JOB_STATES.filter((state) => counts[state] > 0).map((state) => `${state} ${counts[state]}`);
    own.forEach((environment, index) => {
      const first = index === 0 ? [name, stateText(queue), jobs.join(", ") || "none"] : ["", "", ""];
      rows.push([first[0]!, first[1]!, ...environmentCells(environment), first[2]!]);
    });
    if (own.length === 0) rows.push([name, stateText(queue), "none", "", "", jobs.join(", ") || "none"]);
    for (const { status, statusReason, computeEnvironmentName } of own) {
      if (status === "INVALID") reasons.push(`${computeEnvironmentName}: ${statusReason}`);
    }
  }
  if (json) return;
  context.print(
    table(["QUEUE", "STATE", "ENVIRONMENT", "STATE", "VCPUS MIN/NOW/MAX", "JOBS"], rows, context.columns),
  );
  for (const reason of reasons) context.tell(reason);
}

/** All jobs that have not ended, and those that did within a day. */
async function countJobs({ jobs, clock }: JobContext, queue: string): Promise<Record<JobState, number>> {
  const counts = Object.fromEntries(JOB_STATES.map((state) => [state, 0])) as Record<JobState, number>;
  for (const state of UNFINISHED_STATES) counts[state] = (await jobs.inState(queue, state)).length;
  for (const { status } of await jobs.since(queue, clock.now() - ENDED_SINCE_MS)) {
    if (status === "SUCCEEDED" || status === "FAILED") counts[status] += 1;
  }
  return counts;
}

function environmentCells({
  computeEnvironmentName,
  computeResources,
  ...rest
}: ComputeEnvironmentDetail): string[] {
  const { minvCpus = 0, desiredvCpus = 0, maxvCpus = 0, type } = computeResources ?? {};
  return [
    computeEnvironmentName!,
    `${type === "SPOT" ? "Spot" : "On-Demand"}, ${stateText(rest)}`,
    `${minvCpus}/${desiredvCpus}/${maxvCpus}`,
  ];
}

function stateText({ state, status }: { state?: string | undefined; status?: string | undefined }): string {
  return `${state} ${status}`;
}

function queueEvent(
  queue: JobQueueDetail,
  environments: readonly ComputeEnvironmentDetail[],
  jobs: Readonly<Record<JobState, number>>,
): object {
  return {
    event: "queue",
    queue: queue.jobQueueName,
    state: queue.state,
    status: queue.status,
    jobs,
    environments: environments.map(({ computeEnvironmentName, computeResources, ...environment }) => ({
      name: computeEnvironmentName,
      type: computeResources?.type,
      state: environment.state,
      status: environment.status,
      reason: environment.statusReason,
      minVcpus: computeResources?.minvCpus,
      desiredVcpus: computeResources?.desiredvCpus,
      maxVcpus: computeResources?.maxvCpus,
    })),
  };
}
