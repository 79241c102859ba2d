import type { SubmitJobCommandInput } from "@aws-sdk/client-batch";
import { CliError } from "../../terminal/cli-error";
import { foreignTo, resourceName } from "../api/job-environment";
import { EXIT_STATUS, invocation, type ExitStatus } from "../model/command-line";
import { isNodeId, parentId } from "../model/job-id";
import type { Job } from "../model/job";
import { isFinished } from "../model/states";
import { ranges } from "../model/ranges";
import { requestAgain, requestsAgain, type AgainProps } from "../retry/again";
import { findRetries, retryName } from "../retry/find-retries";
import type { JobContext } from "./job-context";
import { watchJob } from "./watch-job";

export interface RetryOptions {
  /** Shell of the images, where no command begins with one. */
  readonly shell?: string | undefined;
  readonly wait: boolean;
  /** Whether the requests are only shown. */
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Runs again what failed of a job, and nothing else of it. */
export async function retryJob(
  context: JobContext,
  text: string,
  options: RetryOptions,
): Promise<ExitStatus> {
  const { jobs } = context;
  const id = await context.jobId(text);
  if (isNodeId(id)) throw new CliError(`A node of a multi-node job does not run alone: ${AGAIN}.`);
  const named = await jobs.get(parentId(id));
  // A retry that failed in part goes on with its first job.
  const first = named.retryOf === undefined ? named : await jobs.get(named.retryOf);
  const child = named === first && id !== first.id ? Number(id.split(":")[1]) : undefined;
  refuseUnlessFailed(context, first);
  const retries = await findRetries(jobs, first);
  const under = retries.find(({ state }) => !isFinished(state));
  if (under) {
    throw new CliError(
      `Job ${first.id} is being retried by ${under.id}, which is ${under.state}: wait for it with ` +
        `${invocation("status", under.id, "--wait")}.`,
    );
  }
  const requests = first.array
    ? await requestsForChildren(context, first, retries, child, options)
    : [await requestForJob(context, first, retries)];
  if (options.dryRun) {
    for (const input of requests)
      context.print(JSON.stringify(input, undefined, options.json ? undefined : 2));
    return EXIT_STATUS.succeeded;
  }
  return submitAll(context, first, requests, options);
}

const AGAIN = `start it anew with ${invocation("run")}`;

function refuseUnlessFailed({ environment }: JobContext, first: Job): void {
  const [foreign] = foreignTo(environment, first);
  if (foreign !== undefined) throw new CliError(`Job ${first.id} is not retried. ${foreign}`);
  if (first.nodes) throw new CliError(`Job ${first.id} is a multi-node job, which is not retried: ${AGAIN}.`);
  if (!isFinished(first.state)) {
    throw new CliError(
      `Job ${first.id} is ${first.state}: only what has ended is retried. Wait with ` +
        `${invocation("status", first.id, "--wait")}, or end it with ${invocation("stop", first.id)}.`,
    );
  }
  if (first.state === "SUCCEEDED")
    throw new CliError(`Job ${first.id} succeeded: there is nothing to retry.`);
}

async function requestForJob(
  context: JobContext,
  first: Job,
  retries: readonly Job[],
): Promise<SubmitJobCommandInput> {
  const done = retries.find(({ state }) => state === "SUCCEEDED");
  if (done) throw new CliError(`Job ${first.id} succeeded as ${done.id}: there is nothing to retry.`);
  return requestAgain(await propsOf(context, first, first.id));
}

async function requestsForChildren(
  context: JobContext,
  first: Job,
  retries: readonly Job[],
  child: number | undefined,
  { shell, json }: RetryOptions,
): Promise<SubmitJobCommandInput[]> {
  const { ran, neverRan } = await context.jobs.failedChildren(first.id);
  const done = await succeededIn(context, retries);
  const isMeant = (index: number): boolean => !done.has(index) && (child === undefined || child === index);
  const [failed, waiting] = [ran.filter(isMeant), neverRan.filter(isMeant)];
  const indices = [...failed, ...waiting].sort((a, b) => a - b);
  const [some] = indices;
  if (some === undefined) {
    const what =
      child === undefined ? `each failed child of job ${first.id}` : `child ${child} of job ${first.id}`;
    throw new CliError(`${upperFirst(what)} has succeeded by now: there is nothing to retry.`);
  }
  if (!json) {
    const { size } = first.array!;
    const tell = (line: string): void => context.screen.note(line);
    tell(`Of ${size} children, ${indices.length} ${indices.length === 1 ? "runs" : "run"} again.`);
    if (failed.length > 0) tell(`  ${failed.length} failed: ${ranges(failed)}`);
    if (waiting.length > 0) tell(`  ${waiting.length} never ran: ${ranges(waiting)}`);
    if (done.size > 0) tell(`  ${done.size} succeeded in an earlier retry, and are left out.`);
  }
  const props = { ...(await propsOf(context, first, `${first.id}:${some}`)), shell };
  return requestsAgain(props, { indices, size: first.array!.size });
}

/** @param describedId job that tells command and environment: an array as a whole has no pod */
async function propsOf(context: JobContext, first: Job, describedId: string): Promise<AgainProps> {
  const detail = await context.jobs.detail(describedId);
  const definition = await context.definitions.get(first.definition);
  if (definition.status === "INACTIVE") {
    throw new CliError(
      `Job definition ${resourceName(first.definition)} of job ${first.id} is deregistered: ${AGAIN}.`,
    );
  }
  return { detail, definition, name: retryName(first), firstId: first.id };
}

/** Indices in the first job of what succeeded in its retries. */
async function succeededIn({ jobs }: JobContext, retries: readonly Job[]): Promise<Set<number>> {
  const done = new Set<number>();
  for (const { id, array, state, retriedIndices = [] } of retries) {
    if (!array && state === "SUCCEEDED") retriedIndices.forEach((index) => done.add(index));
    if (!array) continue;
    for (const { arrayProperties } of await jobs.children(id, "SUCCEEDED"))
      done.add(retriedIndices[arrayProperties!.index!]!);
  }
  return done;
}

async function submitAll(
  context: JobContext,
  first: Job,
  requests: readonly SubmitJobCommandInput[],
  { wait, json }: RetryOptions,
): Promise<ExitStatus> {
  const { dependsOn = [] } = await context.jobs.detail(first.id);
  const isSequential = dependsOn.some(({ type }) => type === "SEQUENTIAL");
  context.interrupts.listen();
  const submitted: string[] = [];
  for (const input of requests) {
    const before = submitted.at(-1);
    const order = [
      ...(isSequential && input.arrayProperties ? [{ type: "SEQUENTIAL" as const }] : []),
      ...(isSequential && before !== undefined ? [{ jobId: before }] : []),
    ];
    submitted.push(await context.jobs.submit({ ...input, ...(order.length > 0 && { dependsOn: order }) }));
  }
  let exit: ExitStatus = EXIT_STATUS.succeeded;
  for (const [part, jobId] of submitted.entries()) {
    const event = {
      event: "submitted" as const,
      jobId,
      ...{ jobName: requests[part]!.jobName!, queue: resourceName(first.queue) },
      ...{ definition: resourceName(first.definition), size: requests[part]!.arrayProperties?.size },
    };
    if (wait) {
      const { containerNames: containers } = first;
      exit = Math.max(
        exit,
        await watchJob(context, jobId, { containers, first: event, logs: false, json }),
      ) as ExitStatus;
      if (exit === EXIT_STATUS.interrupted) return exit;
    } else if (json) context.printJson(event);
    else context.print(jobId);
  }
  return exit;
}

function upperFirst(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
