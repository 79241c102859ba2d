import {
  DeleteNetworkInterfaceCommand,
  paginateDescribeNatGateways,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroups,
  paginateDescribeVpcEndpoints,
  type EC2Client,
  type NetworkInterface,
} from "@aws-sdk/client-ec2";
import { partitionOf } from "../../../model/aws-region";
import { ENVIRONMENT_TAG } from "../../../model/names";
import { tagsFromList } from "../found";
import { OURS, type Stray } from "../stray";
import { having } from "./filters";

/** The VPC CNI describes every interface that it makes so, whatever tags it gives them. */
const CNI_INTERFACE = /^aws-K8S-/;
/** Names the cluster whose nodes an interface was made for, where the CNI knows it. */
const CNI_CLUSTER_TAG = "cluster.k8s.amazonaws.com/name";

/** What AWS makes for the environment's own things, and takes away with them. */
const OWN_INTERFACE = /^(Interface for NAT Gateway|Amazon EKS )/;

/** Something of others in the environment's network: the network cannot go before it. */
export interface Obstacle {
  readonly id: string;
  readonly what: string;
  /** Removes it, for the AWS CLI, without its region. */
  readonly command: string;
}

/**
 * Detached interfaces that the cluster's nodes left in the environment's VPC: they would keep Terraform
 * from deleting the subnets and security groups.
 *
 * @param vpcIds of the environment
 * @see https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
 */
export async function leakedInterfaces(
  ec2: EC2Client,
  vpcIds: readonly string[],
  clusterName: string,
): Promise<Stray[]> {
  const interfaces = await interfacesIn(ec2, vpcIds);
  return interfaces
    .filter((each) => isLeaked(each, clusterName))
    .map(({ NetworkInterfaceId: id = "" }) => ({
      id,
      what: `network interface ${id}, left by a node,`,
      owner: OURS,
      command: deleteInterface(id),
      remove: () => ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id })),
    }));
}

function isLeaked({ Status, Description = "", TagSet }: NetworkInterface, clusterName: string): boolean {
  const cluster = tagsFromList(TagSet)[CNI_CLUSTER_TAG];
  if (Status !== "available" || (cluster !== undefined && cluster !== clusterName)) return false;
  return CNI_INTERFACE.test(Description) || cluster === clusterName;
}

/** What others put into the environment's VPC, such as GuardDuty's endpoint or a load balancer of Kubernetes. */
export async function obstaclesIn(
  ec2: EC2Client,
  vpcIds: readonly string[],
  clusterName: string,
): Promise<Obstacle[]> {
  if (vpcIds.length === 0) return [];
  return [
    ...(await foreignEndpoints(ec2, vpcIds, clusterName)),
    ...(await foreignInterfaces(ec2, vpcIds, clusterName)),
    ...(await foreignGroups(ec2, vpcIds, clusterName)),
  ];
}

async function foreignEndpoints(
  client: EC2Client,
  vpcIds: readonly string[],
  own: string,
): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  for await (const page of paginateDescribeVpcEndpoints({ client }, having("vpc-id", vpcIds))) {
    for (const { VpcEndpointId: id = "", ServiceName = "", State, Tags } of page.VpcEndpoints ?? []) {
      if (isOwn(own, Tags) || /^delet/i.test(State ?? "")) continue;
      const whose = /guardduty/.test(ServiceName) ? "GuardDuty's endpoint" : "VPC endpoint";
      found.push({
        id,
        what: `${whose} ${id} (${ServiceName})`,
        command: `ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}`,
      });
    }
  }
  return found;
}

