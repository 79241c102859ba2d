import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  ListJobsCommand,
  SubmitJobCommand,
  TerminateJobCommand,
  type ComputeEnvironmentDetail,
  type JobDetail,
  type JobQueueDetail,
  type JobStatus,
  type JobSummary,
  type KeyValuesPair,
  type ListJobsCommandInput,
  type SubmitJobCommandInput,
} from "@aws-sdk/client-batch";
import { describeError, errorKind } from "../../aws/errors";
import { CliError } from "../../terminal/cli-error";
import { invocation } from "../model/command-line";
import { hasRun, parseJob, type Job } from "../model/job";
import { FailureGroups, type FailedChildren } from "../model/summary";
import type { JobClients } from "./job-clients";
import type { Patience } from "./patience";

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html */
const IDS_A_CALL = 100;

/** @param name a name, or with a final asterisk its beginning */
export function matchesName(jobName: string, name: string): boolean {
  return name.endsWith("*") ? jobName.startsWith(name.slice(0, -1)) : jobName === name;
}

/** The jobs of AWS Batch: the calls that commands make, in as few requests as they take. */
export class BatchJobs {
  constructor(
    private readonly clients: Pick<JobClients, "batch" | "submitting">,
    private readonly patience: Patience,
  ) {}

  /** The jobs that exist, in the order of their ids. */
  async describe(ids: readonly string[]): Promise<Job[]> {
    const found = new Map<string, Job>();
    for (let start = 0; start < ids.length; start += IDS_A_CALL) {
      const command = new DescribeJobsCommand({ jobs: ids.slice(start, start + IDS_A_CALL) });
      const { jobs = [] } = await this.patience.call(() => this.clients.batch.send(command));
      for (const job of jobs) found.set(job.jobId!, parseJob(job));
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /** The same as AWS Batch answers it, for what submits a job again. */
  async detail(jobId: string): Promise<JobDetail> {
    const command = new DescribeJobsCommand({ jobs: [jobId] });
    const { jobs = [] } = await this.patience.call(() => this.clients.batch.send(command));
    if (jobs[0]) return jobs[0];
    throw new CliError(`There is no job ${jobId} in this region any more.`);
  }

  /** @throws CliError when there is no such job */
  async get(jobId: string): Promise<Job> {
    const [job] = await this.describe([jobId]);
    if (job) return job;
    throw new CliError(
      `There is no job ${jobId} in this region; AWS forgets jobs some days after their end. ` +
        `${invocation("list", "--since", "7d")} shows those it knows.`,
    );
  }

  /**
   * @returns the new job's id
   * @throws CliError when AWS refuses the job, or may have taken it without saying so
   */
  async submit(input: SubmitJobCommandInput): Promise<string> {
    const command = new SubmitJobCommand(input);
    try {
      const { jobId } = await this.patience.call(
        () => this.clients.submitting.send(command),
        // Of every other failure it is not known whether the job exists.
        (error) => errorKind(error) === "throttled",
      );
      return jobId!;
    } catch (error) {
      if (!(error instanceof Error) || error instanceof CliError) throw error;
      if (error.name === "ClientException") throw new CliError(`AWS Batch refuses the job: ${error.message}`);
      throw new CliError(
        `No answer to the submission came back (${describeError(error)}). The job may exist all the same: ` +
          `look with ${invocation("list", "--since", "5m")} before you submit it again.`,
      );
    }
  }

  /** Ends a job whatever its state: one that did not start is cancelled. */
  async terminate(jobId: string, reason: string): Promise<void> {
    const command = new TerminateJobCommand({ jobId, reason });
    await this.patience.call(() => this.clients.batch.send(command));
  }

  /** The children of an array job that are in a state. */
  children(arrayJobId: string, jobStatus: JobStatus, maxResults?: number): Promise<JobSummary[]> {
    return this.list({ arrayJobId, jobStatus, maxResults }, maxResults);
  }

  /** Why children of an array job failed: however many there are, a page of them is looked at at a time. */
  async failuresOf(arrayJobId: string): Promise<FailedChildren[]> {
    const groups = new FailureGroups();
    for await (const page of this.pages({ arrayJobId, jobStatus: "FAILED" })) {
      for (const child of await this.describe(page.map(({ jobId }) => jobId!))) groups.add(child);
    }
    return groups.all();
  }

  /** Indices of the children of an array job that failed, the lowest first: those that ran, and those that never did. */
  async failedChildren(arrayJobId: string): Promise<{ ran: number[]; neverRan: number[] }> {
    const found = { ran: [] as number[], neverRan: [] as number[] };
    for await (const page of this.pages({ arrayJobId, jobStatus: "FAILED" })) {
      for (const child of await this.describe(page.map(({ jobId }) => jobId!)))
        (hasRun(child) ? found.ran : found.neverRan).push(child.index!);
    }
    for (const indices of Object.values(found)) indices.sort((a, b) => a - b);
    return found;
  }

  /** The jobs of a queue in one state, however old. */
  inState(jobQueue: string, jobStatus: JobStatus): Promise<JobSummary[]> {
    return this.list({ jobQueue, jobStatus });
  }

  /** The jobs of a queue in any state that were submitted after a moment, the newest first. */
  since(jobQueue: string, milliseconds: number): Promise<JobSummary[]> {
    return this.filtered(jobQueue, { name: "AFTER_CREATED_AT", values: [String(milliseconds)] });
  }

  /** The jobs of a queue with a name, or with a final asterisk of its beginning, the newest first. */
  async named(jobQueue: string, name: string): Promise<JobSummary[]> {
    const jobs = await this.filtered(jobQueue, { name: "JOB_NAME", values: [name] });
    // The filter does not tell capitals from small letters.
    return jobs.filter(({ jobName }) => matchesName(jobName!, name));
  }

  /** @throws CliError when one of the queues does not exist */
  async queues(names: readonly string[]): Promise<JobQueueDetail[]> {
    const command = new DescribeJobQueuesCommand({ jobQueues: [...names] });
    const { jobQueues = [] } = await this.patience.call(() => this.clients.batch.send(command));
    return names.map((name) => {
      const queue = jobQueues.find(
        ({ jobQueueName, jobQueueArn }) => jobQueueName === name || jobQueueArn === name,
      );
      if (queue) return queue;
      throw new CliError(
        `There is no job queue ${name} in this region. ./install.sh creates the queues of variables.json; ` +
          "VARIABLES_FILE names another file.",
      );
    });
  }

  /** The compute environments that queues lead to, by their ARNs. */
  async environmentsOf(queues: readonly JobQueueDetail[]): Promise<Map<string, ComputeEnvironmentDetail>> {
    const arns = queues.flatMap(({ computeEnvironmentOrder = [] }) =>
      computeEnvironmentOrder.map(({ computeEnvironment }) => computeEnvironment!),
    );
    if (arns.length === 0) return new Map();
    const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [...new Set(arns)] });
    const { computeEnvironments = [] } = await this.patience.call(() => this.clients.batch.send(command));
    return new Map(computeEnvironments.map((detail) => [detail.computeEnvironmentArn!, detail]));
  }

  private filtered(jobQueue: string, filter: KeyValuesPair): Promise<JobSummary[]> {
    return this.list({ jobQueue, filters: [filter] });
  }

  private async list(input: ListJobsCommandInput, limit = Infinity): Promise<JobSummary[]> {
    const jobs: JobSummary[] = [];
    for await (const page of this.pages(input)) {
      jobs.push(...page);
      if (jobs.length >= limit) break;
    }
    return jobs;
  }

  private async *pages(input: ListJobsCommandInput): AsyncGenerator<readonly JobSummary[]> {
    let nextToken: string | undefined;
    do {
      const command = new ListJobsCommand({ ...input, nextToken });
      const page = await this.patience.call(() => this.clients.batch.send(command));
      yield page.jobSummaryList ?? [];
      nextToken = page.nextToken;
    } while (nextToken);
  }
}
