import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchClient,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  RegisterJobDefinitionCommand,
  type ComputeResource,
  type EksContainer,
} from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKS } from "@aws-sdk/client-eks";
import { ControlClient } from "../../../../local/gateway/control-client";
import { Emulator } from "../../../../local/emulator";
import type { Clock } from "../../../../src/operations/terminal/clock";
import type { JobClients } from "../../../../src/operations/jobs/api/job-clients";
import { until } from "../../../local/batch/fixtures";
import { createNetwork, createRole } from "./emulated-network";
import { FakeScreen, Program } from "../fixtures";

export const REGION = "eu-west-1";
export const MAX_VCPUS = 16;
export const ENVIRONMENTS = { onDemand: "doeks-CE1_OD", spot: "doeks-CE1_SPOT" };

/** Time that passes faster than real time by a factor. */
export class FastClock implements Clock {
  private readonly begin = Date.now();

  constructor(private readonly factor: number) {}

  now(): number {
    return this.begin + (Date.now() - this.begin) * this.factor;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds / this.factor));
  }
}

/** Time that stands still until it is let go. */
export class HeldClock extends FastClock {
  private readonly at = Date.now();
  private isHeld = true;

  constructor() {
    super(20);
  }

  override now(): number {
    return this.isHeld ? this.at : super.now();
  }

  letGo(): void {
    this.isHeld = false;
  }
}

/** The whole emulator with what the stacks deploy, as far as jobs need it, made without Terraform. */
export class DeployedEmulator {
  readonly batch: BatchClient;
  readonly logs: CloudWatchLogsClient;
  readonly control: ControlClient;
  /** Of an SDK client that talks to the emulator. */
  readonly config: {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };

  private constructor(
    readonly directory: string,
    private readonly emulator: Emulator,
  ) {
    const { endpoint, accessKeyId, secretAccessKey } = emulator;
    const credentials = { accessKeyId, secretAccessKey };
    this.config = { region: REGION, endpoint, credentials, maxAttempts: 1 };
    this.batch = new BatchClient(this.config);
    this.logs = new CloudWatchLogsClient(this.config);
    this.control = new ControlClient(emulator);
  }

