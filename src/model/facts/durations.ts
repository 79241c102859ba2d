/** Seconds of one kind of run, by resource type. */
export type Durations = Readonly<Record<string, number>>;

/** Seconds that AWS is assumed to take for a creation, with the provider's own waits; not measured. */
export const CREATION: Durations = {
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

/** The same for a destruction; the provider alone waits 70 s for a cluster and 60 for a queue. */
export const DESTRUCTION: Durations = {
  aws_eks_cluster: 190,
  aws_eks_node_group: 180,
  aws_eks_addon: 10,
  aws_batch_compute_environment: 60,
  aws_batch_job_queue: 60,
  aws_nat_gateway: 10,
  terraform_data: 0,
};
