import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeAddressesCommand,
  paginateDescribeFlowLogs,
  paginateDescribeInternetGateways,
  paginateDescribeLaunchTemplates,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import { ListRulesCommand } from "@aws-sdk/client-eventbridge";
import {
  ListOpenIDConnectProvidersCommand,
  paginateListInstanceProfiles,
  paginateListPolicies,
  paginateListRoles,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import { DescribeKeyCommand, paginateListAliases, paginateListKeys } from "@aws-sdk/client-kms";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { paginateListSubscriptions, paginateListTopics } from "@aws-sdk/client-sns";
import { EMULATOR_USER, type MotoClients } from "./moto/moto";
import type { EmulatedService, InventoryItem } from "./protocol/service";
import { partitionOf } from "./service-context";

export interface InventoryProps {
  /** Clients of the services that moto serves, for one region. */
  readonly clients: (region: string) => MotoClients;
  readonly services: readonly EmulatedService[];
  /** The regions to look into. */
  readonly regions: () => readonly string[];
}

/** Resource type in the words of its API, and id. */
type Found = readonly [type: string, id: string | undefined];

/** Lists what exists beyond an empty account, which has a default VPC and AWS's own policies, roles and keys. */
export class Inventory {
  constructor(private readonly props: InventoryProps) {}

  async items(): Promise<InventoryItem[]> {
    const items = this.props.services.flatMap((service) => service.inventory());
    const partitions = new Map<string, string>();
    for (const region of this.props.regions()) {
      const clients = this.props.clients(region);
      items.push(...(await collect("ec2", region, ec2Resources(clients))));
      items.push(...(await collect("kms", region, kmsResources(clients))));
      items.push(...(await collect("logs", region, logGroups(clients))));
      items.push(...(await collect("sns", region, snsResources(clients))));
      items.push(...(await collect("events", region, eventRules(clients))));
      partitions.set(partitionOf(region), region);
    }
    for (const region of partitions.values()) {
      const clients = this.props.clients(region);
      items.push(...(await collect("iam", "global", iamResources(clients))));
      items.push(...(await collect("s3", "global", buckets(clients))));
    }
    return items;
  }
}

async function collect(
  service: string,
  region: string,
  found: AsyncIterable<Found>,
): Promise<InventoryItem[]> {
  const items: InventoryItem[] = [];
  for await (const [type, id = ""] of found) items.push({ service, type, id, region });
  return items;
}

export async function* ec2Resources({ ec2: client }: MotoClients): AsyncGenerator<Found> {
  const defaultVpcs = new Set<string | undefined>();
  for await (const { Vpcs = [] } of paginateDescribeVpcs({ client }, {})) {
    for (const { VpcId, IsDefault } of Vpcs) {
      if (IsDefault) defaultVpcs.add(VpcId);
      else yield ["vpc", VpcId];
    }
  }
  for await (const { Subnets = [] } of paginateDescribeSubnets({ client }, {})) {
    for (const { SubnetId, VpcId, DefaultForAz } of Subnets) {
      if (!DefaultForAz || !defaultVpcs.has(VpcId)) yield ["subnet", SubnetId];
    }
  }
  for await (const { RouteTables = [] } of paginateDescribeRouteTables({ client }, {})) {
    for (const { RouteTableId, VpcId, Associations = [] } of RouteTables) {
      const isMain = Associations.some(({ Main }) => Main);
      if (!isMain || !defaultVpcs.has(VpcId)) yield ["route-table", RouteTableId];
    }
  }
  for await (const { SecurityGroups = [] } of paginateDescribeSecurityGroups({ client }, {})) {
    for (const { GroupId, VpcId, GroupName } of SecurityGroups) {
      if (GroupName !== "default" || !defaultVpcs.has(VpcId)) yield ["security-group", GroupId];
    }
  }
  for await (const { NetworkAcls = [] } of paginateDescribeNetworkAcls({ client }, {})) {
    for (const { NetworkAclId, VpcId, IsDefault } of NetworkAcls) {
      if (!IsDefault || !defaultVpcs.has(VpcId)) yield ["network-acl", NetworkAclId];
    }
  }
  for await (const { InternetGateways = [] } of paginateDescribeInternetGateways({ client }, {})) {
    for (const { InternetGatewayId, Attachments = [] } of InternetGateways) {
      const isDefault = Attachments.some(({ VpcId }) => defaultVpcs.has(VpcId));
      if (!isDefault) yield ["internet-gateway", InternetGatewayId];
    }
  }
  for await (const { NatGateways = [] } of paginateDescribeNatGateways({ client }, {})) {
    for (const { NatGatewayId, State } of NatGateways) {
      if (State !== "deleted") yield ["natgateway", NatGatewayId];
    }
  }
  const { Addresses = [] } = await client.send(new DescribeAddressesCommand({}));
  for (const { AllocationId } of Addresses) yield ["elastic-ip", AllocationId];
  for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces({ client }, {})) {
    for (const { NetworkInterfaceId } of NetworkInterfaces) yield ["network-interface", NetworkInterfaceId];
  }
  for await (const { VpcEndpoints = [] } of paginateDescribeVpcEndpoints({ client }, {})) {
    for (const { VpcEndpointId, State } of VpcEndpoints) {
      if (`${State}` !== "deleted") yield ["vpc-endpoint", VpcEndpointId];
    }
  }
  for await (const { FlowLogs = [] } of paginateDescribeFlowLogs({ client }, {})) {
    for (const { FlowLogId } of FlowLogs) yield ["vpc-flow-log", FlowLogId];
  }
  // Without a page size moto ends silently after 15 templates.
  for await (const { LaunchTemplates = [] } of paginateDescribeLaunchTemplates(
    { client, pageSize: 200 },
    {},
  )) {
    for (const { LaunchTemplateId } of LaunchTemplates) yield ["launch-template", LaunchTemplateId];
  }
}