  static async start(): Promise<DeployedEmulator> {
    const directory = mkdtempSync(join(tmpdir(), "job-command-"));
    const emulator = await Emulator.start({ directory, delays: { default: 0.05 } });
    const deployed = new DeployedEmulator(directory, emulator);
    writeFileSync(join(directory, "variables.json"), JSON.stringify({ aws_region: REGION }));
    try {
      await deployed.deploy();
    } catch (error) {
      await deployed.stop();
      throw error;
    }
    return deployed;
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** What `eval "$(npm run --silent local:env)"` sets, with a shell's region that is another one. */
  get environment(): NodeJS.ProcessEnv {
    const { endpoint, accessKeyId, secretAccessKey } = this.emulator;
    return {
      PATH: process.env.PATH,
      NODE_OPTIONS: process.env.NODE_OPTIONS,
      HOME: this.directory,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: "us-west-2",
      AWS_DEFAULT_REGION: "us-west-2",
      WITHOUT_KUBERNETES: "1",
      VARIABLES_FILE: join(this.directory, "variables.json"),
    };
  }

  /** The program in this process, with a clock that is so much faster. */
  program(clock: Clock = new FastClock(20)): Program {
    const clients: JobClients = {
      batch: this.batch,
      submitting: this.batch,
      logs: this.logs,
      eks: new EKS(this.config),
      ec2: () => Promise.resolve(new EC2Client(this.config)),
    };
    return new Program(clients, clock, new FakeScreen());
  }

  /** Issuer of the cluster's tokens, without its scheme. */
  async oidcIssuer(): Promise<string> {
    const { cluster } = await new EKS(this.config).describeCluster({ name: "doeks-aws-batch" });
    return cluster!.identity!.oidc!.issuer!.replace("https://", "");
  }

  async registerDefinition(
    name: string,
    containers: EksContainer[],
    pod: { readonly serviceAccountName?: string } = {},
  ): Promise<void> {
    const eksProperties = { podProperties: { ...pod, containers } };
    await this.batch.send(
      new RegisterJobDefinitionCommand({ jobDefinitionName: name, type: "container", eksProperties }),
    );
  }

  /** Waits until an environment is VALID or INVALID. */
  async settled(name: string): Promise<void> {
    await until(async () => {
      const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] });
      const { computeEnvironments } = await this.batch.send(command);
      return computeEnvironments?.find(({ status }) => status === "VALID" || status === "INVALID");
    });
  }

  private async deploy(): Promise<void> {
    const { subnets, securityGroupIds } = await createNetwork(this.config, REGION);
    const nodeRole = await createRole(this.config, "nodes", "ec2");
    const eks = new EKS(this.config);
    const { cluster } = await eks.createCluster({
      name: "doeks-aws-batch",
      version: "1.35",
      roleArn: await createRole(this.config, "cluster", "eks"),
      resourcesVpcConfig: { subnetIds: subnets },
      accessConfig: {
        authenticationMode: "API_AND_CONFIG_MAP",
        bootstrapClusterCreatorAdminPermissions: true,
      },
    });
    await until(async () =>
      (await eks.describeCluster({ name: cluster!.name })).cluster?.status === "ACTIVE" ? true : undefined,
    );
    const clusterName = cluster!.name!;
    await eks.createAccessEntry({ clusterName, principalArn: nodeRole, type: "EC2_LINUX" });
    await eks.createNodegroup({ clusterName, nodegroupName: "core", nodeRole, subnets });
    await eks.createAddon({ clusterName, addonName: "amazon-cloudwatch-observability" });
    for (const [kind, name] of Object.entries(ENVIRONMENTS)) {
      const type = kind === "spot" ? "SPOT" : "EC2";
      const allocationStrategy = type === "SPOT" ? "SPOT_PRICE_CAPACITY_OPTIMIZED" : "BEST_FIT_PROGRESSIVE";
      const resources = { type, allocationStrategy, subnets, securityGroupIds } as const;
      await this.environmentAndQueue(name, resources, cluster!.arn!);
    }
    await this.registerDefinition("doeks-hello-world", [container("main", "echo 'Hello World!'")]);
    await until(async () => {
      const addonName = "amazon-cloudwatch-observability";
      const { addon } = await eks.describeAddon({ clusterName, addonName });
      return addon?.status === "ACTIVE" ? true : undefined;
    });
  }

  private async environmentAndQueue(
    name: string,
    resources: Pick<ComputeResource, "type" | "allocationStrategy" | "subnets" | "securityGroupIds">,
    eksClusterArn: string,
  ): Promise<void> {
    await this.batch.send(
      new CreateComputeEnvironmentCommand({
        computeEnvironmentName: name,
        type: "MANAGED",
        eksConfiguration: { eksClusterArn, kubernetesNamespace: "doeks-aws-batch" },
        computeResources: {
          ...resources,
          minvCpus: 0,
          maxvCpus: MAX_VCPUS,
          instanceTypes: ["m5.large", "c5"],
          instanceRole: "nodes",
        },
      }),
    );
    await this.settled(name);
    const jobQueueName = name.replace("CE1", "JQ1");
    await this.batch.send(
      new CreateJobQueueCommand({
        jobQueueName,
        priority: 1,
        computeEnvironmentOrder: [{ order: 0, computeEnvironment: name }],
      }),
    );
    await until(async () => {
      const { jobQueues } = await this.batch.send(
        new DescribeJobQueuesCommand({ jobQueues: [jobQueueName] }),
      );
      return jobQueues?.find(({ status }) => status === "VALID");
    });
  }
}

/** A container that runs a shell script. */
export function container(name: string, script: string): EksContainer {
  return {
    name,
    image: "public.ecr.aws/amazonlinux/amazonlinux:2023",
    command: ["/bin/sh", "-c", script],
    resources: { limits: { cpu: "0.25", memory: "64Mi" } },
  };
}
