import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { DescribeJobQueuesCommand, ListJobsCommand, SubmitJobCommand } from "@aws-sdk/client-batch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateLaunchTemplateCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateVolumeCommand,
  CreateVpcEndpointCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Tag,
} from "@aws-sdk/client-ec2";
import { drainJobs, unfinishedJobs } from "../../../src/operations/removal/drain-jobs";
import { removeAll } from "../../../src/operations/removal/removal";
import { awsClients } from "../../../src/operations/aws/aws-clients";
import { batchAutoScalingGroups } from "../../../src/operations/resources/batch/auto-scaling-groups";
import { nodeLaunchTemplates } from "../../../src/operations/resources/batch/node-launch-templates";
import { claimedVolumes } from "../../../src/operations/resources/eks/volumes";
import { leakedInterfaces, obstaclesIn } from "../../../src/operations/resources/network/in-the-way";
import { taggedResources } from "../../../src/operations/resources/network/tagged";
import { clusterLogGroups } from "../../../src/operations/resources/observability/cluster-log-groups";
import type { ResourceClients } from "../../../src/operations/resources/resource-kind";
import type { Stray } from "../../../src/operations/resources/stray";
import { DeployedEmulator, REGION } from "../jobs/emulator/deployed-emulator";

const CLUSTER = "doeks-aws-batch";
const OURS: Tag[] = [{ Key: "cluster.k8s.amazonaws.com/name", Value: CLUSTER }];
const FOREIGN: Tag[] = [{ Key: "cluster.k8s.amazonaws.com/name", Value: "somebody-elses" }];

let emulator: DeployedEmulator;
let ec2: EC2Client;
let logs: CloudWatchLogsClient;
let autoScaling: AutoScalingClient;
let said: string[];
const say = (line: string): unknown => said.push(line);

/** Removes of what was found what is ours, as a clean-up does. */
const sweep = async (found: readonly Stray[]): Promise<unknown> =>
  removeAll(
    found.filter(({ owner }) => owner.is === "ours"),
    REGION,
    say,
  );

/** Clients of which only that of CloudWatch Logs is asked. */
const withLogs = (client: CloudWatchLogsClient): ResourceClients => ({ ...awsClients(REGION), logs: client });

beforeAll(async () => {
  emulator = await DeployedEmulator.start();
  const { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = emulator.environment;
  const credentials = { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY! };
  const config = { region: REGION, endpoint: endpoint!, credentials };
  ec2 = new EC2Client(config);
  logs = new CloudWatchLogsClient(config);
  autoScaling = new AutoScalingClient(config);
});

beforeEach(() => (said = []));

afterAll(() => emulator.stop());

async function anySubnet(): Promise<{ SubnetId: string; VpcId: string }> {
  const { SubnetId, VpcId } = (await ec2.send(new DescribeSubnetsCommand({}))).Subnets![0]!;
  return { SubnetId: SubnetId!, VpcId: VpcId! };
}

it("ends every job of the queues and keeps new ones out", async () => {
  const { batch } = emulator;
  const jobQueue = "doeks-JQ1_OD";
  const override = { podProperties: { containers: [{ command: ["sleep", "600"] }] } };
  const definition = { jobDefinition: "doeks-hello-world", eksPropertiesOverride: override };
  for (const jobName of ["one", "two", "three"]) {
    await batch.send(new SubmitJobCommand({ jobName, jobQueue, ...definition }));
  }
  expect(await unfinishedJobs(batch, [jobQueue])).toHaveLength(3);
  await drainJobs(batch, [jobQueue, "there-is-no-such-queue"], say);
  expect(await unfinishedJobs(batch, [jobQueue])).toEqual([]);
  const failed = await batch.send(new ListJobsCommand({ jobQueue, jobStatus: "FAILED" }));
  expect(failed.jobSummaryList).toHaveLength(3);
  const { jobQueues } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: [jobQueue] }));
  expect(jobQueues).toMatchObject([{ state: "DISABLED" }]);
  expect(said[0]).toBe("stopping 3 jobs");
});

it("closes no queue when it is given none: AWS takes an empty list for all queues", async () => {
  const { batch } = emulator;
  const states = async (): Promise<unknown> =>
    (await batch.send(new DescribeJobQueuesCommand({}))).jobQueues!.map(({ state }) => state);
  const before = await states();
  await drainJobs(batch, [], say);
  expect(await states()).toEqual(before);
  expect(before).toContain("ENABLED");
  expect(await unfinishedJobs(batch, [])).toEqual([]);
});

