import {
  BATCH_NODE_POLICIES,
  CLOUDWATCH_AGENT_POLICIES,
  CLUSTER_POLICIES,
  ebsCsiPolicies,
  MANAGED_NODE_POLICIES,
  REPLACED_POLICIES,
} from "../../../src/model/facts/iam";

it("managed nodes have the policies of the original, and may only pull images", () =>
  expect([...MANAGED_NODE_POLICIES].sort()).toEqual([
    "AWSXrayWriteOnlyAccess",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "CloudWatchAgentServerPolicy",
  ]));

it("nodes of AWS Batch have the same and Systems Manager's", () =>
  expect([...BATCH_NODE_POLICIES].sort()).toEqual([
    "AWSXrayWriteOnlyAccess",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
    "CloudWatchAgentServerPolicy",
  ]));

it("the control plane has the cluster policy only, none for security groups of pods", () =>
  expect(CLUSTER_POLICIES).toEqual(["AmazonEKSClusterPolicy"]));

it.each([
  ["aws", "AmazonEBSCSIDriverPolicyV2"],
  ["aws-cn", "service-role/AmazonEBSCSIDriverPolicy"],
  ["aws-us-gov", "service-role/AmazonEBSCSIDriverPolicy"],
] as const)("in %s the EBS CSI driver has the policy that AWS documents there", (partition, policy) =>
  expect(ebsCsiPolicies(partition)).toEqual([policy]),
);

it("every policy that took the place of another one is in use", () => {
  const used: readonly string[] = [...BATCH_NODE_POLICIES, ...ebsCsiPolicies("aws")];
  expect(Object.keys(REPLACED_POLICIES).filter((policy) => !used.includes(policy))).toEqual([]);
  expect(used.filter((policy) => Object.values(REPLACED_POLICIES).includes(policy))).toEqual([]);
});

it("the CloudWatch agent may write logs, metrics and traces", () =>
  expect([...CLOUDWATCH_AGENT_POLICIES].sort()).toEqual([
    "AWSXrayWriteOnlyAccess",
    "CloudWatchAgentServerPolicy",
  ]));
