import type { Cause } from "../cause";

const STUCK = "https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable";

/** What AWS Batch says of a job that it cannot place, or of its queue. */
export const WAITING_JOBS: readonly Cause[] = [
  {
    id: "no-capacity",
    means: "AWS has no capacity for the instance types at the moment",
    help: "{change|Wait, or allow more instance types in variables.json and run ./install.sh; also check the account's vCPU quota (npm run doctor).}",
    looks:
      "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for instance type [m5.large]",
    signs: [/CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY/, /^CAPACITY:/],
    source: `${STUCK}_capacity.html`,
  },
  {
    id: "too-many-vcpus",
    means: "No environment of its queue may have as many vCPUs as the job needs",
    help: "{change|Submit it with fewer --vcpus, or raise the maximum in variables.json (aws_batch_max_vcpus, or the environment's own max_vcpus) and run ./install.sh.}",
    looks:
      "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.",
    signs: [/MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE/],
    source: `${STUCK}_misconfiguration.html`,
  },
  {
    id: "too-large-for-instances",
    means: "No instance type of its queue's environments is large enough",
    help: "{change|Ask for less with --vcpus and --memory, or give the environment larger instance types in variables.json and run ./install.sh.}",
    looks:
      "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.",
    signs: [/MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT/],
    source: `${STUCK}_misconfiguration.html`,
  },
  {
    id: "instance-configuration",
    means:
      "An instance type of the environment does not exist in the subnets' zones, or does not go with the launch template",
    help: "Set instance types that the zones have: aws_batch_instance_types, or instance_types of the environment in variables.json; aws ec2 describe-instance-type-offerings --location-type availability-zone --region {region|REGION} lists them; then ./install.sh.",
    looks:
      "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment associated with this job queue has an unsupported instance type configuration.",
    signs: [/MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED/],
    source: `${STUCK}_misconfiguration.html`,
  },
  {
    id: "service-role",
    means: "AWS Batch's role lacks permissions",
    help: "The environments use the service-linked role AWSServiceRoleForBatch, whose permissions AWS keeps: aws iam get-role --role-name AWSServiceRoleForBatch shows whether it is there, and an SCP of the organization may deny what it does. aws iam create-service-linked-role --aws-service-name batch.amazonaws.com makes it again.",
    looks: "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission issue.",
    signs: [/MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS/],
    source: `${STUCK}_misconfiguration.html`,
  },
  {
    id: "environments-invalid",
    means: "The compute environments of its queue are INVALID",
    help: "npm run job -- queues shows why; ./install.sh repairs what is this environment's.",
    looks: "ACTION_REQUIRED - CE(s) associated with the job queue are invalid.",
    signs: [/ACTION_REQUIRED/],
    source: "https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html",
  },
  {
    id: "other-misconfiguration",
    means: "AWS Batch names a misconfiguration that this table does not have",
    help: "AWS's page on jobs that stay RUNNABLE lists them: https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable.html",
    looks:
      "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE - Service environment(s) cannot meet the requirement",
    signs: [/MISCONFIGURATION:(?<code>\w+)/],
    source: `${STUCK}.html`,
  },
];
