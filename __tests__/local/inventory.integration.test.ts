import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import { PutRuleCommand } from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { Inventory } from "../../local/inventory";
import type { MotoClients } from "../../local/moto/moto";
import type { EmulatedService } from "../../local/protocol/service";
import { REGION, startGateway, type StartedGateway } from "./gateway/started-gateway";

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "ec2:DescribeVpcs", Resource: "*" }],
});
const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });

const cluster = { service: "eks", type: "cluster", id: "c", region: REGION };
const emulated: EmulatedService = {
  name: "eks",
  operations: [],
  inventory: () => [cluster],
  holdersOf: () => [],
};

let gateway: StartedGateway;
let clients: MotoClients;

// Each test adds to the account and looks at what it added.
beforeAll(async () => {
  gateway = await startGateway();
  clients = gateway.moto.clients(REGION);
});

afterAll(() => gateway.stop());

/** The items that a step adds, as `service type id`. */
async function addedBy(step: () => Promise<unknown>): Promise<string[]> {
  const before = new Set((await gateway.inventory.items()).map((item) => JSON.stringify(item)));
  await step();
  const items = await gateway.inventory.items();
  return items
    .filter((item) => !before.has(JSON.stringify(item)))
    .map(({ service, type, id, region }) => `${service} ${type} ${id} ${region}`);
}

const types = (added: string[]): string[] =>
  added.map((item) => item.split(" ").slice(0, 2).join(" ")).sort();

test("an empty account has none, with its default VPCs, AWS's policies and the emulator's user", async () => {
  const regions = ["us-east-1", "eu-central-1", "us-gov-west-1"];
  const inventory = new Inventory({
    clients: (region) => gateway.moto.clients(region),
    services: [],
    regions: () => regions,
  });
  expect(await inventory.items()).toEqual([]);
  // The first look into a region makes moto fill it.
});

test("a VPC counts with all that is in it", async () => {
  const added = await addedBy(async () => {
    const { Vpc } = await clients.ec2.send(new ec2.CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
    const VpcId = Vpc!.VpcId;
    const { Subnet } = await clients.ec2.send(
      new ec2.CreateSubnetCommand({ VpcId, CidrBlock: "10.1.0.0/24" }),
    );
    const { InternetGateway } = await clients.ec2.send(new ec2.CreateInternetGatewayCommand({}));
    const { InternetGatewayId } = InternetGateway!;
    await clients.ec2.send(new ec2.AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
    const { AllocationId } = await clients.ec2.send(new ec2.AllocateAddressCommand({ Domain: "vpc" }));
    await clients.ec2.send(new ec2.CreateNatGatewayCommand({ SubnetId: Subnet!.SubnetId, AllocationId }));
  });
  expect(types(added)).toEqual([
    "ec2 elastic-ip",
    "ec2 internet-gateway",
    "ec2 natgateway",
    "ec2 network-acl",
    "ec2 network-interface",
    "ec2 route-table",
    "ec2 security-group",
    "ec2 subnet",
    "ec2 vpc",
  ]);
});

test("a deleted NAT gateway does not count", async () => {
  const { NatGateways } = await clients.ec2.send(new ec2.DescribeNatGatewaysCommand({}));
  const { NatGatewayId } = NatGateways![0]!;
  await clients.ec2.send(new ec2.DeleteNatGatewayCommand({ NatGatewayId }));
  expect((await gateway.inventory.items()).map(({ type }) => type)).not.toContain("natgateway");
});

test("endpoints and flow logs of a VPC count until they are deleted", async () => {
  let VpcEndpointIds: string[] = [];
  let FlowLogIds: string[] = [];
  const added = await addedBy(async () => {
    const { Vpcs } = await clients.ec2.send(new ec2.DescribeVpcsCommand({}));
    const VpcId = Vpcs![0]!.VpcId!;
    const ServiceName = `com.amazonaws.${REGION}.s3`;
    const { VpcEndpoint } = await clients.ec2.send(
      new ec2.CreateVpcEndpointCommand({ VpcId, ServiceName, VpcEndpointType: "Gateway" }),
    );
    VpcEndpointIds = [VpcEndpoint!.VpcEndpointId!];
    const created = await clients.ec2.send(
      new ec2.CreateFlowLogsCommand({
        ResourceIds: [VpcId],
        ResourceType: "VPC",
        TrafficType: "ALL",
        LogGroupName: "flow-logs",
        DeliverLogsPermissionArn: "arn:aws:iam::123456789012:role/flow-logs",
      }),
    );
    FlowLogIds = created.FlowLogIds!;
  });
  expect(types(added)).toEqual(["ec2 vpc-endpoint", "ec2 vpc-flow-log"]);
  expect(
    await addedBy(async () => {
      await clients.ec2.send(new ec2.DeleteVpcEndpointsCommand({ VpcEndpointIds }));
      await clients.ec2.send(new ec2.DeleteFlowLogsCommand({ FlowLogIds }));
    }),
  ).toEqual([]);
  const kinds = (await gateway.inventory.items()).map(({ type }) => type);
  expect(kinds.filter((kind) => kind.startsWith("vpc-"))).toEqual([]);
});

test("what was added to the default VPC counts", async () => {
  const { Vpcs } = await clients.ec2.send(new ec2.DescribeVpcsCommand({}));
  const VpcId = Vpcs!.find(({ IsDefault }) => IsDefault)!.VpcId;
  const added = await addedBy(async () => {
    await clients.ec2.send(new ec2.CreateRouteTableCommand({ VpcId }));
    await clients.ec2.send(new ec2.CreateNetworkAclCommand({ VpcId }));
    await clients.ec2.send(new ec2.CreateSecurityGroupCommand({ VpcId, GroupName: "g", Description: "g" }));
  });
  expect(types(added)).toEqual(["ec2 network-acl", "ec2 route-table", "ec2 security-group"]);
});

test("launch templates count beyond moto's first page of 15", async () => {
  const added = await addedBy(async () => {
    for (let index = 0; index < 20; index += 1) {
      const LaunchTemplateName = `template-${index}`;
      const LaunchTemplateData = { ImageId: "ami-1" };
      await clients.ec2.send(new ec2.CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
    }
  });
  expect(types(added)).toEqual(Array(20).fill("ec2 launch-template"));
});

test("IAM counts once, whatever the region, without service-linked roles", async () => {
  const added = await addedBy(async () => {
    const { iam: client } = clients;
    await client.send(new iam.CreateServiceLinkedRoleCommand({ AWSServiceName: "batch.amazonaws.com" }));
    await client.send(
      new iam.CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust("ec2.amazonaws.com") }),
    );
    await client.send(new iam.CreatePolicyCommand({ PolicyName: "p", PolicyDocument: POLICY }));
    await client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName: "i" }));
    await client.send(new iam.CreateOpenIDConnectProviderCommand({ Url: "https://oidc.example/id/A" }));
    await client.send(new iam.CreateUserCommand({ UserName: "u" }));
  });
  expect(added.sort()).toEqual([
    "iam instance-profile i global",
    "iam oidc-provider arn:aws:iam::123456789012:oidc-provider/oidc.example/id/A global",
    "iam policy arn:aws:iam::123456789012:policy/p global",
    "iam role r global",
    "iam user u global",
  ]);
});

