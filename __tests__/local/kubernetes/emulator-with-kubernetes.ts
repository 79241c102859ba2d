import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKS, type CreateClusterCommandInput } from "@aws-sdk/client-eks";
import { IAMClient } from "@aws-sdk/client-iam";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { Emulator } from "../../../local/emulator";
import { KubernetesClient } from "../../../local/kubernetes/client";
import type { Delays } from "../../../local/lifecycle";
import { KUBERNETES_ASSETS } from "../../support/kubernetes/api-server";
import { createNetwork, createRole } from "../eks/emulated-eks";
import { until } from "../eks/ready-made";

/** The emulator with a network and roles for clusters with a Kubernetes behind them. */
export class EmulatorWithKubernetes {
  private tokens = 0;

  private constructor(
    readonly directory: string,
    readonly emulator: Emulator,
    readonly eks: EKS,
    readonly vpcId: string,
    readonly subnetIds: string[],
    readonly clusterRole: string,
    readonly nodeRole: string,
  ) {}

  static async start(
    delays: Delays = { default: 0.01 },
    kubernetesAssets = KUBERNETES_ASSETS,
  ): Promise<EmulatorWithKubernetes> {
    const directory = mkdtempSync(join(tmpdir(), "emulated-kubernetes-"));
    const emulator = await Emulator.start({ directory, delays, kubernetesAssets });
    const { endpoint, accessKeyId, secretAccessKey } = emulator;
    const configuration = {
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    };
    const clients = { ec2: new EC2Client(configuration), iam: new IAMClient(configuration) };
    const { vpcId, subnetIds } = await createNetwork(clients, "10.1");
    return new EmulatorWithKubernetes(
      directory,
      emulator,
      new EKS(configuration),
      vpcId,
      subnetIds,
      await createRole(clients, "cluster", "eks"),
      await createRole(clients, "nodes", "ec2"),
    );
  }

  /** Environment variables with which programs call the emulator. */
  environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: this.directory,
      AWS_ENDPOINT_URL: this.emulator.endpoint,
      AWS_ACCESS_KEY_ID: this.emulator.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.emulator.secretAccessKey,
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
    };
  }

  /** A token as `aws eks get-token` makes it, each time another one: the API server remembers them for ten seconds. */
  async token(clusterName: string, secretAccessKey = this.emulator.secretAccessKey): Promise<string> {
    const url = new URL(this.emulator.endpoint);
    const signer = new SignatureV4({
      credentials: { accessKeyId: this.emulator.accessKeyId, secretAccessKey },
      ...{ region: "us-east-1", service: "sts", sha256: Hash.bind(null, "sha256") },
    });
    const { query } = await signer.presign(
      {
        ...{ method: "GET", protocol: "http:", hostname: url.hostname, path: "/" },
        query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
        headers: { host: url.host, "x-k8s-aws-id": clusterName },
      },
      { expiresIn: (this.tokens += 1) },
    );
    url.search = new URLSearchParams(query as Record<string, string>).toString();
    return `k8s-aws-v1.${Buffer.from(url.href).toString("base64url")}`;
  }

  async stop(): Promise<void> {
    this.eks.destroy();
    await this.emulator.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Makes a cluster, and waits until it has a status. */
  async cluster(
    name: string,
    more: Partial<CreateClusterCommandInput> = {},
    status = "ACTIVE",
  ): Promise<{ endpoint: string; certificateAuthority: string }> {
    await this.eks.createCluster({
      name,
      version: "1.35",
      roleArn: this.clusterRole,
      resourcesVpcConfig: { subnetIds: this.subnetIds },
      accessConfig: { authenticationMode: "API_AND_CONFIG_MAP" },
      ...more,
    });
    await until(async () => (await this.eks.describeCluster({ name })).cluster?.status, status);
    return this.describe(name);
  }

  async describe(name: string): Promise<{ endpoint: string; certificateAuthority: string }> {
    const { cluster } = await this.eks.describeCluster({ name });
    return {
      endpoint: cluster?.endpoint ?? "",
      certificateAuthority: Buffer.from(cluster?.certificateAuthority?.data ?? "", "base64").toString(),
    };
  }
}

/** What the suites share, from `startShared` on: starting an API server takes seconds. */
export let emulated: EmulatorWithKubernetes;
/** Of a cluster that all of them use, as its administrator. */
export let api: KubernetesClient;

export const SHARED_CLUSTER = "shared";

export async function startShared(): Promise<void> {
  if (!KUBERNETES_ASSETS) return;
  emulated = await EmulatorWithKubernetes.start();
  const cluster = await emulated.cluster(SHARED_CLUSTER);
  api = KubernetesClient.connect({ ...cluster, token: await emulated.token(SHARED_CLUSTER) });
}

export async function stopShared(): Promise<void> {
  if (KUBERNETES_ASSETS) await emulated.stop();
}