async function* iamResources({ iam: client }: MotoClients): AsyncGenerator<Found> {
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { RoleName, Path } of Roles) {
      if (!Path?.startsWith("/aws-service-role/")) yield ["role", RoleName];
    }
  }
  for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: "Local" })) {
    for (const { Arn } of Policies) yield ["policy", Arn];
  }
  for await (const { InstanceProfiles = [] } of paginateListInstanceProfiles({ client }, {})) {
    for (const { InstanceProfileName } of InstanceProfiles) yield ["instance-profile", InstanceProfileName];
  }
  const { OpenIDConnectProviderList = [] } = await client.send(new ListOpenIDConnectProvidersCommand({}));
  for (const { Arn } of OpenIDConnectProviderList) yield ["oidc-provider", Arn];
  for await (const { Users = [] } of paginateListUsers({ client }, {})) {
    for (const { UserName } of Users) if (UserName !== EMULATOR_USER) yield ["user", UserName];
  }
}

async function* kmsResources({ kms: client }: MotoClients): AsyncGenerator<Found> {
  for await (const { Keys = [] } of paginateListKeys({ client }, {})) {
    for (const { KeyId } of Keys) {
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
      const isGone = KeyMetadata?.KeyState === "PendingDeletion";
      if (!isGone && KeyMetadata?.KeyManager === "CUSTOMER") yield ["key", KeyId];
    }
  }
  for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
    for (const { AliasName } of Aliases) if (!AliasName?.startsWith("alias/aws/")) yield ["alias", AliasName];
  }
}

async function* logGroups({ logs: client }: MotoClients): AsyncGenerator<Found> {
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName } of logGroups) yield ["log-group", logGroupName];
  }
}

async function* snsResources({ sns: client }: MotoClients): AsyncGenerator<Found> {
  for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
    for (const { TopicArn } of Topics) yield ["topic", TopicArn];
  }
  for await (const { Subscriptions = [] } of paginateListSubscriptions({ client }, {})) {
    for (const { SubscriptionArn } of Subscriptions) yield ["subscription", SubscriptionArn];
  }
}

async function* eventRules({ events }: MotoClients): AsyncGenerator<Found> {
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ NextToken }));
    for (const { Name } of page.Rules ?? []) yield ["rule", Name];
    NextToken = page.NextToken;
  } while (NextToken);
}

async function* buckets({ s3: client }: MotoClients): AsyncGenerator<Found> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  for (const { Name } of Buckets) yield ["bucket", Name];
}
