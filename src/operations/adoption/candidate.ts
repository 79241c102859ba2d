export type Tags = Readonly<Record<string, string>>;

/** Something in AWS that may be what an interrupted run of Terraform left outside its state. */
export interface Candidate {
  /** As Terraform's state has it in attribute `id`, or as `StateContents` puts it together. */
  readonly id: string;
  /** What `terraform import` takes. @default - the id */
  readonly importId?: string;
  /** @default - the type has none, or it is the id */
  readonly arn?: string;
  /** Undefined for what cannot be tagged: its parent, named in the plan, decides then. */
  readonly tags: Tags | undefined;
  /**
   * - `ready`: nothing moves, it can be imported or removed
   * - `pending`: AWS still works on it; it becomes `ready` or `failed`
   * - `failed`: of no use, to be removed
   * - `leaving`: AWS removes it; it counts as gone
   */
  readonly phase: "ready" | "pending" | "failed" | "leaving";
  /**
   * By the names of Terraform's attributes. Undefined: not set yet, since the run was interrupted
   * between two calls, so it fits anything.
   */
  readonly attributes: Readonly<Record<string, string | number | null | undefined>>;
}

/** Tags in the shape of EC2 and IAM. */
export function tagsFromList(tags: readonly { Key?: string; Value?: string }[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
