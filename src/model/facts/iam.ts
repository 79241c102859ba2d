import type { Partition } from "../aws-region";

/**
 * What a node needs to join the cluster, pull images, give pods their addresses and ship telemetry.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
export const MANAGED_NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEKS_CNI_Policy",
  "AWSXrayWriteOnlyAccess",
  "CloudWatchAgentServerPolicy",
] as const;

/**
 * The same for the nodes that AWS Batch launches, and a way in without SSH.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/instance_IAM_role.html
 */
export const BATCH_NODE_POLICIES = [...MANAGED_NODE_POLICIES, "AmazonSSMManagedInstanceCore"] as const;

/** @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html */
export const CLUSTER_POLICIES = ["AmazonEKSClusterPolicy"] as const;

/**
 * What the EBS CSI driver may do, by partition, as of November 2026. AWS made the second version on 2026-04-16 and
 * tells holders of the first to change. It documents the second one for the partition `aws` only; the others are
 * not known here and keep the first.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicyV2.html
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/issues/2918
 */
const EBS_CSI_POLICY: Readonly<Record<Partition, string>> = {
  aws: "AmazonEBSCSIDriverPolicyV2",
  "aws-cn": "service-role/AmazonEBSCSIDriverPolicy",
  "aws-us-gov": "service-role/AmazonEBSCSIDriverPolicy",
  "aws-eusc": "service-role/AmazonEBSCSIDriverPolicy",
};

/** @see https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html */
export function ebsCsiPolicies(partition: Partition): readonly string[] {
  return [EBS_CSI_POLICY[partition]];
}

/**
 * Policies that took the place of another one, which environments made before still have: the new one is
 * attached before the old one goes.
 */
export const REPLACED_POLICIES: Readonly<Record<string, string>> = {
  AmazonEC2ContainerRegistryPullOnly: "AmazonEC2ContainerRegistryReadOnly",
  AmazonEBSCSIDriverPolicyV2: "service-role/AmazonEBSCSIDriverPolicy",
};

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html */
export const CLOUDWATCH_AGENT_POLICIES = ["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"] as const;

/** Every policy of AWS that the environment attaches to its roles. */
export function managedPolicies(partition: Partition): string[] {
  return [
    ...new Set([
      ...CLUSTER_POLICIES,
      ...BATCH_NODE_POLICIES,
      ...ebsCsiPolicies(partition),
      ...CLOUDWATCH_AGENT_POLICIES,
    ]),
  ];
}

/**
 * The role as which AWS Batch acts. Batch makes it with the account's first compute environment.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/using-service-linked-roles.html
 */
export const BATCH_SERVICE_ROLE = "AWSServiceRoleForBatch";

/**
 * The role with which EC2 launches Spot instances, and the service that it belongs to.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
 */
export const SPOT_SERVICE_ROLE = { name: "AWSServiceRoleForEC2Spot", service: "spot.amazonaws.com" } as const;
