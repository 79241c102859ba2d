export type Tags = Readonly<Record<string, string>>;

/** Something that exists in AWS. */
export interface Found {
  /** As Terraform's state has it in attribute `id`, or as the readers of states put it together. */
  readonly id: string;
  /** What `terraform import` takes. @default - the id */
  readonly importId?: string;
  /** @default - the type has none, or it is the id */
  readonly arn?: string;
  /** What people call it. @default - the id */
  readonly name?: string;
  /** Undefined for what cannot be tagged: what it is part of decides then. */
  readonly tags: Tags | undefined;
  /** What it is part of. @default - nothing, or something that the plan names */
  readonly partOf?: { readonly type: string; readonly id: string };
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
  readonly attributes: Readonly<Record<string, string | number | readonly string[] | null | undefined>>;
  /** When AWS made it. @default - AWS does not tell */
  readonly createdAt?: Date | undefined;
  /**
   * Of what knows no regions: whether something of this region uses it (`here`), something uses it
   * that this region does not know (`elsewhere`), or nothing does. @default - it is of this region
   */
  readonly use?: "here" | "elsewhere" | "nowhere";
  /** What else there is to know of it, as the end of a sentence. @default - nothing */
  readonly note?: string;
}

/** Tags in the shape of EC2 and IAM. */
export function tagsFromList(tags: readonly { Key?: string; Value?: string }[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
