import type { Owner } from "./ownership";

/** Something that AWS, Kubernetes or a job file, not Terraform, made for an environment or within its network. */
export interface Stray {
  /** Id or name in AWS. */
  readonly id: string;
  /** In words, such as `log group /aws/eks/doeks/cluster`. */
  readonly what: string;
  readonly owner: Owner;
  /** The removal for the AWS CLI, without its region. */
  readonly command: string;
  readonly remove: () => Promise<unknown>;
}

export const OURS: Owner = { is: "ours" };
