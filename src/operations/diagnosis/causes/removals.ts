import type { Cause } from "../cause";

const VPC = "https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html";
const EC2_CODES = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";

/** Why something could not be destroyed. */
export const FAILED_REMOVALS: readonly Cause[] = [
  {
    id: "public-addresses-mapped",
    means: "Public addresses are still in use in the VPC",
    help: "A load balancer, an instance or a NAT gateway that is not this environment's has them: aws ec2 describe-network-interfaces --filters Name=vpc-id,Values={id|VPC} names the holders; remove them, then start again.",
    looks:
      "DependencyViolation: Network vpc-0abc has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
    signs: [/(?<id>vpc-\w+)? ?has some mapped public address/i],
    source: VPC,
  },
  {
    id: "address-held",
    means: "A public address is still in use, or its interface is another service's",
    help: "aws ec2 describe-addresses names the interface and its owner: remove the NAT gateway, load balancer or instance that has it, then start again.",
    looks: "AuthFailure: You do not have permission to access the specified resource.",
    signs: [
      /AuthFailure: You do not have permission to access the specified resource|InvalidIPAddress\.InUse/,
    ],
    source: EC2_CODES,
  },
  {
    id: "security-group-held",
    means: "A security group is still in use",
    help: "A network interface has it, or a rule of another group names it: aws ec2 describe-network-interfaces --filters Name=group-id,Values={id|GROUP} and aws ec2 describe-security-group-rules show the holder. Load balancers of the cluster's services and GuardDuty leave such groups.",
    looks: "DependencyViolation: resource sg-0abc has a dependent object",
    signs: [/(?<id>sg-\w+).{0,40}has a dependent object/i],
    source: EC2_CODES,
  },
  {
    id: "subnet-held",
    means: "Something is still in a subnet",
    help: "aws ec2 describe-network-interfaces --filters Name=subnet-id,Values={id|SUBNET} --query 'NetworkInterfaces[].[NetworkInterfaceId,Status,Description]' shows it: remove the load balancer, endpoint or instance that it belongs to, then start again.",
    looks: "DependencyViolation: The subnet 'subnet-0abc' has dependencies and cannot be deleted.",
    signs: [/(?<id>subnet-\w+)'? has dependencies/i],
    source: VPC,
  },
  {
    id: "vpc-held",
    means: "Something is still in the VPC",
    help: "Endpoints, security groups and interfaces that are not this environment's hold it: aws ec2 describe-vpc-endpoints, describe-security-groups and describe-network-interfaces, each with --filters Name=vpc-id,Values={id|VPC}, show them; remove them, then start again. GuardDuty makes an endpoint and a group of its own.",
    looks: "DependencyViolation: The vpc 'vpc-0abc' has dependencies and cannot be deleted.",
    signs: [/(?<id>vpc-\w+)'? has dependencies/i],
    source: VPC,
  },
  {
    id: "dependency-violation",
    means: "Something else still uses it",
    help: "The text names what cannot go; what holds it is in the same VPC and not this environment's: aws ec2 describe-network-interfaces shows most holders. Remove the holder, then start again.",
    looks: "DependencyViolation: The routeTable 'rtb-0abc' has dependencies and cannot be deleted.",
    signs: [/DependencyViolation|has dependencies and cannot be deleted/i],
    source: EC2_CODES,
  },
  {
    id: "queue-relationship",
    means: "A job queue still names the compute environment",
    help: "npm run job -- queues shows which; take the environment out of the queue (aws batch update-job-queue), or delete the queue, then start again.",
    looks: "ClientException: Cannot delete, found existing JobQueue relationship",
    signs: [/existing JobQueue relationship/i],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/delete-compute-environments.html",
  },
  {
    id: "environment-not-disabled",
    means: "AWS Batch deletes only what is DISABLED",
    help: "Disable it first: aws batch update-compute-environment --compute-environment NAME --state DISABLED (for a queue aws batch update-job-queue --job-queue NAME --state DISABLED), then start again.",
    looks: "ClientException: Cannot delete, resource is not DISABLED",
    signs: [/not DISABLED|must (first )?be disabled|is not disabled/i],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/delete-compute-environments.html",
  },
  {
    id: "jobs-still-run",
    means: "Jobs still run in the compute environment",
    help: "npm run job -- list shows them, npm run job -- stop ID ends one; ./cleanup.sh ends them by itself before it begins.",
    looks:
      "waiting for Batch Compute Environment (x) delete: timeout while waiting for state to become 'DELETED' (last state: 'DELETING')",
    signs: [/Batch (Compute Environment|Job Queue).*\bdelete\b.*(timeout|DELETING)/i],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/delete-compute-environments.html",
  },
  {
    id: "iam-conflict",
    means: "IAM still has something attached to it",
    help: "Somebody attached a policy or an instance profile by hand: aws iam list-attached-role-policies and aws iam list-instance-profiles-for-role name it; detach it, then start again.",
    looks: "DeleteConflict: Cannot delete entity, must detach all policies first.",
    signs: [/DeleteConflict|must (detach|remove|delete) .* first/i],
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html",
  },
  {
    id: "namespace-stuck",
    means: "Kubernetes does not finish deleting a namespace",
    help: "An API service without its server, or a finalizer, holds it: kubectl get apiservice | grep False, and kubectl get namespace NAME -o yaml; remove that, then start again.",
    looks: "context deadline exceeded: namespace amazon-cloudwatch is still Terminating",
    signs: [
      // The provider tells nothing but that its time is over.
      /kubernetes_namespace_v1\S*: (context deadline exceeded|timeout while waiting for resource)/,
      /namespace.*(Terminating|finalizer)|NamespaceContentRemaining|NamespaceDeletionDiscoveryFailure/i,
    ],
    source: "https://kubernetes.io/docs/tasks/administer-cluster/namespaces/",
  },
  {
    id: "deletion-protected",
    means: "It is protected against being deleted",
    help: "Somebody switched the protection on: aws eks update-cluster-config --name NAME --no-deletion-protection for a cluster; then start again.",
    looks: "InvalidRequestException: Cluster has deletion protection enabled",
    signs: [/deletion ?protection/i],
    source: "https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
  },
  {
    id: "bucket-not-empty",
    means: "A bucket still holds objects",
    help: "aws s3 rm s3://BUCKET --recursive empties it; versions of objects go with the console's Empty; then start again.",
    looks: "BucketNotEmpty: The bucket you tried to delete is not empty",
    signs: [/BucketNotEmpty/],
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
  },
];
