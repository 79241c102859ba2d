import * as ec2 from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { allCorrections } from "../../../local/corrections/all-corrections";
import { Faults } from "../../../local/gateway/faults";
import { Lifecycle } from "../../../local/lifecycle";
import { startGateway, type StartedGateway } from "../gateway/started-gateway";

/** An account behind a gateway with all corrections, and the steps that their tests have in common. */
export class CorrectedAccount {
  /** What emulated services hold, by the id of the resource. */
  readonly holders = new Map<string, string[]>();
  gateway!: StartedGateway;
  readonly lifecycle = new Lifecycle(new Faults());
  ec2!: ec2.EC2Client;
  iam!: IAMClient;

  async start(): Promise<void> {
    this.gateway = await startGateway([], (moto) =>
      allCorrections({
        clients: (region) => moto.clients(region),
        lifecycle: this.lifecycle,
        holdersOf: (_region, id) => this.holders.get(id) ?? [],
      }),
    );
    this.ec2 = new ec2.EC2Client(this.gateway.client);
    this.iam = new IAMClient(this.gateway.client);
  }

  async stop(): Promise<void> {
    this.lifecycle.close();
    await this.gateway.stop();
  }

  async createVpc(): Promise<string> {
    const { Vpc } = await this.ec2.send(new ec2.CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
    return Vpc!.VpcId!;
  }

  async createSubnet(VpcId: string): Promise<string> {
    const { Subnet } = await this.ec2.send(
      new ec2.CreateSubnetCommand({ VpcId, CidrBlock: "10.1.0.0/24", AvailabilityZone: "us-east-1a" }),
    );
    return Subnet!.SubnetId!;
  }

  async createGroup(VpcId: string, GroupName: string): Promise<string> {
    const { GroupId } = await this.ec2.send(
      new ec2.CreateSecurityGroupCommand({ VpcId, GroupName, Description: GroupName }),
    );
    return GroupId!;
  }

  /** Lets traffic in, or out, that comes from a group or goes to it. */
  async refer(GroupId: string, referenced: string, direction: "in" | "out"): Promise<void> {
    const rule = {
      GroupId,
      IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: referenced }] }],
    };
    if (direction === "in") await this.ec2.send(new ec2.AuthorizeSecurityGroupIngressCommand(rule));
    else await this.ec2.send(new ec2.AuthorizeSecurityGroupEgressCommand(rule));
  }
}

/** The refusal of a deletion, with the words that are to be in it. */
export function violation(words: string): object {
  return { name: "DependencyViolation", message: expect.stringContaining(words) as string };
}
