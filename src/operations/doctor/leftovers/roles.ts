import { paginateListRoles, paginateListRoleTags, type IAMClient } from "@aws-sdk/client-iam";
import { ENVIRONMENT_TAG } from "../../../model/names";
import type { Check } from "../context";
import { judgeLeftovers, type Candidate } from "./leftover";

/** What is surely left of a cluster's name in the generated name of a role, which is cut to fit. */
const SURE_PREFIX_LENGTH = 20;

/** IAM roles that carry the cluster's tag. IAM knows no regions: another region's environment may own them. */
export const checkLeftoverRoles: Check = async (context) => {
  const { variables, aws } = context;
  const cluster = variables.eks_cluster_name;
  const prefix = cluster.slice(0, SURE_PREFIX_LENGTH);
  const names = await roleNames(aws.iam, prefix);
  const unowned = names.filter((name) => !context.state.ownsInAnyRegion("aws_iam_role", name));
  const tagged = await Promise.all(
    unowned.map(async (name) => ({ name, blueprint: await blueprintOf(aws.iam, name) })),
  );
  const owned = names.filter((name) => context.state.owns("aws_iam_role", name));
  const leftovers = tagged.filter(({ blueprint }) => blueprint === cluster).map(({ name }) => name);
  const candidates = [...owned, ...leftovers].map((name): Candidate => ({
    type: "aws_iam_role",
    name,
    blueprint: cluster,
    blocks: false,
    remove: [
      `for policy in $(aws iam list-attached-role-policies --role-name ${name} --query 'AttachedPolicies[].PolicyArn' --output text); do aws iam detach-role-policy --role-name ${name} --policy-arn "$policy"; done`,
      `for policy in $(aws iam list-role-policies --role-name ${name} --query 'PolicyNames' --output text); do aws iam delete-role-policy --role-name ${name} --policy-name "$policy"; done`,
      `for profile in $(aws iam list-instance-profiles-for-role --role-name ${name} --query 'InstanceProfiles[].InstanceProfileName' --output text); do aws iam remove-role-from-instance-profile --role-name ${name} --instance-profile-name "$profile"; done`,
      `aws iam delete-role --role-name ${name}`,
    ],
    note: "an environment of the same name in another region may use it",
  }));
  return judgeLeftovers(
    { check: "leftover IAM roles", noun: "IAM role", variable: "eks_cluster_name" },
    candidates,
    context,
  );
};

async function roleNames(client: IAMClient, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    names.push(
      ...Roles.flatMap(({ RoleName = "", Path }) =>
        RoleName.startsWith(prefix) && !Path?.startsWith("/aws-service-role/") ? [RoleName] : [],
      ),
    );
  }
  return names;
}

async function blueprintOf(client: IAMClient, RoleName: string): Promise<string | undefined> {
  for await (const { Tags = [] } of paginateListRoleTags({ client }, { RoleName })) {
    const found = Tags.find(({ Key }) => Key === ENVIRONMENT_TAG);
    if (found) return found.Value;
  }
  return undefined;
}
