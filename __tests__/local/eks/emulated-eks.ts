import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateSubnetCommand, CreateVpcCommand } from "@aws-sdk/client-ec2";
import { EKS, type CreateClusterCommandInput } from "@aws-sdk/client-eks";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CallLog } from "../../../local/gateway/call-log";
import { ControlApi } from "../../../local/gateway/control-api";
import { EksService } from "../../../local/eks/service";
import { Faults } from "../../../local/gateway/faults";
import { Gateway } from "../../../local/gateway/gateway";
import { Lifecycle } from "../../../local/lifecycle";
import { Moto, type MotoClients } from "../../../local/moto/moto";
import { AwsModel } from "../../support/conformance/aws-model";
import { Conformance } from "../../support/conformance/conformance";
import { RecordingProxy } from "../../support/conformance/recording-proxy";

const REGION = "us-east-1";
export const ACCESS_KEY_ID = "AKIATESTOFEMULATEDEKS";

/** The emulated EKS behind the real gateway, with moto beside it and a network to put clusters in. */
export class EmulatedEks {
  readonly eks: EKS;
  readonly region = REGION;
  /** Of everything that goes through `eks`. */
  readonly conformance: Conformance;

  private constructor(
    private readonly directory: string,
    private readonly moto: Moto,
    private readonly gateway: Gateway,
    private readonly lifecycle: Lifecycle,
    readonly service: EksService,
    readonly faults: Faults,
    /** Seconds by transition; a test may slow one down. */
    readonly delays: Record<string, number>,
    readonly proxy: RecordingProxy,
    readonly network: { vpcId: string; subnetIds: string[] },
    readonly clusterRole: string,
    readonly nodeRole: string,
  ) {
    this.conformance = new Conformance(new AwsModel("eks"), proxy.exchanges);
    this.eks = new EKS({
      region: REGION,
      endpoint: proxy.endpoint,
      credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: "secret" },
      maxAttempts: 1,
    });
  }

  static async start(): Promise<EmulatedEks> {
    const directory = mkdtempSync(join(tmpdir(), "emulated-eks-"));
    const moto = await Moto.start(directory);
    const faults = new Faults();
    const delays: Record<string, number> = { default: 0.01 };
    const lifecycle = new Lifecycle(faults, delays);
    const service = new EksService({ lifecycle, clients: (region) => moto.clients(region) });
    const calls = new CallLog();
    const gateway = new Gateway({
      accessKeyId: ACCESS_KEY_ID,
      moto,
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
    const clients = moto.clients(REGION);
    const network = await createNetwork(clients, "10.1");
    const clusterRole = await createRole(clients, "cluster", "eks");
    const nodeRole = await createRole(clients, "nodes", "ec2");
    return new EmulatedEks(
      directory,
      moto,
      gateway,
      lifecycle,
      service,
      faults,
      delays,
      proxy,
      network,
      clusterRole,
      nodeRole,
    );
  }

  /** @throws Error when an answer was not as AWS's model says */
  async close(): Promise<void> {
    this.lifecycle.close();
    this.eks.destroy();
    await this.proxy.close();
    await this.gateway.close();
    await this.moto.stop();
    rmSync(this.directory, { recursive: true, force: true });
    this.conformance.assert();
  }

  /** Clients of moto itself. */
  get clients(): MotoClients {
    return this.moto.clients(REGION);
  }

  /** The least that a cluster needs, with access entries. */
  clusterInput(name: string, more: Partial<CreateClusterCommandInput> = {}): CreateClusterCommandInput {
    return {
      name,
      version: "1.35",
      roleArn: this.clusterRole,
      resourcesVpcConfig: { subnetIds: this.network.subnetIds },
      accessConfig: {
        authenticationMode: "API_AND_CONFIG_MAP",
        bootstrapClusterCreatorAdminPermissions: false,
      },
      ...more,
    };
  }
}

/** The emulator that all suites share, from `startEmulatedEks` to `closeEmulatedEks`. */
export let emulated: EmulatedEks;
/** Its client. */
export let eks: EKS;

export async function startEmulatedEks(): Promise<void> {
  emulated = await EmulatedEks.start();
  eks = emulated.eks;
}

export async function closeEmulatedEks(): Promise<void> {
  await emulated.close();
}

/** A VPC with two subnets in two zones. */
export async function createNetwork(
  { ec2 }: Pick<MotoClients, "ec2">,
  prefix: string,
): Promise<{ vpcId: string; subnetIds: string[] }> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `${prefix}.0.0/16` }));
  const subnetIds: string[] = [];
  for (const [index, zone] of ["a", "b"].entries()) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({
        VpcId: Vpc!.VpcId,
        CidrBlock: `${prefix}.${index}.0/24`,
        AvailabilityZone: `${REGION}${zone}`,
      }),
    );
    subnetIds.push(Subnet!.SubnetId!);
  }
  return { vpcId: Vpc!.VpcId!, subnetIds };
}

/** A role that an AWS service may assume. */
export async function createRole(
  { iam }: Pick<MotoClients, "iam">,
  name: string,
  service: string,
): Promise<string> {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Principal: { Service: `${service}.amazonaws.com` },
          },
        ],
      }),
    }),
  );
  return Role!.Arn!;
}
