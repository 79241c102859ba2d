import { execFile, spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
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
  TerminateJobCommand,
  UpdateComputeEnvironmentCommand,
  type ComputeEnvironmentDetail,
  type EksPodProperties,
  type JobDetail,
  type SubmitJobCommandInput,
} from "@aws-sdk/client-batch";
import { EC2Client } from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";
import { KubernetesClient, type ClientProps } from "../../../../local/kubernetes/client";
import type { KubernetesObject } from "../../../../local/kubernetes/objects";
import type { Delays } from "../../../../local/lifecycle";
import { defaultVariables } from "../../../../src/model/variables";
import type { JobClients } from "../../../../src/operations/jobs/api/job-clients";
import { jobEnvironment } from "../../../../src/operations/jobs/api/job-environment";
import { podEvents } from "../../../../src/operations/jobs/api/pod-events";
import { diagnose, type Diagnosis } from "../../../../src/operations/jobs/diagnosis/diagnosis";
import { FactGatherer } from "../../../../src/operations/jobs/diagnosis/gather-facts";
import { parseJob } from "../../../../src/operations/jobs/model/job";
import { checkKubernetes } from "../../../../src/operations/doctor/deployed/kubernetes";
import { runCommand, type RunCommand } from "../../../../src/operations/terminal/commands";
import { context } from "../../../operations/doctor/fakes";
import {
  apply,
  kubernetesObjects,
  type SynthesizedObject,
} from "../../../support/kubernetes/synthesized-objects";
import { EmulatorWithKubernetes } from "../../kubernetes/emulator-with-kubernetes";
import { shellContainer, until } from "../fixtures";

export const CLUSTER = "doeks-aws-batch";
export const NAMESPACE = "doeks-aws-batch";
const CLUSTER_ARN = `arn:aws:eks:us-east-1:123456789012:cluster/${CLUSTER}`;
const QUEUE = "queue";

/** A cluster with the objects of stack `kubernetes`, and AWS Batch in it, in an emulator of its own. */
export class BatchInCluster {
  private definitions = 0;

  private constructor(
    readonly emulated: EmulatorWithKubernetes,
    readonly api: KubernetesClient,
    private readonly access: ClientProps,
    readonly batch: BatchClient,
    private readonly ec2: EC2Client,
    private readonly sts: STSClient,
    /** What stack `kubernetes` makes. */
    readonly objects: readonly SynthesizedObject[],
  ) {}

