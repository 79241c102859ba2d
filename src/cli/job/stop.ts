import { CliError } from "../../operations/terminal/cli-error";
import { EXIT_STATUS, type ExitStatus } from "../../operations/jobs/model/exit-status";
import { invocation } from "../../operations/jobs/model/invocation";
import type { JobContext } from "./job-context";
import { isNodeId, parentId } from "../../operations/jobs/model/job-id";
import { isFinished } from "../../operations/jobs/model/states";

export interface StopFlags {
  readonly reason: string;
  readonly json?: boolean;
}

/** Ends jobs: those that run are terminated, the others cancelled. */
export async function stop(
  context: () => JobContext,
  texts: readonly string[],
  { reason, json }: StopFlags,
): Promise<ExitStatus> {
  const here = context();
  const ids = await Promise.all(texts.map((text) => here.jobId(text)));
  const node = ids.find(isNodeId);
  if (node) {
    throw new CliError(
      `A node of a multi-node job does not end alone; end the whole job: ${invocation("stop", parentId(node))}.`,
    );
  }
  for (const jobId of ids) {
    const { status, jobName } = await here.jobs.get(jobId);
    const stopped = !isFinished(status);
    if (stopped) await here.jobs.terminate(jobId, reason);
    if (json) here.printJson({ event: "stop", jobId, state: status, stopped });
    else
      here.print(`${jobId} (${jobName}) ${stopped ? "is being stopped" : `has ended already: ${status}`}.`);
  }
  return EXIT_STATUS.succeeded;
}
