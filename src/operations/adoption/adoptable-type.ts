import type { AwsClients } from "../aws/aws-clients";
import type { Candidate } from "./candidate";
import type { PlannedResource } from "./planned-resource";

export type AdoptionClients = Omit<AwsClients, "sts">;

/** What is looked for, and with what. */
export interface Search {
  readonly clients: AdoptionClients;
  readonly clusterName: string;
  /** The resources of the type that the plan creates, changes or keeps. */
  readonly planned: readonly PlannedResource[];
}

/** How to find, match and remove the resources of one type of Terraform. */
export interface AdoptableType {
  /** In Terraform. */
  readonly type: string;
  /**
   * Attributes that tell this type's resources of one environment apart, as paths into the planned
   * values. One that ends in `name_prefix` fits every name that Terraform makes from the prefix.
   */
  readonly identity: readonly string[];
  /**
   * Whatever exists and might match; tags and state are checked by the caller. The more likely one
   * comes first.
   */
  readonly list: (search: Search) => Promise<readonly Candidate[]>;
  /** Begins a removal. @default - there cannot be two of it, so none is ever too many */
  readonly remove?: (clients: AdoptionClients, candidate: Candidate) => Promise<void>;
  /** False: what is found is removed, and Terraform makes a new one. @default true */
  readonly isImported?: boolean;
}
