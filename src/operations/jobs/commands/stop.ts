import { CliError } from "../../terminal/cli-error";
import { invocation } from "../model/command-line";
import { isNodeId, parentId } from "../model/job-id";
import { isFinished } from "../model/states";
import type { JobContext } from "./job-context";

/** Ends jobs: those that run are terminated, the others cancelled. */
export async function stopJobs(
  context: JobContext,
  texts: readonly string[],
  { reason, json }: { readonly reason: string; readonly json: boolean },
): Promise<void> {
  const ids = await Promise.all(texts.map((text) => context.jobId(text)));
  const node = ids.find(isNodeId);
  if (node) {
    throw new CliError(
      `A node of a multi-node job does not end alone; end the whole job: ${invocation("stop", parentId(node))}.`,
    );
  }
  for (const jobId of ids) {
    const { state, name } = context.seen(await context.jobs.get(jobId));
    const stopped = !isFinished(state);
    if (stopped) await context.jobs.terminate(jobId, reason);
    if (json) context.printJson({ event: "stop", jobId, state, stopped });
    else context.tell(`${jobId} (${name}) ${stopped ? "is being stopped" : `has ended already: ${state}`}.`);
  }
}
