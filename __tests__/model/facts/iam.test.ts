import {
  BATCH_NODE_POLICIES,
  CLOUDWATCH_AGENT_POLICIES,
  CLUSTER_POLICIES,
  EBS_CSI_POLICIES,
  MANAGED_NODE_POLICIES,
} from "../../../src/model/facts/iam";

it("managed nodes have the five policies of the original", () =>
  expect([...MANAGED_NODE_POLICIES].sort()).toEqual([
    "AWSXrayWriteOnlyAccess",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "CloudWatchAgentServerPolicy",
  ]));

it("nodes of AWS Batch have the same and Systems Manager's", () =>
  expect([...BATCH_NODE_POLICIES].sort()).toEqual([
    "AWSXrayWriteOnlyAccess",
    "AmazonEC2ContainerRegistryReadOnly",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
    "CloudWatchAgentServerPolicy",
  ]));

it("the control plane has the cluster policy only, none for security groups of pods", () =>
  expect(CLUSTER_POLICIES).toEqual(["AmazonEKSClusterPolicy"]));

it("the EBS CSI driver has the policy that AWS maintains for it", () =>
  expect(EBS_CSI_POLICIES).toEqual(["service-role/AmazonEBSCSIDriverPolicy"]));

it("the CloudWatch agent may write logs, metrics and traces", () =>
  expect([...CLOUDWATCH_AGENT_POLICIES].sort()).toEqual([
    "AWSXrayWriteOnlyAccess",
    "CloudWatchAgentServerPolicy",
  ]));
