import type { Cause } from "../cause";

const EKS = "https://docs.aws.amazon.com/eks/latest/userguide";
const EC2_CODES = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";
const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const AGAIN = "wait until it has ended, then start again";

/** Why a stack could not be deployed, the most particular words first. */
export const FAILED_INSTALLS: readonly Cause[] = [
  {
    id: "state-locked",
    means: "Another Terraform has the state's lock",
    help: "Somebody else's Terraform works on this stack, or was killed and left its lock: the text above says whose it is. Of a shared state, npm run state:unlock shows and removes the locks.",
    looks: "Error acquiring the state lock: ConditionalCheckFailedException",
    signs: [/acquiring the state lock/i],
    source: "https://developer.hashicorp.com/terraform/language/state/locking",
  },
  {
    id: "state-not-saved",
    means: "Terraform could not save the state",
    help: "Before anything else, bring the state where it belongs: terraform state push errored.tfstate, in the directory of the stack below cdktf.out/stacks.",
    looks: "Error saving state: failed to upload state: AccessDenied",
    signs: [/(save|saving|persist|upload|write).* state|errored\.tfstate/i],
    source: "https://developer.hashicorp.com/terraform/cli/state/recover",
  },
  {
    id: "state-bucket-missing",
    means: "The bucket of the state does not exist",
    help: "Create the bucket of the state: npm run state:bootstrap",
    looks: "operation error S3: ListObjectsV2, api error NoSuchBucket: The specified bucket does not exist",
    signs: [/NoSuchBucket|S3 bucket .* does not exist/i],
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
  },
  {
    id: "clock",
    means: "This machine's clock is wrong: AWS refuses signatures that are more than five minutes off",
    help: "Set the clock (timedatectl set-ntp true, or that of the host of a virtual machine), then start again.",
    looks:
      "api error RequestTimeTooSkewed: The difference between the request time and the current time is too large.",
    signs: [/RequestTimeTooSkewed|Signature (has )?(expired|not yet current)/i],
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html",
  },
  {
    id: "terraform-version",
    means: "Terraform is too old for the state or the configuration",
    help: "Update Terraform to the version that is named, or newer: https://developer.hashicorp.com/terraform/install.",
    looks:
      "state snapshot was created by Terraform v1.14.0, which is newer than current v1.9.0; upgrade to Terraform v1.14.0 or greater to work with this state",
    signs: [
      /state snapshot was created by Terraform v\S+, which is newer|Unsupported Terraform Core version/,
    ],
    source: "https://developer.hashicorp.com/terraform/language/state",
  },
  {
    id: "provider-crashed",
    means: "A provider of Terraform ended while it worked",
    help: "Most often the machine lacks memory (2 GiB free are enough), or something killed it: start again, which goes on where it stopped.",
    looks:
      "Plugin did not respond: The plugin encountered an error, and failed to respond to the plugin.(*GRPCProvider).ApplyResourceChange call.",
    signs: [/Plugin did not respond|plugin crashed|plugin process exited/i],
    source: "https://developer.hashicorp.com/terraform/plugin/debugging",
  },
  {
    id: "provider-inconsistent",
    means: "A provider of Terraform contradicts itself: what it planned is not what came out",
    help: "Start again: the next plan begins with what AWS has now. If it stays so, it is a bug of the provider, which its text asks to report.",
    looks:
      "Provider produced inconsistent final plan: When expanding the plan for aws_eks_addon.x to include new values learned so far during apply",
    signs: [/Provider produced (an )?(inconsistent|invalid)/],
    source: "https://developer.hashicorp.com/terraform/plugin/framework/resources",
  },
  {
    id: "mfa-needed",
    means: "The credentials lack the second factor that is demanded",
    help: "Get a session with it: aws sts get-session-token --serial-number arn:...:mfa/NAME --token-code CODE, or for a role aws sts assume-role with the same two options; export what it answers, then start again.",
    looks:
      "AssumeRoleTokenProviderNotSetError: assume role with MFA enabled, but AssumeRoleTokenProvider session option not set",
    signs: [/AssumeRoleTokenProvider|MultiFactorAuthentication|\bMFA\b/i],
    source: "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html#cli-configure-role-mfa",
  },
  {
    id: "credentials-expired",
    means: "The credentials have expired",
    help: "Log in again (aws sso login, or new access keys), then start again: it goes on where it stopped.",
    looks: "api error ExpiredToken: The security token included in the request is expired",
    signs: [
      /ExpiredToken|RequestExpired|token (included in the request )?(is|has) expired|SSO session .* (expired|invalid)|InvalidGrantException/i,
    ],
    source: `${IAM}/troubleshoot_general.html`,
  },
  {
    id: "credentials-unknown",
    means: "AWS does not know the credentials, or there are none",
    help: "Log in again (aws sso login, or new access keys), then start again. npm run doctor tells which credentials are in use.",
    looks: "api error InvalidClientTokenId: The security token included in the request is invalid",
    signs: [
      /InvalidClientTokenId|no EC2 IMDS role found|no valid credential|UnrecognizedClientException|SignatureDoesNotMatch|AuthFailure|No credential sources|InvalidAccessKeyId/i,
    ],
    source: `${IAM}/troubleshoot_general.html`,
  },
  {
    id: "denied-by-scp",
    means: "A policy of the organization denies it",
    help: "No permission in this account helps against a service control policy: ask who runs the organization to allow the action that is named, or use another account or region.",
    looks:
      "AccessDenied: User is not authorized to perform: iam:CreateRole on resource: x with an explicit deny in a service control policy",
    signs: [
      /(explicit deny in an?|no) (\w+ )*(service|resource) control policy/i,
      /organizations? .*den(y|ied)/i,
    ],
    source: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
  },
  {
    id: "denied-by-boundary",
    means: "A permissions boundary denies it",
    help: "The boundary of who deploys must allow the action that is named; where it demands that new roles have a boundary too, this project cannot be deployed by that principal.",
    looks:
      "AccessDenied: User is not authorized to perform: iam:CreateRole on resource: x because no permissions boundary allows the iam:CreateRole action",
    signs: [/permissions? boundary/i],
    source: `${IAM}/access_policies_boundaries.html`,
  },
  {
    id: "account-pending",
    means: "AWS still verifies the account for this region",
    help: "A new account, or one that is new in the region, is verified within minutes to some hours: wait, and start again. Nothing else helps.",
    looks:
      "PendingVerification: Your request for accessing resources in this region is being validated, and you will not be able to launch additional resources in this region until the validation is complete.",
    signs: [/PendingVerification|request for accessing resources in this region is being validated/],
    source: EC2_CODES,
  },
  {
    id: "account-not-subscribed",
    means: "The account may not use the service here",
    help: "Enable the region, or finish the account's sign-up: the console of Billing and of Account tells what is missing.",
    looks:
      "OptInRequired: You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.",
    signs: [
      /OptInRequired|Ec2ServiceNotSubscribed|not subscribed|account is (blocked|suspended|not activated)|Blocked: This account/i,
    ],
    source: EC2_CODES,
  },
  {
    id: "free-plan",
    means: "The account is on AWS's free plan, which does not have this instance type or service",
    help: "Upgrade the account to a paid plan in the console of Billing: EKS with m5.large nodes is no part of the free plan.",
    looks: "InvalidParameterCombination: The specified instance type is not eligible for Free Tier.",
    signs: [/not eligible for (the )?Free Tier|free ?plan/i],
    source: "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/free-tier-plans.html",
  },
  {
    id: "version-unsupported",
    means: "EKS does not offer the Kubernetes version",
    help: "Set eks_cluster_version to one that the region offers: aws eks describe-cluster-versions --query 'clusterVersions[].[clusterVersion,versionStatus]'",
    looks: "InvalidParameterException: unsupported Kubernetes version",
    signs: [
      /unsupported Kubernetes version|\bUnsupportedVersion\b|not supported.*kubernetes version|kubernetes version.*not supported|version.*(is )?not supported/i,
    ],
    source: `${EKS}/kubernetes-versions.html`,
  },
  {
    id: "zone-without-cluster",
    means: "EKS has no room for a control plane in one of the zones",
    help: "The text names the zones that have: another region, or an account whose first zones are others, is the way; this project takes the region's first zones.",
    looks:
      "UnsupportedAvailabilityZoneException: Cannot create cluster 'doeks' because us-east-1e, the targeted availability zone, does not currently have sufficient capacity to support the cluster.",
    signs: [/UnsupportedAvailabilityZone|does not currently have sufficient capacity to support the cluster/],
    source: `${EKS}/network-reqs.html`,
  },
  {
    id: "type-not-in-zone",
    means: "An instance type is not offered in one of the zones",
    help: "Set types that all zones have: aws_batch_instance_types, or instance_types of the environment, in variables.json; aws ec2 describe-instance-type-offerings --location-type availability-zone lists them.",
    looks:
      "Unsupported: Your requested instance type (m5.large) is not supported in your requested Availability Zone (us-east-1e).",
    signs: [/requested instance type .* (is )?not supported in your requested Availability Zone/i],
    source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html",
  },
  {
    id: "vcpu-quota",
    means: "The account's vCPU quota is reached",
    help: "Ask for a higher quota in the console of Service Quotas (npm run doctor prints the command), or lower the minimum and maximum vCPUs in variables.json.",
    looks:
      "VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 5 allows",
    signs: [/VcpuLimitExceeded|more vCPU capacity than your current vCPU limit|MaxSpotInstanceCountExceeded/],
    source: "https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html",
  },
  {
    id: "instance-capacity",
    means: "AWS has no capacity for the instance type in the zone at the moment",
    help: "It may pass within the hour: start again; or allow other instance types in variables.json.",
    looks:
      "InsufficientInstanceCapacity: We currently do not have sufficient m5.large capacity in the Availability Zone you requested (us-east-1a).",
    signs: [/InsufficientInstanceCapacity|do not have sufficient \S+ capacity|no Spot capacity available/i],
    source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html",
  },
  {
    id: "address-quota",
    means: "The account's quota of Elastic IP addresses is reached",
    help: "Ask for a higher quota in the console of Service Quotas (L-0263D0A3), release addresses that nothing uses, or set single_nat_gateway to true.",
    looks: "AddressLimitExceeded: The maximum number of addresses has been reached.",
    signs: [/AddressLimitExceeded/],
    source: EC2_CODES,
  },
  {
    id: "vpc-quota",
    means: "The region's quota of VPCs is reached",
    help: "Ask for a higher quota in the console of Service Quotas (L-F678F1CE), or remove a VPC that you no longer need.",
    looks: "VpcLimitExceeded: The maximum number of VPCs has been reached.",
    signs: [/VpcLimitExceeded/],
    source: EC2_CODES,
  },
  {
    id: "throttled",
    means: "AWS was asked too often",
    help: "Start again in some minutes, with less at the same time.",
    looks: "ThrottlingException: Rate exceeded",
    signs: [/Throttl|Rate exceeded|TooManyRequests|RequestLimitExceeded|SlowDown/i, /StatusCode: 429/],
    passes: true,
    source: EC2_CODES,
  },
  {
    id: "batch-quota",
    means: "The account has as many compute environments or queues as AWS Batch allows",
    help: "aws batch describe-compute-environments and describe-job-queues list them: remove what nobody uses, or ask for a higher quota in the console of Service Quotas (50 of each by default).",
    looks:
      "ClientException: Error executing request, Exception : Your compute environment limit of 50 was reached",
    signs: [/(compute ?environments?|job ?queues?) .*limit|limit .*(compute ?environments?|job ?queues?)/i],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html",
  },
  {
    id: "quota",
    means: "A quota of the account is reached",
    help: "Ask for a higher quota in the console of Service Quotas, or remove what you no longer need.",
    looks: "ResourceLimitExceededException: Cluster limit exceeded for account",
    signs: [/LimitExceeded|quota|limit (has been )?(exceeded|reached)/i],
    source: "https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html",
  },
  {
    id: "helm-release-pending",
    means: "A Helm release was interrupted, and is pending since",
    help: "helm list -A -a shows it as pending; helm rollback NAME -n NAMESPACE, or helm uninstall NAME -n NAMESPACE for one that was never installed, then start again.",
    looks: "another operation (install/upgrade/rollback) is in progress",
    signs: [/another operation \(install\/upgrade\/rollback\) is in progress/i],
    source: "https://helm.sh/docs/faq/troubleshooting/",
  },
  {
    id: "update-in-progress",
    means: "Another change of the same thing is under way",
    help: `It is not of this run: ${AGAIN}. aws eks list-updates --name CLUSTER shows it; nothing has to be removed.`,
    looks:
      "ResourceInUseException: Cannot EndpointAccessUpdate because cluster doeks currently has update 408c in progress",
    signs: [
      /has (an? )?update .*in progress|update (is )?(already )?in progress|operation (is )?in progress/i,
      /is being modified|currently (updating|creating|deleting|being modified)|OperationInProgress|ConcurrentModification|IncorrectState\b/i,
    ],
    passes: true,
    source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html",
  },
  {
    id: "cluster-has-nodegroups",
    means: "The cluster still has node groups",
    help: "Node groups that are not this environment's hold it: aws eks list-nodegroups --cluster-name CLUSTER names them; delete them with aws eks delete-nodegroup, then start again.",
    looks: "ResourceInUseException: Cluster has nodegroups attached",
    signs: [/Cluster has (nodegroups|node groups|Fargate profiles|addons?) attached/i],
    source: `${EKS}/delete-cluster.html`,
  },
  {
    id: "helm-release-taken",
    means: "A Helm release of this name is there already",
    help: "An earlier run left it, or somebody else installed it: helm list -A -a shows it; helm uninstall NAME -n NAMESPACE, then start again.",
    looks: "cannot re-use a name that is still in use",
    signs: [/cannot re-use a name that is still in use/i],
    source: "https://helm.sh/docs/faq/troubleshooting/",
  },
  {
    id: "principal-unknown",
    means: "IAM does not know a principal of the variables",
    help: "Correct eks_admin_principal_arns or eks_viewer_principal_arns in variables.json: aws iam get-role --role-name NAME shows a role's ARN; roles of IAM Identity Center have the path aws-reserved/sso.amazonaws.com/ in it.",
    looks: "InvalidParameterException: The specified principalArn is invalid: invalid principal.",
    signs: [/principalArn.*(invalid|not valid)/i],
    source: `${EKS}/creating-access-entries.html`,
  },
  {
    id: "policy-missing",
    means: "A policy does not exist in this partition or account",
    help: "The name or the partition in the ARN is wrong: aws iam list-policies --scope AWS lists AWS's own; in China and GovCloud some have other names.",
    looks: "NoSuchEntity: Policy arn:aws:iam::aws:policy/AmazonEKSFoo does not exist or is not attachable.",
    signs: [/Policy \S+ (does not exist|was not found)|NoSuchEntity.*policy/i],
    source: `${IAM}/access_policies_managed-vs-inline.html`,
  },
  {
    id: "iam-not-yet-seen",
    means: "Another service does not see a new role or policy yet",
    help: "Start again in a minute. If it stays so, the role that is named does not exist or does not trust the service.",
    looks:
      "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
    signs: [
      /MalformedPolicyDocument.*principal|role.*(cannot be assumed|could not be assumed|not authorized to assume)/i,
      /Invalid IAM Instance Profile|NoSuchEntity.*role/i,
    ],
    passes: true,
    source: `${IAM}/troubleshoot_general.html#troubleshoot_general_eventual-consistency`,
  },
  {
    id: "kms-key",
    means: "A KMS key cannot be used: it is disabled, to be deleted, or not open to the service",
    help: "aws kms describe-key --key-id KEY shows its state: aws kms cancel-key-deletion and aws kms enable-key bring it back. A key of your own for EBS must let AWSServiceRoleForAutoScaling use it.",
    looks: "Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state",
    signs: [
      /InvalidKMSKey|KmsKey(NotFound|Disabled|MarkedForDeletion)|KmsGrantRevoked|KMSInvalidState|KMSKeyDisabled|KMSKeyNotAccessible|Client\.InternalError|is pending (deletion|import)|KMS key .*(disabled|incorrect state)|kms\S* .*(DisabledException|pending deletion)/i,
    ],
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html",
  },
  {
    id: "node-group-not-joined",
    means: "The managed nodes were launched and did not join the cluster",
    help: "They need a way out (NAT gateway and its route), the cluster's security group, their role with AmazonEKSWorkerNodePolicy and an access entry: npm run doctor -- --deployed looks at them; aws ec2 get-console-output --instance-id ID shows what a node says.",
    looks: "NodeCreationFailure: Instances failed to join the kubernetes cluster",
    signs: [
      /failed to join the (kubernetes )?cluster|NodeCreationFailure|Unhealthy nodes in the kubernetes cluster/i,
    ],
    source: `${EKS}/troubleshooting.html#worker-node-fail`,
  },
  {
    id: "node-group-launch",
    means: "Auto Scaling could not launch the managed nodes",
    help: "aws autoscaling describe-scaling-activities tells the reason of each attempt: capacity, quota, key or image; correct it in variables.json, then start again.",
    looks: "AsgInstanceLaunchFailures: Could not launch On-Demand Instances.",
    signs: [/AsgInstanceLaunchFailures|Could not launch (On-Demand|Spot) Instances/i],
    source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  },
  {
    id: "launch-template-refused",
    means: "EC2 refuses the nodes' launch template",
    help: "The words after it name what it refuses; where it says not authorized, who deploys lacks ec2:RunInstances or iam:PassRole, or an SCP denies them: aws ec2 run-instances --launch-template LaunchTemplateId=ID --dry-run tells.",
    looks:
      "ValidationError: You must use a valid fully-formed launch template. The requested configuration is currently not supported.",
    signs: [/valid fully-formed launch template|not authorized to use launch template/i],
    source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-launch-template.html",
  },
  {
    id: "addon-conflict",
    means: "An add-on found settings of its own that somebody else manages",
    help: "What is installed by hand conflicts with EKS's: aws eks update-addon --resolve-conflicts OVERWRITE, or remove what was installed.",
    looks:
      "ConfigurationConflict: Conflicts found when trying to apply. Will not continue due to resolve conflicts mode.",
    signs: [/ConfigurationConflict|resolve conflicts mode/i],
    source: `${EKS}/add-ons-troubleshooting.html`,
  },
  {
    id: "addon-degraded",
    means: "An add-on was not ready in time: its pods do not run",
    help: "Add-ons need nodes that have joined: look at the node group first (aws eks describe-nodegroup), then at the add-on (aws eks describe-addon, kubectl get pods -A). An add-on that recovers is taken up by the next run.",
    looks:
      "waiting for EKS Add-On (doeks:coredns) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)",
    signs: [
      /DEGRADED|InsufficientNumberOfReplicas|EKS Add-?On .*(timeout|unexpected state)|unexpected state 'CREATE_FAILED'.*Add-?On/i,
    ],
    source: `${EKS}/troubleshooting-add-on-configuration.html`,
  },
  {
    id: "architecture-mixed",
    means: "Instance types of two processor architectures are in one environment",
    help: "Put ARM types (Graviton) into an environment of their own in aws_batch_compute_environments of variables.json.",
    looks: "ClientException: arm-based instance type cannot be used with other instance types",
    signs: [
      /arm-based instance type/i,
      /(architecture|AMI type).*(not (compatible|supported)|mismatch|does not match)/i,
    ],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/instance-type-compute-table.html",
  },
  {
    id: "batch-instance-type",
    means: "AWS Batch does not have an instance type of the variables",
    help: "Correct aws_batch_instance_types, aws_batch_gpu_instance_types or instance_types of an environment in variables.json: AWS Batch takes no t2, t3, t3a and t4g, and the text lists what it takes here.",
    looks:
      "ClientException: Error executing request, Exception : Instance type can only be one of [r3, r4, m6g.xlarge, r5, optimal]",
    signs: [
      /Instance type can only be one of|instance type\S* .*(is not supported|does not exist|not valid)|InvalidInstanceType/i,
    ],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/instance-type-compute-table.html",
  },
  {
    id: "environment-invalid",
    means: "AWS Batch calls the compute environment INVALID",
    help: "Its reason tells: aws batch describe-compute-environments --query 'computeEnvironments[].[computeEnvironmentName,statusReason]'; npm run doctor -- --deployed looks at namespace, RBAC, roles and network. Then start again.",
    looks:
      "waiting for Batch Compute Environment (aws-batch_OD-x) create: unexpected state 'INVALID', wanted target 'VALID'. last error: CLIENT_ERROR - Unable to validate Kubernetes Namespace",
    signs: [/Batch Compute Environment.*(INVALID|unexpected state)|state 'INVALID'/i],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html",
  },
  {
    id: "environment-slow",
    means: "AWS Batch was not done with a compute environment in time",
    help: "Its state and reason tell: aws batch describe-compute-environments --query 'computeEnvironments[].[computeEnvironmentName,status,statusReason]'; then start again, which goes on with it.",
    looks:
      "waiting for Batch Compute Environment (aws-batch_OD-x) create: timeout while waiting for state to become 'VALID' (last state: 'CREATING', timeout: 30m0s)",
    signs: [/Batch (Compute Environment|Job Queue) .*(create|update): timeout while waiting/],
    strength: "pattern",
    source: "https://docs.aws.amazon.com/batch/latest/userguide/invalid_compute_environment.html",
  },
  {
    id: "public-cidrs",
    means: "EKS refuses the address ranges for the public endpoint",
    help: "eks_public_access_cidrs takes public ranges only: private ones, such as 10.0.0.0/8, reach the cluster by its private endpoint.",
    looks: "InvalidParameterException: The following CIDRs are invalid in publicAccessCidrs: [10.0.0.0/8]",
    signs: [/publicAccessCidrs/i],
    source: `${EKS}/cluster-endpoint.html`,
  },
  {
    id: "spot-role",
    means: "The account lacks the role of Spot",
    help: "Create the role once for the account: aws iam create-service-linked-role --aws-service-name spot.amazonaws.com",
    looks: "The role AWSServiceRoleForEC2Spot does not exist",
    signs: [/AWSServiceRoleForEC2Spot|spot.*service-linked role/i],
    source:
      "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html",
  },
  {
    id: "wrong-partition",
    means: "An ARN or endpoint is of another partition (AWS, China, GovCloud) than the region",
    help: "ARNs of the variables must begin with the region's partition: arn:aws-cn: in China, arn:aws-us-gov: in GovCloud, arn:aws-eusc: in the European Sovereign Cloud; the credentials are of that partition too.",
    looks: 'MalformedPolicyDocument: Partition "aws" is not valid for resource "arn:aws:s3:::bucket"',
    signs: [
      /partition "?[\w-]+"? is not valid|invalid partition|does not (exist|belong) in (the |this )?partition/i,
    ],
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
  },
  {
    id: "exists",
    means: "Something of this name exists already",
    help: "Something of this name exists outside this environment's state: remove it, take it in with terraform import, or choose another name in variables.json.",
    looks: "ResourceInUseException: Cluster already exists with name: doeks",
    signs: [/AlreadyExists|already exists|EntityAlreadyExists|\bDuplicate\b|InvalidGroup\.Duplicate/i],
    source: "https://developer.hashicorp.com/terraform/cli/import",
  },
  {
    id: "denied",
    means: "Who deploys may not do this",
    help: "Deploy as a principal that may do this; the message names the action and who was refused. An encoded message is read with aws sts decode-authorization-message --encoded-message TEXT.",
    looks: "api error UnauthorizedOperation: You are not authorized to perform this operation.",
    signs: [/AccessDenied|UnauthorizedOperation|not authorized to perform/i],
    source: `${IAM}/troubleshoot_access-denied.html`,
  },
  {
    id: "kubernetes-not-yet-open",
    means: "The Kubernetes API does not know who deploys, or not yet",
    help: "A new access entry takes effect within a minute: start again. If it stays so, the cluster was made by another principal: aws eks list-access-entries --cluster-name CLUSTER, and eks_admin_principal_arns in variables.json.",
    looks: "Unauthorized: the server has asked for the client to provide credentials",
    signs: [/\bUnauthorized\b|forbidden: User|the server has asked for the client to provide credentials/],
    passes: true,
    source: `${EKS}/access-entries.html`,
  },
  {
    id: "certificate-untrusted",
    means: "A certificate on the way is not trusted",
    help: "A proxy opens TLS on the way: give its authority to all programs, with SSL_CERT_FILE for Terraform, AWS_CA_BUNDLE for AWS and NODE_EXTRA_CA_CERTS for this project's commands.",
    looks: "tls: failed to verify certificate: x509: certificate signed by unknown authority",
    signs: [/x509:|failed to verify certificate|self-signed certificate/i],
    source: "https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html",
  },
  {
    id: "endpoint-unknown",
    means: "A name could not be resolved",
    help: "The endpoint was not reached from here: a region or service that does not exist has no name, a VPN or proxy may hide it. With eks_public_cluster_endpoint false, the Kubernetes API answers only inside the VPC.",
    looks: "dial tcp: lookup ABC.gr7.us-east-1.eks.amazonaws.com: no such host",
    signs: [/no such host|could not resolve|NXDOMAIN/i],
    passes: true,
    source: `${EKS}/cluster-endpoint.html`,
  },
  {
    id: "endpoint-unreachable-from-here",
    means: "An endpoint was not reached from this machine",
    help: "The endpoint was not reached from here. With eks_public_cluster_endpoint false, the Kubernetes API answers only inside the VPC: run this from there, or set it to true. eks_public_access_cidrs must hold your address.",
    looks: "dial tcp 10.0.0.1:443: i/o timeout",
    signs: [
      /connection refused|i\/o timeout|dial tcp|connection reset|broken pipe|unexpected EOF|TLS handshake timeout|context deadline exceeded|RequestError: send request failed/i,
    ],
    passes: true,
    source: `${EKS}/cluster-endpoint.html`,
  },
  {
    id: "not-seen-or-gone",
    means: "Something that Terraform knows is not there: AWS does not show it yet, or somebody removed it",
    help: "Start again: the next plan begins with what AWS has, and makes what is missing.",
    looks: "api error InvalidVpcID.NotFound: The vpc ID 'vpc-0abc' does not exist",
    signs: [/\bInvalid\w+\.NotFound\b|No cluster found for name|\bResourceNotFound(Exception)?\b/],
    strength: "pattern",
    passes: true,
    source: "https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html",
  },
  {
    id: "timeout-waiting",
    means: "AWS was not done in time",
    help: "Look at it in AWS, by the name that the text has: what still goes on is waited for by the next run; start again.",
    looks: "timeout while waiting for state to become 'available' (last state: 'pending', timeout: 10m0s)",
    signs: [/timeout while waiting for state to become/],
    strength: "pattern",
    source: "https://developer.hashicorp.com/terraform/language/resources/syntax#operation-timeouts",
  },
  {
    id: "aws-disturbed",
    means: "AWS answered with an error of its own",
    help: "Start again in some minutes; the AWS Health Dashboard of the region's partition tells of a disturbance.",
    looks: "https response error StatusCode: 503, RequestID: x, ServiceUnavailable",
    signs: [
      /StatusCode: 5\d\d|InternalFailure|InternalServerError|ServerException|ServiceUnavailable|ServerInternal/,
    ],
    passes: true,
    source: EC2_CODES,
  },
  {
    id: "provider-not-installed",
    means: "Terraform could not fetch a provider",
    help: "registry.terraform.io must be reached, or a mirror be configured in Terraform's CLI configuration; HTTPS_PROXY is honoured.",
    looks: "Failed to query available provider packages: could not connect to registry.terraform.io",
    signs: [/Failed to (query available provider packages|install provider)|registry\.terraform\.io/i],
    source: "https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
  },
];
