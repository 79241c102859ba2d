import type { Variables } from "../../src/model/variables";

/** A change that touches as much as one run can: updates in place, new versions, a replacement. */
export const CHANGED_VARIABLES: Partial<Variables> = {
  eks_cluster_version: "1.36",
  tags: { team: "research" },
  log_retention_days: 30,
  aws_batch_max_vcpus: 128,
  aws_batch_instance_types: ["c7i", "m7i"],
  aws_batch_doeks_jd_name: "hello",
};
