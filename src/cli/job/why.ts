import { EXIT_STATUS, type ExitStatus } from "../../operations/jobs/model/exit-status";
import type { JobContext } from "./job-context";

export interface WhyFlags {
  readonly json?: boolean;
}

/** Tells why a job is where it is. */
export async function why(context: () => JobContext, text: string, { json }: WhyFlags): Promise<ExitStatus> {
  const here = context();
  const jobId = await here.jobId(text);
  const diagnosis = await here.diagnose(await here.jobs.get(jobId));
  if (json) here.printJson({ event: "diagnosis", jobId, ...diagnosis });
  else here.print(diagnosis.text);
  return EXIT_STATUS.succeeded;
}
