import {
  DescribeInstancesCommand,
  DescribeNatGatewaysCommand,
  paginateDescribeTags,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import { ENVIRONMENT_TAG } from "../../../model/names";

/** Something of EC2 that carries an environment's tag. */
export interface TaggedResource {
  /** Such as `subnet`. */
  readonly type: string;
  readonly id: string;
}

/** What AWS still shows for an hour after it is gone. */
const GONE = new Set(["deleting", "deleted", "shutting-down", "terminated"]);

/** Everything of EC2 that carries the tag of an environment: network, addresses, nodes and their volumes. */
export async function taggedResources(ec2: EC2Client, clusterName: string): Promise<TaggedResource[]> {
  const Filters = [
    { Name: "key", Values: [ENVIRONMENT_TAG] },
    { Name: "value", Values: [clusterName] },
  ];
  const found: TaggedResource[] = [];
  for await (const { Tags = [] } of paginateDescribeTags({ client: ec2 }, { Filters })) {
    for (const { ResourceType: type = "", ResourceId: id = "" } of Tags) found.push({ type, id });
  }
  const idsOf = (wanted: string): string[] => found.filter(({ type }) => type === wanted).map(({ id }) => id);
  const gone = [
    ...(await goneNatGateways(ec2, idsOf("natgateway"))),
    ...(await goneInstances(ec2, idsOf("instance"))),
  ];
  return found.filter(({ id }) => !gone.includes(id));
}

async function goneNatGateways(ec2: EC2Client, NatGatewayIds: string[]): Promise<string[]> {
  if (NatGatewayIds.length === 0) return [];
  const { NatGateways = [] } = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds }));
  return NatGateways.filter(({ State = "" }) => GONE.has(State)).map(({ NatGatewayId }) => NatGatewayId!);
}

async function goneInstances(ec2: EC2Client, InstanceIds: string[]): Promise<string[]> {
  if (InstanceIds.length === 0) return [];
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds }));
  return Reservations.flatMap(({ Instances = [] }) => Instances)
    .filter(({ State }) => GONE.has(State?.Name ?? ""))
    .map(({ InstanceId }) => InstanceId!);
}
