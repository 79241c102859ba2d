import type { Delays } from "../../../local/lifecycle";

/**
 * Seconds that AWS is assumed to take, for comparing orders; not measured. The emulator's delays
 * make up what the provider's own waits do not: it takes 11 s for a VPC, 12 for a KMS key, 6 for a
 * launch template and 30 for a queue whatever answers.
 */
export const REALISTIC_DELAYS: Delays = {
  default: 0.5,
  "ec2.nat-gateway.create": 110,
  "eks.cluster.create": 540,
  "eks.nodegroup.create": 120,
  // 40 s for an add-on; the second part begins when it has nodes.
  "eks.addon.create": 30,
  "eks.addon.health": 10,
  "batch.compute-environment.create": 25,
  "batch.job-queue.create": 25,
  "eks.cluster.delete": 120,
  "eks.nodegroup.delete": 180,
  "eks.addon.delete": 10,
  "batch.compute-environment.delete": 60,
  "batch.job-queue.delete": 25,
};

/** The same assumptions by resource type, for computing a path through a graph. */
export const ASSUMED_SECONDS: Readonly<Record<string, number>> = {
  aws_vpc: 13,
  aws_nat_gateway: 110,
  aws_kms_key: 12,
  aws_eks_cluster: 540,
  aws_launch_template: 6,
  aws_eks_node_group: 120,
  aws_eks_addon: 40,
  aws_batch_compute_environment: 25,
  aws_batch_job_queue: 25,
  terraform_data: 30,
};

/**
 * Assumed seconds of a destruction: the emulator's delays above and the provider's own waits, which are 70 s for a
 * cluster and 60 for a queue.
 */
export const ASSUMED_DESTROY_SECONDS: Readonly<Record<string, number>> = {
  aws_eks_cluster: 190,
  aws_eks_node_group: 180,
  aws_eks_addon: 10,
  aws_batch_compute_environment: 60,
  aws_batch_job_queue: 60,
  aws_nat_gateway: 10,
  terraform_data: 0,
};

/** Of any other resource. */
export const ASSUMED_SECONDS_OTHERWISE = 1;

/** Of a resource by its address; a data source takes no time. */
export function assumedSeconds(address: string): number {
  return secondsByType(ASSUMED_SECONDS)(address);
}

/** @returns the seconds of a resource by its address */
export function secondsByType(seconds: Readonly<Record<string, number>>): (address: string) => number {
  return (address) => {
    const [type = ""] = address.split(".");
    return type === "data" ? 0 : (seconds[type] ?? ASSUMED_SECONDS_OTHERWISE);
  };
}
