import type { AwsClients } from "../aws/aws-clients";
import type { Found } from "./found";

export type ResourceClients = Omit<AwsClients, "sts">;

/** A resource as a plan, or the synthesized stacks, want it. */
export interface WantedResource {
  /** In Terraform. */
  readonly type: string;
  readonly address: string;
  /** Whether the state has nothing at this address. */
  readonly isNew: boolean;
  /** The value at a path such as `vpc_id` or `tags.Name`; no string where it is not known yet. */
  value(path: string): unknown;
}

/** What is looked for, and with what. */
export interface Search {
  readonly clients: ResourceClients;
  readonly clusterName: string;
  /** The resources of the type that the environment has or is to have. */
  readonly planned: readonly WantedResource[];
}

/** How the resources of one type are found, taken in and removed. */
export interface ResourceKind {
  /** In Terraform. */
  readonly type: string;
  /** Such as `job queue`. */
  readonly noun: string;
  /**
   * Attributes that tell this type's resources of one environment apart, as paths into the planned
   * values. One that ends in `name_prefix` fits every name that Terraform makes from the prefix.
   */
  readonly identity: readonly string[];
  /** Whatever exists and might be the environment's; `ownerOf` decides. The more likely one comes first. */
  readonly list: (search: Search) => Promise<readonly Found[]>;
  /** Begins a removal. @default - there cannot be two of it, so none is ever too many */
  readonly remove?: (clients: ResourceClients, found: Found) => Promise<void>;
  /**
   * The same for a person: commands of the AWS CLI, without `aws` and the region. Each goes when AWS is done with
   * the one before.
   *
   * @default - it goes with what it is part of
   */
  readonly commands?: (found: Found) => readonly string[];
  /** False: what is found is removed, and Terraform makes a new one. @default true */
  readonly isImported?: boolean;
  /** Whether it knows no regions, as all of IAM. @default false */
  readonly isGlobal?: boolean;
  /** Whether more than itself is lost with it, so that no double is removed on suspicion. @default false */
  readonly isPrecious?: boolean;
  /** What would break without it, such as a cluster that it encrypts for. @default - AWS itself refuses then */
  readonly usedBy?: (clients: ResourceClients, found: Found) => Promise<string | undefined>;
}

/** The values of an attribute that are known, each once. */
export function knownValues(resources: readonly WantedResource[], path: string): string[] {
  const values = resources.map((resource) => resource.value(path));
  return [...new Set(values.filter((value) => typeof value === "string"))];
}

/** The lines for a shell that remove something, one after the other; none for what goes with what it is part of. */
export function removalCommands(kind: ResourceKind, found: Found, region: string): string[] {
  const suffix = kind.isGlobal ? "" : ` --region ${region}`;
  return (kind.commands?.(found) ?? []).map((line) => `aws ${line}${suffix}`);
}
