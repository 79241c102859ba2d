import { BatchComputeEnvironment } from "@cdktf/provider-aws/lib/batch-compute-environment";
import { Construct } from "constructs";
import { environmentPrefix } from "../../model/batch-capacity";
import type { NodeLaunchTemplate } from "../eks/node-launch-template";

export interface ComputeEnvironmentProps {
  /** Name without the version of the launch template and the suffix that makes it unique. */
  readonly name: string;
  /** Whether nodes are On-Demand (`EC2`) or Spot instances. */
  readonly capacity: "EC2" | "SPOT";
  /** ARN of the EKS cluster. */
  readonly clusterArn: string;
  /** Kubernetes namespace of the jobs' pods, which AWS Batch may use already. */
  readonly namespace: string;
  /** ARN of the instance profile of the nodes. */
  readonly instanceProfileArn: string;
  /** How the nodes are launched. */
  readonly launchTemplate: NodeLaunchTemplate;
  /** Security groups of the nodes. */
  readonly securityGroupIds: readonly string[];
  /** Subnets of the nodes, with a route to the internet. */
  readonly subnetIds: readonly string[];
  /** Instance types or families, or `optimal`. */
  readonly instanceTypes: readonly string[];
  /** vCPUs to keep running. */
  readonly minVcpus: number;
  /** vCPUs up to which it scales. */
  readonly maxVcpus: number;
  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html */
  readonly imageType: "EKS_AL2023" | "EKS_AL2023_NVIDIA";
}

/** @see https://docs.aws.amazon.com/batch/latest/userguide/allocation-strategies.html */
const ALLOCATION_STRATEGY = {
  EC2: "BEST_FIT_PROGRESSIVE",
  SPOT: "SPOT_PRICE_CAPACITY_OPTIMIZED",
} as const;

/**
 * When an update in place replaces instances, jobs that run on the old ones may go on for as long as AWS Batch
 * allows. Without a policy it ends them after 30 minutes.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/infrastructure-updates.html
 */
const UPDATE_POLICY = { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 360 };

/**
 * A managed compute environment of AWS Batch on the EKS cluster.
 *
 * AWS refuses to delete a compute environment that a queue uses, and to make a second one of the same
 * name. So the name is unique, and Terraform makes the new compute environment before it deletes the old
 * one: any change can be applied while queues are in use.
 *
 * AWS Batch reads the newest version of the launch template once, when it makes the compute environment.
 * The version is part of the name, so that a new version makes a new compute environment. Terraform's
 * `replace_triggered_by` would do that only in the run that changes the template, and not after a run that
 * ended in between.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/compute_environments.html
 */
export class ComputeEnvironment extends Construct {
  readonly computeEnvironmentArn: string;

  constructor(scope: Construct, id: string, props: ComputeEnvironmentProps) {
    super(scope, id);
    const environment = new BatchComputeEnvironment(this, "environment", {
      computeEnvironmentNamePrefix: `${environmentPrefix({ environmentName: props.name })}${props.launchTemplate.latestVersion}-`,
      type: "MANAGED",
      state: "ENABLED",
      eksConfiguration: { eksClusterArn: props.clusterArn, kubernetesNamespace: props.namespace },
      computeResources: {
        type: props.capacity,
        allocationStrategy: ALLOCATION_STRATEGY[props.capacity],
        minVcpus: props.minVcpus,
        maxVcpus: props.maxVcpus,
        instanceType: [...props.instanceTypes],
        instanceRole: props.instanceProfileArn,
        ec2Configuration: [{ imageType: props.imageType }],
        launchTemplate: { launchTemplateId: props.launchTemplate.launchTemplateId, version: "$Latest" },
        securityGroupIds: [...props.securityGroupIds],
        subnets: [...props.subnetIds],
      },
      updatePolicy: UPDATE_POLICY,
      lifecycle: { createBeforeDestroy: true },
    });
    this.computeEnvironmentArn = environment.arn;
  }
}
