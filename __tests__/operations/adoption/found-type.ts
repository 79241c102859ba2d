import type { Answers } from "./fake-aws";
import type { Change } from "./plans";

/** Tags of the environment, as EKS and Batch have them. */
export const TAGS = { Blueprint: "doeks", Name: "doeks" };

/** The same, as EC2 and IAM have them. */
export const TAG_LIST = Object.entries(TAGS).map(([Key, Value]) => ({ Key, Value }));

/** What Terraform appends to a name prefix. */
export const SUFFIX = "20261123221630983600000002";

/** A resource that the plan creates, what AWS has of it, and what `terraform import` must get. */
export interface FoundType {
  readonly planned: Change;
  readonly answers: Answers;
  readonly importId: string;
}

/** @param answers by the actions of AWS */
export const found = (type: string, values: object, answers: Answers, importId: string): FoundType => ({
  planned: { type, values: { tags: { Name: "doeks" }, ...values } },
  answers,
  importId,
});
