import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { DescribeJobQueuesCommand, ListJobsCommand, SubmitJobCommand } from "@aws-sdk/client-batch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateLaunchTemplateCommand,
  CreateNetworkInterfaceCommand,
  CreateVolumeCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Tag,
} from "@aws-sdk/client-ec2";
import { drainJobs, unfinishedJobs } from "../../../src/operations/removal/drain-jobs";
import {
  sweepAutoScalingGroups,
  sweepLogGroups,
  sweepNetworkInterfaces,
  sweepVolumes,
} from "../../../src/operations/removal/sweep";
import { sweepLaunchTemplates } from "../../../src/operations/removal/sweep-launch-templates";
import { taggedResources } from "../../../src/operations/removal/tagged-resources";
import { DeployedEmulator, REGION } from "../jobs/emulator/deployed-emulator";

jest.setTimeout(60_000);

const CLUSTER = "doeks-aws-batch";
const OURS: Tag[] = [{ Key: "cluster.k8s.amazonaws.com/name", Value: CLUSTER }];
const FOREIGN: Tag[] = [{ Key: "cluster.k8s.amazonaws.com/name", Value: "somebody-elses" }];

let emulator: DeployedEmulator;
let ec2: EC2Client;
let logs: CloudWatchLogsClient;
let autoScaling: AutoScalingClient;
let said: string[];
const say = (line: string): unknown => said.push(line);

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

async function anySubnet(): Promise<string> {
  return (await ec2.send(new DescribeSubnetsCommand({}))).Subnets![0]!.SubnetId!;
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

it("removes detached network interfaces of the cluster's nodes, and no others", async () => {
  const SubnetId = await anySubnet();
  const create = async (TagSet: Tag[]): Promise<string> => {
    const TagSpecifications = [{ ResourceType: "network-interface" as const, Tags: TagSet }];
    const { NetworkInterface } = await ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId, TagSpecifications }),
    );
    return NetworkInterface!.NetworkInterfaceId!;
  };
  const [ours, foreign] = [await create(OURS), await create(FOREIGN)];
  await sweepNetworkInterfaces(ec2, CLUSTER, say);
  const left = (await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces!.map(
    ({ NetworkInterfaceId }) => NetworkInterfaceId,
  );
  expect(left).toContain(foreign);
  expect(left).not.toContain(ours);
  expect(said).toEqual([`network interface ${ours}, left by a node, is removed`]);
});

it("removes detached volumes that were made for pods of the cluster, and no others", async () => {
  const create = async (Tags: Tag[]): Promise<string> => {
    const TagSpecifications = [{ ResourceType: "volume" as const, Tags }];
    const volume = { AvailabilityZone: `${REGION}a`, Size: 1, TagSpecifications };
    return (await ec2.send(new CreateVolumeCommand(volume))).VolumeId!;
  };
  const ours = await create([{ Key: `kubernetes.io/cluster/${CLUSTER}`, Value: "owned" }]);
  const foreign = await create([{ Key: `kubernetes.io/cluster/${CLUSTER}-2`, Value: "owned" }]);
  await sweepVolumes(ec2, CLUSTER, say);
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
  await sweepLogGroups(logs, CLUSTER, say);
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/" }));
  expect(logGroups!.map(({ logGroupName }) => logGroupName)).toEqual([`/aws/eks/${CLUSTER}-2/cluster`]);
});

it("removes Auto Scaling groups that outlived their environment, and no others", async () => {
  const data = { ImageId: "ami-12345678", InstanceType: "m5.large" as const };
  await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: "asg", LaunchTemplateData: data }));
  const group = {
    MinSize: 0,
    MaxSize: 0,
    VPCZoneIdentifier: await anySubnet(),
    LaunchTemplate: { LaunchTemplateName: "asg", Version: "$Latest" },
  };
  const names = ["AWSBatch-doeks-CE1_OD-2026-asg-1", "AWSBatch-other_OD-2026-asg-1"];
  for (const AutoScalingGroupName of names) {
    await autoScaling.send(new CreateAutoScalingGroupCommand({ ...group, AutoScalingGroupName }));
  }
  await sweepAutoScalingGroups(autoScaling, ["doeks-CE1_OD", "doeks-CE1_SPOT"], say);
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
  expect(await sweepLaunchTemplates(ec2, CLUSTER, say)).toEqual([]);
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
  expect(await sweepLogGroups(emulator.logs, CLUSTER, say)).toEqual([
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
