import type { Variables } from "./variables";

/** The states of environments in files of this machine, below one directory. */
export interface LocalPlace {
  readonly kind: "local";
  readonly root: string;
}

/** The states of environments in an S3 bucket, below one prefix of its keys. */
export interface SharedPlace {
  readonly kind: "s3";
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
}

/** Where the states of environments are, all alike: `<root or prefix>/<region>/<cluster>/<stack>.tfstate`. */
export type StatePlace = LocalPlace | SharedPlace;

/** Where the variables want the state to be. */
export function statePlace(variables: Variables, stateRoot: string): StatePlace {
  const { state_bucket: bucket, state_region, state_prefix: prefix, aws_region } = variables;
  if (bucket === null) return { kind: "local", root: stateRoot };
  return { kind: "s3", bucket, region: state_region ?? aws_region, prefix };
}

/** The part of all names of an environment's own: another region or cluster name is another environment. */
export function environmentPath({
  aws_region,
  eks_cluster_name,
}: Pick<Variables, "aws_region" | "eks_cluster_name">): string {
  return `${aws_region}/${eks_cluster_name}`;
}

/** The name of a stack's state below a root or prefix. */
export function stateName(environment: string, stack: string): string {
  return `${environment}/${stack}.tfstate`;
}