describe("detached network interfaces of the environment's network", () => {
  const INSTANCE: Tag = { Key: "node.k8s.amazonaws.com/instance_id", Value: "i-1" };
  const create = async (Description: string, TagSet: Tag[] = []): Promise<string> => {
    const TagSpecifications = [{ ResourceType: "network-interface" as const, Tags: TagSet }];
    const { SubnetId } = await anySubnet();
    const { NetworkInterface } = await ec2.send(
      new CreateNetworkInterfaceCommand({
        SubnetId,
        Description,
        ...(TagSet.length > 0 ? { TagSpecifications } : {}),
      }),
    );
    return NetworkInterface!.NetworkInterfaceId!;
  };
  const existing = async (): Promise<(string | undefined)[]> =>
    (await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces!.map(
      ({ NetworkInterfaceId }) => NetworkInterfaceId,
    );

  it("go when the CNI made them, whatever tags they have; others are told, with a command", async () => {
    const { VpcId } = await anySubnet();
    const leaked = [
      await create("aws-K8S-i-0123456789abcdef0", [INSTANCE]),
      await create("aws-K8S-i-0123456789abcdef0", [...OURS, INSTANCE]),
      await create("aws-K8S-i-0123456789abcdef0"),
      await create("", OURS),
    ];
    const foreign = [await create("somebody's own"), await create("aws-K8S-i-1", FOREIGN)];
    await sweep(await leakedInterfaces(ec2, [VpcId], CLUSTER));
    expect(said.sort()).toEqual(
      leaked.map((id) => `network interface ${id}, left by a node, is removed`).sort(),
    );
    expect(await existing()).toEqual(expect.arrayContaining(foreign));
    const obstacles = await obstaclesIn(ec2, [VpcId], CLUSTER);
    expect(obstacles).toEqual(
      expect.arrayContaining([
        {
          id: foreign[0],
          what: `network interface ${foreign[0]} (somebody's own)`,
          command: `ec2 delete-network-interface --network-interface-id ${foreign[0]}`,
        },
      ]),
    );
    expect(obstacles.map(({ id }) => id)).toContain(foreign[1]);
  });

  it("are not looked for in other networks, nor in all when the environment has none", async () => {
    const id = await create("aws-K8S-i-0123456789abcdef0");
    expect(await leakedInterfaces(ec2, [], CLUSTER)).toEqual([]);
    expect(await leakedInterfaces(ec2, ["vpc-00000000"], CLUSTER)).toEqual([]);
    expect(await obstaclesIn(ec2, [], CLUSTER)).toEqual([]);
    expect(await existing()).toContain(id);
  });
});

it("tells what others put into the network: GuardDuty's endpoint and group, groups of load balancers", async () => {
  const { SubnetId, VpcId } = await anySubnet();
  const group = async (GroupName: string): Promise<string> =>
    (await ec2.send(new CreateSecurityGroupCommand({ GroupName, VpcId, Description: "others" }))).GroupId!;
  const guard = await group(`GuardDutyManagedSecurityGroup-${VpcId}`);
  const balancer = await group("k8s-elb-0123456789");
  const ServiceName = `com.amazonaws.${REGION}.guardduty-data`;
  const endpoint = { VpcId, ServiceName, VpcEndpointType: "Interface" as const, SubnetIds: [SubnetId] };
  const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand(endpoint));
  const told = (await obstaclesIn(ec2, [VpcId], CLUSTER)).map(
    ({ what, command }) => `${what}: aws ${command}`,
  );
  expect(told).toEqual(
    expect.arrayContaining([
      `GuardDuty's endpoint ${VpcEndpoint!.VpcEndpointId} (${ServiceName}): aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${VpcEndpoint!.VpcEndpointId}`,
      `GuardDuty's security group ${guard} (GuardDutyManagedSecurityGroup-${VpcId}): aws ec2 delete-security-group --group-id ${guard}`,
      `a load balancer's security group ${balancer} (k8s-elb-0123456789): aws ec2 delete-security-group --group-id ${balancer}`,
    ]),
  );
});

it("removes detached volumes that were made for pods of the cluster, and no others", async () => {
  const create = async (Tags: Tag[]): Promise<string> => {
    const TagSpecifications = [{ ResourceType: "volume" as const, Tags }];
    const volume = { AvailabilityZone: `${REGION}a`, Size: 1, TagSpecifications };
    return (await ec2.send(new CreateVolumeCommand(volume))).VolumeId!;
  };
  const ours = await create([
    { Key: `kubernetes.io/cluster/${CLUSTER}`, Value: "owned" },
    { Key: "kubernetes.io/created-for/pvc/name", Value: "reference-data" },
  ]);
  const foreign = await create([{ Key: `kubernetes.io/cluster/${CLUSTER}-2`, Value: "owned" }]);
  const found = await claimedVolumes(ec2, CLUSTER);
  expect(found.map(({ id }) => id)).toEqual([ours]);
  expect(found[0]!.what).toBe(`volume ${ours} (1 GiB), made for claim reference-data,`);
  await sweep(found);
  const left = (await ec2.send(new DescribeVolumesCommand({}))).Volumes!.map(({ VolumeId }) => VolumeId);
  expect(left).toContain(foreign);
  expect(left).not.toContain(ours);
});

it("removes the cluster's log groups, and those of no cluster whose name begins alike", async () => {
  const names = [
    `/aws/eks/${CLUSTER}/cluster`,
    `/aws/containerinsights/${CLUSTER}/host`,
    `/aws/eks/${CLUSTER}-2/cluster`,
  ];
  for (const logGroupName of names) await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await sweep(await clusterLogGroups(withLogs(logs), CLUSTER, undefined));
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/" }));
  expect(logGroups!.map(({ logGroupName }) => logGroupName)).toEqual([`/aws/eks/${CLUSTER}-2/cluster`]);
});

