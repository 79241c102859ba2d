import type { Cause } from "../cause";

const INVALID =
  "https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html";
const INVALID_EC2 = "https://docs.aws.amazon.com/batch/latest/userguide/invalid_compute_environment.html";

/** Why AWS Batch calls a compute environment INVALID, the most particular words first. */
export const INVALID_ENVIRONMENTS: readonly Cause[] = [
  {
    id: "nodes-did-not-join",
    means: "None of the nodes that AWS Batch launched joined the cluster",
    help: "Look at the nodes' way in, not at AWS Batch's: the access entry of type EC2_LINUX for their role, the security group's egress, the NAT gateway, a way to the cluster's endpoint, the launch template: npm run doctor -- --deployed looks at them, ./install.sh puts them back.",
    looks:
      "CLIENT_ERROR - Your compute environment has been INVALIDATED and scaled down because none of the nodes joined the underlying Amazon EKS Cluster.",
    signs: [
      /none of the (nodes|instances) joined/i,
      /(nodes|instances) (did not|failed to|could not|couldn't) join/i,
    ],
    source: `${INVALID}#batch_eks_node_not_join_cluster`,
  },
  {
    id: "access-entry-incomplete",
    means: "AWS Batch made an access entry of its own on the cluster, and could not finish it",
    help: "Whoever created or updated the environment lacks eks:AssociateAccessPolicy or eks:DeleteAccessEntry: grant eks:DescribeCluster, eks:DescribeAccessEntry, eks:CreateAccessEntry, eks:AssociateAccessPolicy and eks:DeleteAccessEntry, then let AWS Batch try again.",
    looks:
      "CLIENT_ERROR - Access Entry setup incomplete on cluster [doeks]. Retry by calling UpdateComputeEnvironment.",
    signs: [/access entry setup/i],
    source: `${INVALID}#batch_eks_access_entry_incomplete`,
  },
  {
    id: "instance-profile-missing",
    means: "The nodes' instance profile does not exist",
    help: "The nodes' instance profile is gone: ./install.sh makes it again.",
    looks: "CLIENT_ERROR - Instance profile arn:aws:iam::123456789012:instance-profile/doeks does not exist",
    signs: [
      /instance profile \S+ (does not exist|is invalid|not found)/i,
      /invalid iam instance profile/i,
      /instance (profile|role).*(not exist|not found|invalid)/i,
    ],
    source: `${INVALID}#instance_profile_not_exist`,
  },
  {
    id: "batch-namespace",
    means: "AWS Batch cannot validate its namespace",
    help: "AWS Batch's namespace is missing or not open to it: ./install.sh makes the namespace, aws-auth and the RBAC rules again. If all of them are there, AWS Batch does not reach the cluster's endpoint.",
    looks: "CLIENT_ERROR - Unable to validate Kubernetes Namespace",
    signs: [/namespace/i],
    source: `${INVALID}#invalid_kubernetes_namespace`,
  },
  {
    id: "image-version-unsupported",
    means: "The Kubernetes version of the nodes' image is not supported",
    help: "Set eks_cluster_version to a version that AWS Batch supports, and run ./install.sh, which replaces the environment.",
    looks: "At least one imageKubernetesVersion in EC2Configuration is not supported.",
    signs: [/imageKubernetesVersion/i],
    source: `${INVALID}#invalid_kubernetes_version`,
  },
  {
    id: "cluster-version-unsupported",
    means: "AWS Batch does not support the cluster's Kubernetes version",
    help: "Set eks_cluster_version to a version that AWS Batch supports.",
    looks: "CLIENT_ERROR - EKS Cluster version [2.10] is unsupported",
    signs: [/version.*unsupported|unsupported.*version|version.*not supported/i],
    source: `${INVALID}#invalid_kubernetes_version`,
  },
  {
    id: "cluster-missing",
    means: "The cluster is gone or not ready",
    help: "The cluster is gone or not ready: see aws eks describe-cluster. An environment does not serve a cluster that was made again under the same name: it must be made again too, which ./install.sh does after the environment was deleted.",
    looks: "CLIENT_ERROR - No cluster found for name: doeks.",
    signs: [
      /no cluster found|cluster (was )?deleted|cluster .*(not ACTIVE|does not exist|was not found|was deleted|is being deleted)/i,
    ],
    source: `${INVALID}#deleted_compute_environment`,
  },
  {
    id: "endpoint-unreachable",
    means: "AWS Batch does not reach the cluster's endpoint",
    help: "AWS Batch reaches it from inside AWS: the cluster must be ACTIVE, its security groups and subnets as ./install.sh made them: npm run doctor -- --deployed.",
    looks: "INTERNAL_ERROR - Unable to connect to the EKS cluster endpoint: connection timed out",
    signs: [/(connect|reach|endpoint).*(timed? ?out|refused|unreachable)|unable to connect/i],
    source: INVALID,
  },
  {
    id: "spot-role-missing",
    means: "A role that Spot needs is missing",
    help: "Create the role of Spot: aws iam create-service-linked-role --aws-service-name spot.amazonaws.com.",
    looks: "CLIENT_ERROR - The role AWSServiceRoleForEC2Spot does not exist",
    signs: [/AWSServiceRoleForEC2Spot|spot.*role/i],
    source: INVALID_EC2,
  },
  {
    id: "batch-denied",
    means: "AWS Batch, or whoever made the environment, may not do something in AWS",
    help: "The text names the action: the role of AWS Batch has what AWS gives it, so an SCP of the organization denies it; else grant the action to whoever deploys, and let AWS Batch look again.",
    looks:
      "CLIENT_ERROR - User: arn:aws:sts::123456789012:assumed-role/x is not authorized to perform: eks:DescribeCluster",
    signs: [/not authorized to perform:? (?!sts:AssumeRole)\w+:\w+/i],
    source: INVALID_EC2,
  },
  {
    id: "service-role-invalid",
    means: "AWS Batch cannot use its service role",
    help: "The environments use AWSServiceRoleForBatch: aws iam create-service-linked-role --aws-service-name batch.amazonaws.com makes it again where it was deleted.",
    looks:
      "CLIENT_ERROR - User: arn:aws:sts::123456789012:assumed-role/batch is not authorized to perform: sts:AssumeRole on the service role",
    signs: [
      /sts:AssumeRole|service role|AWSServiceRoleForBatch|role .*(cannot|could not|can't|unable to) be assumed/i,
    ],
    source: `${INVALID_EC2}#invalid_service_role_arn`,
  },
  {
    id: "launch-template",
    means: "The nodes' launch template is gone or broken",
    help: "The nodes' launch template is gone or broken: ./install.sh makes it again.",
    looks: "CLIENT_ERROR - The specified launch template, with template ID lt-0abc, does not exist.",
    signs: [/launch ?template/i],
    source: INVALID_EC2,
  },
  {
    id: "nodes-network",
    means: "A subnet or a security group of the nodes is gone",
    help: "Part of the nodes' network is gone: ./install.sh makes it again.",
    looks: "CLIENT_ERROR - The subnet ID 'subnet-0abc' does not exist",
    signs: [/subnet|security group|InvalidGroup/i],
    source: INVALID_EC2,
  },
  {
    id: "nodes-image",
    means: "The nodes' image, or its key, cannot be used",
    help: "./install.sh sets image and launch template again; an own KMS key must let the service-linked role of Auto Scaling use it.",
    looks: "CLIENT_ERROR - The image id '[ami-0abc]' does not exist",
    signs: [/image id|\bami-\w+|InvalidAMI|InvalidKMSKey|KMS/i],
    source: INVALID_EC2,
  },
  {
    id: "vcpu-limit",
    means: "The account's vCPU quota is reached",
    help: "Ask for a higher quota: npm run doctor prints the command for each family in use; until then lower the maximum in variables.json.",
    looks:
      "You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket",
    signs: [
      /vCPU (capacity|limit)|\bSpot\b.*\blimit|VcpuLimitExceeded|instance limit|MaxSpotInstanceCountExceeded/i,
    ],
    source: "https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html",
  },
  {
    id: "instance-type-unknown",
    means: "An instance type is none that AWS Batch or the region has",
    help: "Correct aws_batch_instance_types, or instance_types of the environment, in variables.json; then ./install.sh.",
    looks: "CLIENT_ERROR - Instance type can only be one of [r3, r4, m6g.xlarge, r5, optimal]",
    signs: [/instance type/i],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/instance-type-compute-table.html",
  },
  {
    id: "batch-access",
    means: "AWS Batch has no access to the cluster",
    help: "AWS Batch has no access to the cluster: ./install.sh writes aws-auth and the RBAC rules again.",
    looks: "CLIENT_ERROR - Unauthorized",
    signs: [
      /unauthorized|access entry|forbidden|\brbac\b|aws-auth|permission|\b40[13]\b|access denied|AccessDenied/i,
    ],
    strength: "pattern",
    source: "https://docs.aws.amazon.com/batch/latest/userguide/getting-started-eks-configmap.html",
  },
  {
    id: "batch-internal",
    means: "AWS Batch met an error of its own",
    help: "Disable and enable the environment, so that AWS Batch looks again; AWS's health page tells of a disturbance of the service.",
    looks: "INTERNAL_ERROR - Internal Error",
    signs: [/INTERNAL_ERROR|internal (server )?error|service is unavailable/i],
    strength: "pattern",
    source: INVALID_EC2,
  },
];
