import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { remediesOf } from "../../../src/operations/diagnosis/failures";
import { whatAwsSays } from "../../../src/operations/resources/what-aws-says";
import { awsError, fakeClients, type Answers } from "../doctor/fakes";

const CLUSTER = "team";

function ask(address: string, answers: Answers, activities?: object | Error): Promise<string[]> {
  const autoScaling = new AutoScalingClient({ region: "us-east-1" });
  const send = (): Promise<object> =>
    activities instanceof Error ? Promise.reject(activities) : Promise.resolve(activities ?? {});
  Object.assign(autoScaling, { send });
  const clients = fakeClients(answers);
  return whatAwsSays({ clusterName: CLUSTER, region: "us-east-1", clients, autoScaling })(address);
}

describe("of a node group", () => {
  const address = "aws_eks_node_group.nodes_node-group_1234";
  const issue = { code: "NodeCreationFailure", message: "Instances failed to join the kubernetes cluster" };
  const group = (more: object): Answers => ({
    ListNodegroups: { nodegroups: ["default-1", "theirs"] },
    DescribeNodegroup: ({ nodegroupName }: { nodegroupName: string }) => ({
      nodegroup: nodegroupName === "default-1" ? more : { health: { issues: [{ code: "Theirs" }] } },
    }),
  });

  test("EKS's issues are told, of the environment's own only", async () => {
    const told = await ask(address, group({ status: "CREATING", health: { issues: [issue] } }));
    expect(told).toEqual(["NodeCreationFailure: Instances failed to join the kubernetes cluster"]);
    expect(remediesOf({ summary: "", detail: told[0]! }).join()).toContain("NAT gateway");
  });

  test("what Auto Scaling could not launch is told while EKS still says nothing", async () => {
    const text =
      "Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 5 allows";
    const activities = {
      Activities: [
        { StatusCode: "Failed", StatusMessage: text, StartTime: new Date(Date.now() + 1000) },
        { StatusCode: "Failed", StatusMessage: text, StartTime: new Date(Date.now() + 1000) },
        {
          StatusCode: "Failed",
          StatusMessage: "of last week",
          StartTime: new Date(Date.now() - 7 * 86_400_000),
        },
        { StatusCode: "Successful", StatusMessage: "fine" },
      ],
    };
    const resources = { autoScalingGroups: [{ name: "eks-default-1" }] };
    const told = await ask(address, group({ status: "CREATING", health: {}, resources }), activities);
    expect(told).toEqual([text]);
    expect(remediesOf({ summary: "", detail: text }).join()).toContain("Service Quotas");
  });

  test("who may not ask Auto Scaling is told what EKS says", async () => {
    const resources = { autoScalingGroups: [{ name: "eks-default-1" }] };
    const answers = group({ health: { issues: [issue] }, resources });
    expect(await ask(address, answers, awsError("AccessDenied"))).toHaveLength(1);
  });
});

test.each([
  ["aws_eks_addon.coredns_addon_1", "coredns"],
  ["aws_eks_addon.ebs-csi_addon_24CC4AD8", "aws-ebs-csi-driver"],
  ["aws_eks_addon.cloudwatch_addon_2", "amazon-cloudwatch-observability"],
  ["aws_eks_addon.vpc-cni_addon_3", "vpc-cni"],
])("of %s EKS's issues of %s are told", async (address, name) => {
  const DescribeAddon = ({ addonName }: { addonName: string }): object => ({
    addon: { health: { issues: [{ code: "InsufficientNumberOfReplicas", message: addonName }] } },
  });
  expect(await ask(address, { DescribeAddon })).toEqual([`InsufficientNumberOfReplicas: ${name}`]);
});

test("of a control plane EKS's issues are told", async () => {
  const cluster = { health: { issues: [{ code: "KmsKeyDisabled", message: "arn:key" }] } };
  expect(await ask("aws_eks_cluster.this", { DescribeCluster: { cluster } })).toEqual([
    "KmsKeyDisabled: arn:key",
  ]);
});

test("of compute environments AWS Batch's reason is told, of INVALID ones on this cluster, with what helps", async () => {
  const environment = (name: string, cluster: string, status: string, statusReason: string): object => ({
    computeEnvironmentName: name,
    eksConfiguration: { eksClusterArn: `arn:aws:eks:us-east-1:1:cluster/${cluster}` },
    ...{ status, statusReason },
  });
  const reason =
    "CLIENT_ERROR - Access Entry setup incomplete on cluster [team]. Retry by calling UpdateComputeEnvironment.";
  const computeEnvironments = [
    environment("od", CLUSTER, "INVALID", reason),
    environment("spot", CLUSTER, "VALID", "ComputeEnvironment Healthy"),
    environment("theirs", "other", "INVALID", "CLIENT_ERROR - theirs"),
  ];
  const told = await ask("aws_batch_compute_environment.x", {
    DescribeComputeEnvironments: { computeEnvironments },
  });
  expect(told).toEqual([`Batch Compute Environment od is in state 'INVALID', reason: ${reason}`]);
  expect(remediesOf({ summary: "", detail: told[0]! }).join()).toContain("eks:AssociateAccessPolicy");
});

test("of what AWS makes at once nothing is asked", async () =>
  expect(await ask("aws_vpc.vpc", {})).toEqual([]));