async function foreignGroups(client: EC2Client, vpcIds: readonly string[], own: string): Promise<Obstacle[]> {
  const found: Obstacle[] = [];
  for await (const page of paginateDescribeSecurityGroups({ client }, having("vpc-id", vpcIds))) {
    for (const { GroupId: id = "", GroupName: name = "", Tags } of page.SecurityGroups ?? []) {
      // EKS makes one for the cluster, and removes it with the cluster.
      const isOfCluster =
        tagsFromList(Tags)["aws:eks:cluster-name"] === own || name.startsWith(`eks-cluster-sg-${own}-`);
      if (name === "default" || isOwn(own, Tags) || isOfCluster) continue;
      found.push({
        id,
        what: `${ownerOfGroup(name)} ${id} (${name})`,
        command: `ec2 delete-security-group --group-id ${id}`,
      });
    }
  }
  return found;
}

function ownerOfGroup(name: string): string {
  if (name.startsWith("GuardDutyManagedSecurityGroup")) return "GuardDuty's security group";
  return name.startsWith("k8s-") ? "a load balancer's security group" : "security group";
}

/** Interfaces of instances go with these, those of endpoints are told of with their endpoint. */
async function foreignInterfaces(
  client: EC2Client,
  vpcIds: readonly string[],
  own: string,
): Promise<Obstacle[]> {
  const region = await client.config.region();
  const ofGateways = await natGatewayInterfaces(client, vpcIds);
  return (await interfacesIn(client, vpcIds)).flatMap((each): Obstacle[] => {
    const { NetworkInterfaceId: id = "", Description = "", InterfaceType, Attachment, TagSet } = each;
    const isEndpoint = InterfaceType === "vpc_endpoint" || /^VPC Endpoint Interface/.test(Description);
    const isOfOwn =
      isOwn(own, TagSet) || OWN_INTERFACE.test(Description) || Attachment?.InstanceId !== undefined;
    if (isLeaked(each, own) || ofGateways.has(id)) return [];
    if (isEndpoint || isOfOwn) return [];
    const label = /^ELB (\S+)/.exec(Description)?.[1];
    return [
      label !== undefined
        ? loadBalancer(each, label, region)
        : {
            id,
            what: `network interface ${id} (${Description || "without a description"})`,
            command: deleteInterface(id),
          },
    ];
  });
}

/** A load balancer by the description of its interface: classic ones have a name there, others a part of their ARN. */
function loadBalancer(
  { NetworkInterfaceId: id = "", OwnerId }: NetworkInterface,
  label: string,
  region: string,
): Obstacle {
  const [, name] = label.split("/");
  const what = `load balancer ${name ?? label}, by its network interface ${id}`;
  if (name === undefined)
    return { id, what, command: `elb delete-load-balancer --load-balancer-name ${label}` };
  const arn = `arn:${partitionOf(region)}:elasticloadbalancing:${region}:${OwnerId}:loadbalancer/${label}`;
  return { id, what, command: `elbv2 delete-load-balancer --load-balancer-arn ${arn}` };
}

/** Whosever gateway it is, its interface goes with it. */
async function natGatewayInterfaces(client: EC2Client, vpcIds: readonly string[]): Promise<Set<string>> {
  const { Filters: Filter } = having("vpc-id", vpcIds);
  const ids = new Set<string>();
  for await (const { NatGateways = [] } of paginateDescribeNatGateways({ client }, { Filter })) {
    for (const { NatGatewayAddresses = [] } of NatGateways) {
      for (const { NetworkInterfaceId } of NatGatewayAddresses) ids.add(NetworkInterfaceId ?? "");
    }
  }
  return ids;
}

async function interfacesIn(client: EC2Client, vpcIds: readonly string[]): Promise<NetworkInterface[]> {
  if (vpcIds.length === 0) return [];
  const found: NetworkInterface[] = [];
  for await (const page of paginateDescribeNetworkInterfaces({ client }, having("vpc-id", vpcIds))) {
    found.push(...(page.NetworkInterfaces ?? []));
  }
  return found;
}

function isOwn(clusterName: string, tags: readonly { Key?: string; Value?: string }[] | undefined): boolean {
  return tagsFromList(tags)[ENVIRONMENT_TAG] === clusterName;
}

function deleteInterface(id: string): string {
  return `ec2 delete-network-interface --network-interface-id ${id}`;
}
