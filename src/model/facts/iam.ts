/**
 * What a node needs to join the cluster, pull images, give pods their addresses and ship telemetry.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
 */
export const MANAGED_NODE_POLICIES = [
  "AmazonEKSWorkerNodePolicy",
  "AmazonEC2ContainerRegistryReadOnly",
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

/** @see https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html */
export const EBS_CSI_POLICIES = ["service-role/AmazonEBSCSIDriverPolicy"] as const;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html */
export const CLOUDWATCH_AGENT_POLICIES = ["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"] as const;

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
