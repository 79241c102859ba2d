import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  SubmitJobCommand,
  type JobDetail,
} from "@aws-sdk/client-batch";
import { DescribeNodegroupCommand, ListNodegroupsCommand } from "@aws-sdk/client-eks";
import { setTimeout as sleep } from "node:timers/promises";
import type { AwsClients } from "../../../src/operations/aws/aws-clients";

const POLL_MS = 100;
const MS_BETWEEN_JOBS = 10_000;

/** Of DescribeJobs. */
const MAX_JOBS = 100;

/** What serves: AWS Batch takes and keeps jobs also while it updates. */
const SERVING = ["VALID", "UPDATING"];

export interface ServiceWatchProps {
  readonly clients: AwsClients;
  readonly clusterName: string;
  readonly queueNames: readonly string[];
  readonly jobDefinition: string;
}

/**
 * Looks all the time whether every queue and the nodes are there to serve, and submits a job to each
 * queue every few seconds, until it is told to stop.
 */
export class ServiceWatch {
  /** What was not as it must be, each once. */
  readonly lapses = new Set<string>();
  /** The environments that a queue was fed to, or the node groups, in turn. */
  readonly history = new Map<string, string[]>();
  private readonly jobIds: string[] = [];
  private readonly stopped = new AbortController();
  private readonly work: Promise<unknown>;

  constructor(private readonly props: ServiceWatchProps) {
    this.work = Promise.all([
      this.repeat(POLL_MS, () => Promise.all([this.lookAtQueues(), this.lookAtNodes()])),
      this.repeat(MS_BETWEEN_JOBS, () =>
        Promise.all(this.props.queueNames.map((queue) => this.submit(queue, "true"))),
      ),
    ]);
    // It is judged when it is stopped.
    this.work.catch(() => undefined);
  }

  /** @returns the id of the job */
  async submit(jobQueue: string, script: string, cpu = "0.25"): Promise<string> {
    const { batch } = this.props.clients;
    const { jobDefinition } = this.props;
    const container = {
      name: "application-hello",
      command: ["/bin/sh", "-c", script],
      resources: { limits: { cpu, memory: "64Mi" } },
    };
    const eksPropertiesOverride = { podProperties: { containers: [container] } };
    const { jobId } = await batch.send(
      new SubmitJobCommand({ jobName: "watch", jobQueue, jobDefinition, eksPropertiesOverride }),
    );
    this.jobIds.push(jobId!);
    return jobId!;
  }

  /** Ends the watch, and waits for the end of its jobs. @throws Error when a look or a submission failed */
  async stop(): Promise<JobDetail[]> {
    this.stopped.abort();
    await this.work;
    for (;;) {
      const jobs = await this.jobs();
      if (jobs.every(({ status }) => status === "SUCCEEDED" || status === "FAILED")) return jobs;
      await sleep(POLL_MS);
    }
  }

  private async jobs(): Promise<JobDetail[]> {
    const found: JobDetail[] = [];
    for (let first = 0; first < this.jobIds.length; first += MAX_JOBS) {
      const command = new DescribeJobsCommand({ jobs: this.jobIds.slice(first, first + MAX_JOBS) });
      found.push(...((await this.props.clients.batch.send(command)).jobs ?? []));
    }
    return found;
  }

  private async repeat(pauseMs: number, step: () => Promise<unknown>): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await step();
      await sleep(pauseMs, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async lookAtQueues(): Promise<void> {
    const { batch } = this.props.clients;
    const { jobQueues = [] } = await batch.send(
      new DescribeJobQueuesCommand({ jobQueues: [...this.props.queueNames] }),
    );
    const { computeEnvironments = [] } = await batch.send(new DescribeComputeEnvironmentsCommand({}));
    for (const name of this.props.queueNames) {
      const queue = jobQueues.find(({ jobQueueName }) => jobQueueName === name);
      this.expectServing(name, queue);
      for (const { computeEnvironment } of queue?.computeEnvironmentOrder ?? []) {
        const found = computeEnvironments.find(
          ({ computeEnvironmentArn }) => computeEnvironmentArn === computeEnvironment,
        );
        this.expectServing(`environment of ${name}`, found);
        this.record(name, computeEnvironment!);
      }
    }
  }

  private expectServing(what: string, found: { state?: string; status?: string } | undefined): void {
    if (found?.state === "ENABLED" && SERVING.includes(found.status ?? "")) return;
    this.lapses.add(`${what} is ${found ? `${found.state} and ${found.status}` : "missing"}`);
  }

  private async lookAtNodes(): Promise<void> {
    const { clients, clusterName } = this.props;
    const { nodegroups = [] } = await clients.eks.send(new ListNodegroupsCommand({ clusterName }));
    const all = await Promise.all(
      nodegroups.map((nodegroupName) =>
        clients.eks.send(new DescribeNodegroupCommand({ clusterName, nodegroupName })).catch(() => undefined),
      ),
    );
    const serving = all.filter((answer) => ["ACTIVE", "UPDATING"].includes(answer?.nodegroup?.status ?? ""));
    if (serving.length === 0) this.lapses.add("there is no node group with nodes");
    for (const answer of serving) this.record("nodes", answer!.nodegroup!.nodegroupName!);
  }

  private record(what: string, name: string): void {
    const names = this.history.get(what) ?? [];
    if (!names.includes(name)) this.history.set(what, [...names, name]);
  }
}