  static async start(delays: Delays = { default: 0.01 }): Promise<BatchInCluster> {
    const emulated = await EmulatorWithKubernetes.start(delays);
    const { endpoint, certificateAuthority } = await emulated.cluster(CLUSTER);
    // Tokens of EKS are good for a quarter of an hour.
    const access = { endpoint, certificateAuthority, token: await emulated.token(CLUSTER) };
    const api = KubernetesClient.connect(access);
    const { accessKeyId, secretAccessKey } = emulated.emulator;
    const configuration = {
      endpoint: emulated.emulator.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    };
    const iam = new IAMClient(configuration);
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "nodes" }));
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: "nodes", RoleName: "nodes" }));
    await emulated.eks.createAccessEntry({
      clusterName: CLUSTER,
      principalArn: emulated.nodeRole,
      type: "EC2_LINUX",
    });
    const objects = kubernetesObjects({ accountId: "123456789012", nodeRoleArn: emulated.nodeRole });
    const made = new BatchInCluster(
      emulated,
      api,
      access,
      new BatchClient(configuration),
      new EC2Client(configuration),
      new STSClient(configuration),
      objects,
    );
    await apply(api, objects);
    await made.defaultServiceAccount();
    return made;
  }

  async stop(): Promise<void> {
    this.batch.destroy();
    this.ec2.destroy();
    this.sts.destroy();
    this.api.close();
    await this.emulated.stop();
  }

  /** Makes a compute environment and its queue, unless they are there. */
  async environment(name = "environment", minvCpus = 0): Promise<ComputeEnvironmentDetail> {
    await this.batch.send(
      new CreateComputeEnvironmentCommand({
        computeEnvironmentName: name,
        type: "MANAGED",
        eksConfiguration: { eksClusterArn: CLUSTER_ARN, kubernetesNamespace: NAMESPACE },
        computeResources: {
          type: "EC2",
          allocationStrategy: "BEST_FIT_PROGRESSIVE",
          minvCpus,
          maxvCpus: 256,
          instanceTypes: ["m5.large", "m5.4xlarge"],
          instanceRole: "nodes",
          subnets: this.emulated.subnetIds,
          securityGroupIds: [],
        },
      }),
    );
    return this.settled(name);
  }

  /** Has AWS Batch look at a compute environment again. */
  async lookedAtAgain(name = "environment"): Promise<ComputeEnvironmentDetail> {
    await this.batch.send(
      new UpdateComputeEnvironmentCommand({ computeEnvironment: name, state: "ENABLED" }),
    );
    return this.settled(name);
  }

  async queue(...environments: string[]): Promise<void> {
    const computeEnvironmentOrder = environments.map((computeEnvironment, order) => ({
      order,
      computeEnvironment,
    }));
    await this.batch.send(
      new CreateJobQueueCommand({ jobQueueName: QUEUE, priority: 1, computeEnvironmentOrder }),
    );
    await until(async () => {
      const { jobQueues } = await this.batch.send(new DescribeJobQueuesCommand({ jobQueues: [QUEUE] }));
      return jobQueues?.find(({ status }) => status === "VALID");
    });
  }

  /** Submits a job with a pod, or with a shell script as its only container. */
  async submit(pod: string | EksPodProperties, more: Partial<SubmitJobCommandInput> = {}): Promise<string> {
    const jobDefinitionName = `definition-${(this.definitions += 1)}`;
    const podProperties = typeof pod === "string" ? { containers: [shellContainer(pod)] } : pod;
    await this.batch.send(
      new RegisterJobDefinitionCommand({
        jobDefinitionName,
        type: "container",
        eksProperties: { podProperties },
      }),
    );
    const { jobId } = await this.batch.send(
      new SubmitJobCommand({ jobName: "job", jobQueue: QUEUE, jobDefinition: jobDefinitionName, ...more }),
    );
    return jobId!;
  }

  async stopJob(jobId: string): Promise<void> {
    await this.batch.send(new TerminateJobCommand({ jobId, reason: "enough" }));
  }

  /** Waits until a job is in one of the states. */
  jobIn(id: string, ...states: string[]): Promise<JobDetail> {
    return until(async () => {
      const { jobs } = await this.batch.send(new DescribeJobsCommand({ jobs: [id] }));
      return jobs?.find(({ status }) => states.includes(status!));
    });
  }

  ended(id: string): Promise<JobDetail> {
    return this.jobIn(id, "SUCCEEDED", "FAILED");
  }

  /** Runs kubectl as one who may do everything. @returns what it prints, on both streams */
  kubectl(...args: string[]): Promise<string> {
    return new Promise((resolve) => {
      execFile("kubectl", ["--kubeconfig", this.kubeconfig(), ...args], (_error, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });
  }

  /** Starts kubectl. @param onOutput told of what it prints */
  following(onOutput: (text: string) => void, ...args: string[]): ChildProcess {
    const child = spawn("kubectl", ["--kubeconfig", this.kubeconfig(), ...args]);
    child.stdout.on("data", (chunk: Buffer) => onOutput(chunk.toString()));
    return child;
  }

  /** Reasons and messages of a pod's events, in the order in which they came. */
  async eventsOf(pod: string): Promise<string[]> {
    const events = await this.api.list<KubernetesObject & { reason: string; message: string }>(
      `/api/v1/namespaces/${NAMESPACE}/events?fieldSelector=involvedObject.name=${pod}`,
    );
    return events
      .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
      .map(({ reason, message }) => `${reason}: ${message}`);
  }

  /** What `npm run job -- why` says of a job, where it may ask the cluster. */
  async why(job: JobDetail): Promise<Diagnosis> {
    const { batch } = this;
    const clients: JobClients = {
      ...{ batch, submitting: batch, eks: this.emulated.eks },
      logs: { send: () => Promise.reject(new Error("There are no logs here.")) },
      ec2: () => Promise.resolve(this.ec2),
      events: podEvents((args) => this.kubectl(...args)),
    };
    const gatherer = new FactGatherer(clients, jobEnvironment(defaultVariables()));
    return diagnose(await gatherer.factsOf(parseJob(job), Date.now()));
  }

  /** What the doctor says of the cluster's Kubernetes, one line for each check. */
  async doctor(): Promise<string[]> {
    const { cluster } = await this.emulated.eks.describeCluster({ name: CLUSTER });
    const run: RunCommand = async (command, args, env) => {
      if (command !== "aws") return runCommand(command, args, env);
      const status = { token: await this.emulated.token(CLUSTER) };
      return { status: 0, stdout: JSON.stringify({ status }), stderr: "" };
    };
    const fakes = context({ run, env: { PATH: process.env.PATH } });
    const aws = { ...fakes.aws, eks: this.emulated.eks, sts: this.sts };
    const results = await checkKubernetes(cluster!, { ...fakes, aws });
    return results.map(({ check, state, found }) => `${check}: ${state}: ${found}`);
  }

  /** Deletes the namespace, and waits until it is gone. */
  async withoutNamespace(): Promise<void> {
    const path = `/api/v1/namespaces/${NAMESPACE}`;
    await this.api.delete(path);
    // Events of many jobs go one by one.
    await until(async () => ((await this.api.find(path)) ? undefined : true), 600);
  }

  /** Puts everything back that stack `kubernetes` makes. */
  async restore(): Promise<void> {
    await apply(this.api, this.objects);
    for (const { path, object } of this.objects) {
      if (!path.endsWith("/namespaces")) await this.api.replace(`${path}/${object.metadata.name}`, object);
    }
    await this.defaultServiceAccount();
  }

  private kubeconfig(): string {
    const file = join(this.emulated.directory, "kubeconfig.json");
    const { endpoint, certificateAuthority, token } = this.access;
    const cluster = {
      server: endpoint,
      "certificate-authority-data": Buffer.from(certificateAuthority).toString("base64"),
    };
    const kubeconfig = {
      ...{ apiVersion: "v1", kind: "Config", "current-context": CLUSTER_ARN },
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: { token } }],
      contexts: [{ name: CLUSTER_ARN, context: { cluster: "c", user: "u" } }],
    };
    writeFileSync(file, JSON.stringify(kubeconfig));
    return file;
  }

  private settled(name: string): Promise<ComputeEnvironmentDetail> {
    return until(async () => {
      const { computeEnvironments } = await this.batch.send(
        new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] }),
      );
      return computeEnvironments?.find(({ status }) => status === "VALID" || status === "INVALID");
    });
  }

  private async defaultServiceAccount(): Promise<void> {
    const list = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`;
    if (await this.api.find(`${list}/default`)) return;
    const metadata = { name: "default", namespace: NAMESPACE };
    await this.api.create(list, { apiVersion: "v1", kind: "ServiceAccount", metadata });
  }
}
