import type { Variables } from "../../src/variables";

/** Every variable set to something else than its default, but the endpoint that must stay. */
export const CHANGED_VARIABLES: Variables = {
  eks_cluster_name: "ml",
  aws_region: "eu-west-1",
  num_azs: 3,
  eks_cluster_version: "1.36",
  tags: { team: "research", Blueprint: "mine" },
  vpc_cidr: "172.16.0.0/16",
  public_subnets: ["172.16.252.0/24", "172.16.253.0/24", "172.16.254.0/24"],
  private_subnets: ["172.16.0.0/18", "172.16.64.0/18", "172.16.128.0/18"],
  eks_public_cluster_endpoint: false,
  eks_private_cluster_endpoint: true,
  aws_batch_doeks_namespace: "ml-jobs",
  aws_batch_doeks_ce_name: "capacity",
  aws_batch_doeks_jq_name: "jobs",
  aws_batch_doeks_jd_name: "train",
  aws_batch_min_vcpus: 4,
  aws_batch_max_vcpus: 64,
  aws_batch_instance_types: ["c7i", "m7i.large"],
  log_retention_days: 14,
};
