import { GetPolicyCommand } from "@aws-sdk/client-iam";
import { partitionOf } from "../../../model/aws-region";
import { managedPolicies } from "../../../model/facts/iam";
import { unlessMissing } from "../../aws/errors";
import { failed, ok } from "../check";
import type { Check } from "../context";

const CHECK = "managed policies";

/** Whether the region's partition has every policy of AWS that the roles get, before any role is made. */
export const checkManagedPolicies: Check = async ({ aws, variables }) => {
  const partition = partitionOf(variables.aws_region)!;
  const names = managedPolicies(partition);
  const found = await Promise.all(
    names.map((name) =>
      unlessMissing(
        aws.iam.send(new GetPolicyCommand({ PolicyArn: `arn:${partition}:iam::aws:policy/${name}` })),
      ),
    ),
  );
  const missing = names.filter((_, index) => found[index] === undefined);
  if (missing.length === 0) return [ok(CHECK, `partition ${partition} has all ${names.length}`)];
  return [
    failed(
      CHECK,
      `AWS has no ${missing.join(", ")} in partition ${partition}: installing would fail`,
      "aws iam list-policies --scope AWS --query 'Policies[].Arn' lists those that it has; correct src/model/facts/iam.ts.",
    ),
  ];
};