test("roles and log groups count beyond the first page of the API", async () => {
  const added = await addedBy(async () => {
    for (let index = 0; index < 110; index += 1) {
      const AssumeRolePolicyDocument = trust("ec2.amazonaws.com");
      await clients.iam.send(new iam.CreateRoleCommand({ RoleName: `r-${index}`, AssumeRolePolicyDocument }));
      await clients.logs.send(new CreateLogGroupCommand({ logGroupName: `/group/${index}` }));
    }
  });
  expect(added.filter((item) => item.startsWith("iam role r-"))).toHaveLength(110);
  expect(added.filter((item) => item.startsWith("logs log-group /group/"))).toHaveLength(110);
});

test("a KMS key counts with its alias until its deletion is scheduled", async () => {
  let KeyId: string | undefined;
  const added = await addedBy(async () => {
    KeyId = (await clients.kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId;
    await clients.kms.send(new CreateAliasCommand({ AliasName: "alias/eks/n", TargetKeyId: KeyId }));
  });
  expect(added.sort()).toEqual([`kms alias alias/eks/n ${REGION}`, `kms key ${KeyId} ${REGION}`]);
  await clients.kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
  expect((await gateway.inventory.items()).map(({ type }) => type)).not.toContain("key");
});

test("a topic counts with its subscriptions, and so does a rule", async () => {
  const added = await addedBy(async () => {
    const { TopicArn } = await clients.sns.send(new CreateTopicCommand({ Name: "alerts" }));
    await clients.sns.send(
      new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "alerts@example.com" }),
    );
    await clients.events.send(
      new PutRuleCommand({ Name: "failed", EventPattern: '{"source":["aws.batch"]}' }),
    );
  });
  expect(types(added)).toEqual(["events rule", "sns subscription", "sns topic"]);
});

test("a bucket counts", async () => {
  const create = new CreateBucketCommand({ Bucket: "states" });
  expect(await addedBy(() => clients.s3.send(create))).toEqual(["s3 bucket states global"]);
});

test("emulated services tell what they hold themselves", async () => {
  const inventory = new Inventory({
    clients: (region) => gateway.moto.clients(region),
    services: [emulated],
    regions: () => [],
  });
  expect(await inventory.items()).toEqual([cluster]);
});
