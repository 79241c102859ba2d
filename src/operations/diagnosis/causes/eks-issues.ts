import type { Cause } from "../cause";

const EKS = "https://docs.aws.amazon.com/eks/latest";
const NODE_GROUP_ISSUE = `${EKS}/APIReference/API_Issue.html`;
const CLUSTER_ISSUE = `${EKS}/APIReference/API_ClusterIssue.html`;
const ADDON_ISSUE = `${EKS}/APIReference/API_AddonIssue.html`;

/** Codes with which EKS says what ails a control plane, a node group or an add-on, and what Auto Scaling says of nodes. */
export const EKS_ISSUES: readonly Cause[] = [
  {
    id: "eks-network-gone",
    means: "A part of the network that EKS was given is gone",
    help: "Somebody removed the VPC, a subnet or a security group: ./install.sh makes again what Terraform's plan misses. EKS does not take another VPC: a cluster whose VPC is gone must be removed (./cleanup.sh) and made again.",
    looks: "Ec2SubnetNotFound: We couldn't find one or more subnets specified for the cluster.",
    signs: [/\b(VpcNotFound|Ec2SubnetNotFound|Ec2SecurityGroupNotFound)\b/],
    source: CLUSTER_ISSUE,
  },
  {
    id: "eks-role-gone",
    means: "A role or instance profile that EKS was given is gone",
    help: "Somebody removed the role of the cluster or of the nodes, or its instance profile: ./install.sh makes it again. EKS does not take another role for a cluster: it must have the same name and path.",
    looks: "IamNodeRoleNotFound: The IAM role of your managed node group cannot be found.",
    signs: [/\b(IamRoleNotFound|IamNodeRoleNotFound|IamInstanceProfileNotFound)\b/],
    source: NODE_GROUP_ISSUE,
  },
  {
    id: "eks-nodes-changed",
    means: "The Auto Scaling group or launch template that EKS made for the nodes was changed or removed",
    help: "EKS does not make them again: aws eks delete-nodegroup --cluster-name CLUSTER --nodegroup-name NAME, then ./install.sh, which makes a new node group. Jobs on nodes of AWS Batch go on meanwhile.",
    looks:
      "AutoScalingGroupNotFound: We couldn't find the Auto Scaling group associated with the managed node group.",
    signs: [/\b(AutoScalingGroupNotFound|AutoScalingGroup\w*InvalidConfiguration|Ec2LaunchTemplate\w+)\b/],
    source: NODE_GROUP_ISSUE,
  },
  {
    id: "eks-subnet-full",
    means: "A subnet has too few free addresses",
    help: "aws ec2 describe-subnets --query 'Subnets[].[SubnetId,AvailableIpAddressCount]' shows it: end what uses them, or choose larger private_subnets, which only a new environment can have.",
    looks:
      "InsufficientFreeAddresses: One or more of the subnets associated with your managed node group does not have enough available IP addresses for new nodes.",
    signs: [/\bInsufficientFreeAddresses\w*|(does not|doesn't) have enough (available|free) (IP )?addresses/],
    source: NODE_GROUP_ISSUE,
  },
  {
    id: "eks-subnet-public",
    means: "The nodes' subnets give no public address, and have no other way out",
    help: "Nodes of this project are in private subnets with a NAT gateway: ./install.sh puts its route back; aws ec2 describe-route-tables shows it.",
    looks:
      "Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets of [subnet-1] for node group x does not automatically assign public IP addresses to instances launched into it.",
    signs: [/\bEc2SubnetInvalidConfiguration\b|does not automatically assign public IP/],
    source: NODE_GROUP_ISSUE,
  },
  {
    id: "eks-unreachable",
    means: "EKS, or its nodes, cannot reach the control plane",
    help: "The security group of the cluster must let the nodes in on port 443, and eks_private_cluster_endpoint be on, or the NAT gateway's address be in eks_public_access_cidrs: ./install.sh puts groups and routes back.",
    looks:
      "ClusterUnreachable: Amazon EKS or one or more of your managed nodes is unable to to communicate with your Kubernetes cluster API server.",
    signs: [/\bClusterUnreachable\b/],
    source: NODE_GROUP_ISSUE,
  },
  {
    id: "eks-sts-endpoint",
    means: "The account has switched the regional endpoint of STS off",
    help: "Activate it in the account settings of IAM, under Security Token Service: EKS needs the endpoint of the region.",
    looks: "StsRegionalEndpointDisabled: The STS regional endpoint is disabled.",
    signs: [/\bStsRegionalEndpointDisabled\b|RegionDisabledException|STS is not activated in this region/],
    source: CLUSTER_ISSUE,
  },
  {
    id: "eks-type-unknown",
    means: "The region does not have the instance type of the managed nodes",
    help: "No variable chooses it: another aws_region has it, or change MANAGED_NODE_TYPE in src/model/facts/eks.ts to a type of x86 that the zones have; npm run doctor tells beforehand.",
    looks: "Ec2InstanceTypeDoesNotExist: The following supplied instance types do not exist: [m5.large]",
    signs: [/\bEc2InstanceTypeDoesNotExist\b|supplied instance types do not exist/],
    source: NODE_GROUP_ISSUE,
  },
  {
    id: "addon-admission",
    means: "A rule of the cluster refuses the pods of an add-on",
    help: "The text names the webhook or policy: exempt the namespaces kube-system and amazon-cloudwatch from it, then start again.",
    looks: 'AdmissionRequestDenied: admission webhook "validate.policy.example" denied the request',
    signs: [/\bAdmissionRequestDenied\b/],
    source: ADDON_ISSUE,
  },
  {
    id: "addon-modified",
    means: "Somebody changed or removed objects of an add-on",
    help: "aws eks update-addon --cluster-name CLUSTER --addon-name NAME --resolve-conflicts OVERWRITE puts them back.",
    looks: "UnsupportedAddonModification: The add-on was modified in a way that is not supported.",
    signs: [/\b(UnsupportedAddonModification|K8sResourceNotFound)\b/],
    source: ADDON_ISSUE,
  },
  {
    id: "addon-permissions",
    means: "The role of an add-on lacks permissions, or nobody can assume it",
    help: "./install.sh puts the role, its policies and its trust back; an SCP or boundary may deny what its policies allow.",
    looks: "AddonPermissionFailure: The add-on's role cannot be assumed.",
    signs: [/\bAddonPermissionFailure\b/],
    source: ADDON_ISSUE,
  },
  {
    id: "addon-configuration",
    means: "The version of an add-on does not take the configuration",
    help: "A newer version has other keys: aws eks describe-addon-configuration --addon-name NAME --addon-version VERSION shows them; src/constructs/eks has this project's.",
    looks:
      "InvalidParameterException: ConfigurationValue provided in request is not supported: Json schema validation failed with error: [$.agent: is not defined in the schema]",
    signs: [/ConfigurationValue provided in request is not supported|Json schema validation failed/i],
    source: `${EKS}/userguide/eks-add-ons.html`,
  },
  {
    id: "addon-version",
    means: "EKS has no version of an add-on for this Kubernetes version",
    help: "aws eks describe-addon-versions --addon-name NAME --kubernetes-version VERSION lists them; none may be there in the first days of a Kubernetes version.",
    looks: "InvalidParameterException: Addon version specified is not supported for kubernetes version",
    signs: [/add-?on version\b.*not supported|no compatible add-?on version/i],
    source: `${EKS}/APIReference/API_CreateAddon.html`,
  },
  {
    id: "cluster-failed",
    means: "EKS could not make the control plane",
    help: "aws eks describe-cluster --name CLUSTER --query cluster.health tells why; then start again: a control plane that ended FAILED is replaced.",
    looks: "waiting for EKS Cluster (doeks) create: unexpected state 'FAILED', wanted target 'ACTIVE'",
    signs: [/EKS Cluster .*unexpected state 'FAILED'/],
    source: `${EKS}/APIReference/API_Cluster.html`,
  },
  {
    id: "node-group-slow",
    means: "The managed nodes were not ready in time",
    help: "aws eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name NAME --query nodegroup.health and aws autoscaling describe-scaling-activities tell what they wait for; then start again.",
    looks:
      "waiting for EKS Node Group (doeks:default-1) create: timeout while waiting for state to become 'ACTIVE' (last state: 'CREATING', timeout: 1h0m0s)",
    signs: [/EKS Node Group .*timeout while waiting/],
    strength: "pattern",
    source: `${EKS}/userguide/troubleshooting.html`,
  },
];
