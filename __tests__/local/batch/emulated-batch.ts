import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchClient,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  type ComputeEnvironmentDetail,
  type CreateComputeEnvironmentCommandInput,
  type JobDetail,
  type JobQueueDetail,
  type RegisterJobDefinitionCommandInput,
  type SubmitJobCommandInput,
} from "@aws-sdk/client-batch";
import type { PublishEvent } from "../../../local/batch/events";
import { BatchService, type BatchOptions } from "../../../local/batch/service";
import { CallLog } from "../../../local/gateway/call-log";
import type { ClusterEntry } from "../../../local/cluster-directory";
import { ControlApi } from "../../../local/gateway/control-api";
import { Faults } from "../../../local/gateway/faults";
import { Gateway } from "../../../local/gateway/gateway";
import { Lifecycle } from "../../../local/lifecycle";
import type { Moto } from "../../../local/moto/moto";
import { AwsModel } from "../../support/conformance/aws-model";
import { Conformance } from "../../support/conformance/conformance";
import { RecordingProxy } from "../../support/conformance/recording-proxy";
import {
  AGREEABLE_CLIENTS,
  CLUSTER_ARN,
  environmentInput,
  NODE_ROLE_ARN,
  REGION,
  shellContainer,
  until,
} from "./fixtures";

export const ACCESS_KEY_ID = randomUUID();

/** The emulated Batch behind the real gateway, with a cluster that tests may change. */
export class EmulatedBatch {
  readonly client: BatchClient;
  readonly endpoint: string;
  /** Of everything that goes through `endpoint`. */
  readonly conformance: Conformance;
  readonly cluster = {
    name: "batch",
    status: "ACTIVE",
    version: "1.35",
    oidcIssuer: "oidc.eks.us-east-1.amazonaws.com/id/BATCH",
    activeAddons: ["amazon-cloudwatch-observability"],
    admitted: [NODE_ROLE_ARN],
    admitsNodeRole: (role: string): boolean => this.cluster.admitted.includes(role),
    identityOf: () => Promise.resolve(undefined),
  } satisfies ClusterEntry & { admitted: string[] };

  private constructor(
    readonly service: BatchService,
    readonly faults: Faults,
    /** Seconds by transition; a test may slow one down. */
    readonly delays: Record<string, number>,
    /** Where the directories of jobs are. */
    readonly jobsDirectory: string,
    private readonly lifecycle: Lifecycle,
    private readonly gateway: Gateway,
    private readonly proxy: RecordingProxy,
    clusters: Map<string, ClusterEntry>,
  ) {
    clusters.set(CLUSTER_ARN, this.cluster);
    this.endpoint = proxy.endpoint;
    this.conformance = new Conformance(new AwsModel("batch"), proxy.exchanges);
    this.client = new BatchClient({
      region: REGION,
      endpoint: this.endpoint,
      credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: "secret" },
      maxAttempts: 1,
    });
  }

  /** @param moto without it, whatever Batch asks other services for exists */
  static async start(
    options: Partial<BatchOptions> = {},
    moto?: Moto,
    publish?: PublishEvent,
  ): Promise<EmulatedBatch> {
    const jobsDirectory = mkdtempSync(join(tmpdir(), "batch-jobs-"));
    const faults = new Faults();
    const delays: Record<string, number> = { default: 0.01 };
    const lifecycle = new Lifecycle(faults, delays);
    const clusters = new Map<string, ClusterEntry>();
    const service = new BatchService(
      { lifecycle, clients: (region) => moto?.clients(region) ?? AGREEABLE_CLIENTS },
      { find: (region, clusterArn) => (region === REGION ? clusters.get(clusterArn) : undefined) },
      { runJobs: true, jobTimeoutSeconds: 60, maxEnvironmentsOfCluster: Infinity, jobsDirectory, ...options },
      publish,
    );
    const calls = new CallLog();
    const gateway = new Gateway({
      accessKeyId: ACCESS_KEY_ID,
      moto: moto as Moto,
      services: [service],
      corrections: [],
      faults,
      calls,
      control: new ControlApi({
        faults,
        calls,
        inventory: () => Promise.resolve(service.inventory()),
      }),
    });
    const proxy = await RecordingProxy.start(`http://127.0.0.1:${await gateway.listen()}`);
    return new EmulatedBatch(service, faults, delays, jobsDirectory, lifecycle, gateway, proxy, clusters);
  }

  /** @throws Error when an answer was not as AWS's model says */
  async close(): Promise<void> {
    await this.service.close();
    this.lifecycle.close();
    this.client.destroy();
    await this.proxy.close();
    await this.gateway.close();
    rmSync(this.jobsDirectory, { recursive: true, force: true });
    this.conformance.assert();
  }

  /** Creates an environment and waits until it is VALID or INVALID. */
  async createEnvironment(
    name: string,
    more: Partial<CreateComputeEnvironmentCommandInput> = {},
  ): Promise<ComputeEnvironmentDetail> {
    await this.client.send(new CreateComputeEnvironmentCommand({ ...environmentInput(name), ...more }));
    return this.settledEnvironment(name);
  }

  settledEnvironment(name: string): Promise<ComputeEnvironmentDetail> {
    return until(async () => {
      const { computeEnvironments } = await this.client.send(
        new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] }),
      );
      return computeEnvironments?.find(({ status }) => status === "VALID" || status === "INVALID");
    });
  }

  async createQueue(name: string, ...environments: string[]): Promise<JobQueueDetail> {
    const computeEnvironmentOrder = environments.map((computeEnvironment, order) => ({
      order,
      computeEnvironment,
    }));
    await this.client.send(
      new CreateJobQueueCommand({ jobQueueName: name, priority: 1, computeEnvironmentOrder }),
    );
    return this.settledQueue(name);
  }

  settledQueue(name: string): Promise<JobQueueDetail> {
    return until(async () => {
      const { jobQueues } = await this.client.send(new DescribeJobQueuesCommand({ jobQueues: [name] }));
      return jobQueues?.find(({ status }) => status === "VALID" || status === "INVALID");
    });
  }

  /** Registers a job definition of one container that runs a shell script. */
  async registerScript(
    name: string,
    script: string,
    more: Partial<RegisterJobDefinitionCommandInput> = {},
  ): Promise<string> {
    const { jobDefinitionArn } = await this.client.send(
      new RegisterJobDefinitionCommand({
        jobDefinitionName: name,
        type: "container",
        eksProperties: { podProperties: { containers: [shellContainer(script)] } },
        ...more,
      }),
    );
    return jobDefinitionArn!;
  }

  async submit(
    jobDefinition: string,
    jobQueue: string,
    more: Partial<SubmitJobCommandInput> = {},
  ): Promise<string> {
    const { jobId } = await this.client.send(
      new SubmitJobCommand({ jobName: "test", jobQueue, jobDefinition, ...more }),
    );
    return jobId!;
  }

  async job(id: string): Promise<JobDetail> {
    const { jobs } = await this.client.send(new DescribeJobsCommand({ jobs: [id] }));
    if (!jobs?.[0]) throw new Error(`There is no job ${id}.`);
    return jobs[0];
  }

  /** Waits until a job is in one of the states. */
  jobIn(id: string, ...states: string[]): Promise<JobDetail> {
    return until(async () => {
      const job = await this.job(id);
      return states.includes(job.status!) ? job : undefined;
    });
  }

  ended(id: string): Promise<JobDetail> {
    return this.jobIn(id, "SUCCEEDED", "FAILED");
  }
}