it("leaves the log groups of a cluster of this name that is another environment's, or that say so", async () => {
  const name = `/aws/containerinsights/${CLUSTER}/application`;
  await logs.send(new CreateLogGroupCommand({ logGroupName: name, tags: { Blueprint: "theirs" } }));
  const owner = { is: "another's", environment: "theirs" };
  expect(await clusterLogGroups(withLogs(logs), CLUSTER, CLUSTER)).toMatchObject([{ id: name, owner }]);
  await logs.send(new DeleteLogGroupCommand({ logGroupName: name }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: name }));
  expect(await clusterLogGroups(withLogs(logs), CLUSTER, "theirs")).toMatchObject([{ id: name, owner }]);
  await logs.send(new DeleteLogGroupCommand({ logGroupName: name }));
});

it("removes Auto Scaling groups that outlived their environment, and no others", async () => {
  const data = { ImageId: "ami-12345678", InstanceType: "m5.large" as const };
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: "asg", LaunchTemplateData: data }));
  const group = {
    MinSize: 0,
    MaxSize: 0,
    VPCZoneIdentifier: (await anySubnet()).SubnetId,
    LaunchTemplate: { LaunchTemplateName: "asg", Version: "$Latest" },
  };
  const names = ["AWSBatch-doeks-CE1_OD-2026-asg-1", "AWSBatch-other_OD-2026-asg-1"];
  for (const AutoScalingGroupName of names) {
    await autoScaling.send(new CreateAutoScalingGroupCommand({ ...group, AutoScalingGroupName }));
  }
  const known = {
    clusterName: CLUSTER,
    own: [],
    existing: [],
    prefixes: ["doeks-CE1_OD-", "doeks-CE1_SPOT-"],
  };
  await sweep(await batchAutoScalingGroups(autoScaling, known));
  const { AutoScalingGroups } = await autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
  expect(AutoScalingGroups!.map(({ AutoScalingGroupName }) => AutoScalingGroupName)).toEqual([names[1]]);
});

it("removes launch templates that AWS Batch made for the cluster's nodes, and no others", async () => {
  const tags = (Key: string, Value: string): Tag[] => [{ Key, Value }];
  const create = async (name: string, cluster: string, own: Tag[]): Promise<void> => {
    await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: name,
        LaunchTemplateData: {
          TagSpecifications: [{ ResourceType: "instance", Tags: tags("Blueprint", cluster) }],
        },
        TagSpecifications: [{ ResourceType: "launch-template", Tags: own }],
      }),
    );
  };
  const batchs = tags("AWSBatchServiceTag", "batch");
  await create("Batch-lt-ours", CLUSTER, batchs);
  await create("Batch-lt-another-clusters", `${CLUSTER}-2`, batchs);
  await create("Batch-lt-somebodys-own", CLUSTER, tags("Owner", "jo"));
  await create("of-another-name", CLUSTER, batchs);
  expect(await sweep(await nodeLaunchTemplates(ec2, CLUSTER))).toEqual([]);
  const { LaunchTemplates } = await ec2.send(new DescribeLaunchTemplatesCommand({ MaxResults: 200 }));
  const left = LaunchTemplates!.map(({ LaunchTemplateName }) => LaunchTemplateName);
  expect(left).not.toContain("Batch-lt-ours");
  expect(left).toEqual(
    expect.arrayContaining(["Batch-lt-another-clusters", "Batch-lt-somebodys-own", "of-another-name"]),
  );
  expect(said).toEqual(["launch template Batch-lt-ours, left by AWS Batch, is removed"]);
});

it("tells what AWS does not remove, with the command, and removes the rest", async () => {
  const names = [`/aws/eks/${CLUSTER}/cluster`, `/aws/containerinsights/${CLUSTER}/host`];
  for (const logGroupName of names) await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await emulator.control.orderFault({ service: "logs", action: "DeleteLogGroup", error: "503" });
  expect(await sweep(await clusterLogGroups(withLogs(emulator.logs), CLUSTER, undefined))).toEqual([
    {
      id: names[0],
      reason: "ServiceUnavailable: The service is unavailable.",
      command: `aws logs delete-log-group --log-group-name ${names[0]} --region ${REGION}`,
    },
  ]);
  expect(said).toEqual([
    `log group ${names[0]} could not be removed: ServiceUnavailable: The service is unavailable.`,
    `log group ${names[1]} is removed`,
  ]);
});

it("finds everything of EC2 that carries the environment's tag", async () => {
  const create = async (Value: string): Promise<string> => {
    const TagSpecifications = [{ ResourceType: "volume" as const, Tags: [{ Key: "Blueprint", Value }] }];
    const volume = { AvailabilityZone: `${REGION}a`, Size: 1, TagSpecifications };
    return (await ec2.send(new CreateVolumeCommand(volume))).VolumeId!;
  };
  const [ours] = [await create(CLUSTER), await create(`${CLUSTER}-2`)];
  expect(await taggedResources(ec2, CLUSTER)).toEqual([{ type: "volume", id: ours }]);
});
