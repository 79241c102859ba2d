import type { JobDefinition, JobQueueDetail } from "@aws-sdk/client-batch";
import type { NamedJobFile } from "../../../model/job-file/parse";
import { jobServiceAccount } from "../../../model/job-roles";
import { CliError } from "../../terminal/cli-error";
import { revisionName } from "../api/job-definitions";
import { queueNamed, roleNamed } from "../api/job-environment";
import { EXIT_STATUS, invocation, UsageError, type ExitStatus } from "../model/command-line";
import { podsOf } from "../model/demand";
import { containerNames } from "../model/job";
import { submission, type Request } from "../submit/submission";
import { compare, ensureRegistered } from "./definitions";
import type { JobContext } from "./job-context";
import { watchJob } from "./watch-job";

/** A job to be submitted, and what to do afterwards. */
export interface RunOptions extends Omit<Request, "queue" | "dependsOn"> {
  /** Name of a queue, or the end of it. @default - the On-Demand queue */
  readonly queue?: string | undefined;
  /** Name of the role, one of `job_roles`. @default - that of the definition, if it has one */
  readonly role?: string | undefined;
  /** @default - the example job, with a role that of the role */
  readonly definition?: string | undefined;
  /** Is registered first, unless that is done already, and is the job's definition. */
  readonly file?: NamedJobFile | undefined;
  /** Whether the request is only shown. */
  readonly dryRun: boolean;
  /** Ids or names of jobs that must succeed first. */
  readonly dependsOn: readonly string[];
  /** Whether to watch it to its end. */
  readonly wait: boolean;
  readonly logs: boolean;
  readonly json: boolean;
}

/** Submits a job and, unless told otherwise, watches it to its end. */
export async function runJob(context: JobContext, options: RunOptions): Promise<ExitStatus> {
  const { environment, jobs } = context;
  const { share, wait, logs, json } = options;
  const dependsOn = await Promise.all(options.dependsOn.map((job) => context.jobId(job)));
  const queue = queueNamed(environment, options.queue ?? "OD");
  const [found] = await jobs.queues([queue]);
  checkShare(share, found!, environment.shares);
  const definition = await definitionOf(context, options);
  const input = submission({ ...options, queue, dependsOn }, definition);
  if (options.dryRun) {
    context.print(JSON.stringify(input, undefined, json ? undefined : 2));
    return EXIT_STATUS.succeeded;
  }
  context.interrupts.listen();
  const jobId = await jobs.submit(input);
  const first = {
    event: "submitted" as const,
    jobId,
    jobName: input.jobName!,
    queue,
    definition: revisionName(definition),
    size: options.arraySize,
  };
  if (wait) return watchJob(context, jobId, { containers: containerNames(definition), first, logs, json });
  if (json) context.printJson(first);
  else context.print(jobId);
  if (!json && context.screen.isTerminal)
    context.screen.note(`Watch it: ${invocation("status", jobId, "--wait")}`);
  return EXIT_STATUS.succeeded;
}

/** The definition that a job is submitted with. @throws UsageError where its pods do not have the role */
async function definitionOf(context: JobContext, options: RunOptions): Promise<JobDefinition> {
  const { environment, definitions } = context;
  const { file, definition: name, role: roleName, dryRun } = options;
  if (file) return dryRun ? plannedDefinition(context, file) : ensureRegistered(context, file);
  if (roleName === undefined) return definitions.get(name ?? environment.jobDefinition);
  const role = roleNamed(environment, roleName);
  if (name === undefined) {
    const own = await definitions.find(role.jobDefinition);
    if (own) return own;
    throw new CliError(`The role ${roleName} is not deployed yet: ./install.sh makes it.`);
  }
  const definition = await definitions.get(name);
  const account = jobServiceAccount(roleName);
  if (podsOf(definition).every(({ pod }) => pod.serviceAccountName === account)) return definition;
  throw new UsageError(
    `The pods of job definition ${definition.jobDefinitionName} do not have the role ${roleName}, and AWS Batch ` +
      `takes no role at a submission: leave out --definition and give --image and --command, or register a ` +
      `definition whose serviceAccountName is ${account}.`,
  );
}

/** The definition of a file, as it would be registered. */
async function plannedDefinition(context: JobContext, file: NamedJobFile): Promise<JobDefinition> {
  const { input, current, isChanged } = await compare(context, file);
  if (!isChanged && current) return current;
  const revision = (current?.revision ?? 0) + 1;
  context.screen.note(`${file.name}:${revision} would be registered first.`);
  return { ...input, revision, jobDefinitionArn: `${file.name}:${revision}` };
}

/** AWS Batch wants a share for fair-share queues, and refuses one for others. */
function checkShare(
  share: string | undefined,
  { jobQueueName, schedulingPolicyArn }: JobQueueDetail,
  shares: readonly string[],
): void {
  if (share === undefined && schedulingPolicyArn) {
    const known = shares.length > 0 ? `, such as ${shares.join(" or ")}` : "";
    throw new UsageError(
      `${jobQueueName} is a fair-share queue: say whose share it is with --share${known}.`,
    );
  }
  if (share !== undefined && !schedulingPolicyArn) {
    throw new UsageError(`${jobQueueName} takes jobs in their order: leave out --share.`);
  }
}
