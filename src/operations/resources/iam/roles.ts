import {
  DeleteRoleCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  paginateListRoles,
  type AttachedPolicy,
  type IAMClient,
} from "@aws-sdk/client-iam";
import type { ResourceKind } from "../resource-kind";
import { unlessMissing } from "../../aws/errors";
import { tagsFromList, type Found } from "../found";
import { knownValues } from "../resource-kind";
import { rolesInCluster } from "./roles-in-cluster";
import { isGenerated } from "./names";

/**
 * IAM knows no regions, and an environment of the same cluster name in another region has the same
 * tags and name prefixes. A role is used here when it is at work in the environment's cluster, or
 * trusts that cluster or something of this region, as that of the flow logs does. One without
 * policies is used nowhere: Terraform attaches them only once it has the role in its state.
 */
const ROLE: ResourceKind = {
  type: "aws_iam_role",
  noun: "IAM role",
  isGlobal: true,
  isPrecious: true,
  // AWS refuses while the role has policies; the note tells where they go with it.
  commands: ({ id }) => [`iam delete-role --role-name ${id}`],
  identity: ["name_prefix", "assume_role_policy"],
  async list({ clients: { iam: client, eks }, clusterName, planned }) {
    const { roles: inCluster, issuers } = await rolesInCluster(eks, clusterName);
    const region = await client.config.region();
    const found: Found[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
      for (const { RoleName } of Roles.filter((role) => isGenerated(planned, role.RoleName))) {
        const role = (await unlessMissing(client.send(new GetRoleCommand({ RoleName }))))?.Role;
        if (!role) continue;
        const trust = decodeURIComponent(role.AssumeRolePolicyDocument ?? "");
        const isOfRegion =
          inCluster.has(role.Arn!) || [...issuers, `:${region}:`].some((sign) => trust.includes(sign));
        const use = isOfRegion ? "here" : await useElsewhere(client, RoleName!, trust);
        found.push({
          id: RoleName!,
          arn: role.Arn!,
          tags: tagsFromList(role.Tags),
          phase: "ready",
          attributes: { name_prefix: RoleName, assume_role_policy: trust },
          createdAt: role.CreateDate,
          use,
          note: "its policies go before it, or with it in the IAM console",
        });
      }
    }
    return found;
  },
  async remove({ iam }, { id }) {
    await iam.send(new DeleteRoleCommand({ RoleName: id }));
  },
};

/**
 * Its role decides: one that the plan can name is in a state. Attaching a policy again does no harm,
 * but one that Terraform does not know of keeps role and policy from being deleted.
 */
const ATTACHMENT: ResourceKind = {
  type: "aws_iam_role_policy_attachment",
  noun: "policy of a role",
  identity: ["role", "policy_arn"],
  async list({ clients: { iam }, planned }) {
    const found: Found[] = [];
    const isNew = planned.filter((resource) => resource.isNew);
    for (const role of knownValues(isNew, "role")) {
      for (const { PolicyArn } of await attachedPolicies(iam, role)) {
        found.push({
          id: `${role}/${PolicyArn}`,
          tags: undefined,
          phase: "ready",
          attributes: { role, policy_arn: PolicyArn },
        });
      }
    }
    return found;
  },
};

/** Roles and what they may do. */
export const ROLE_TYPES: readonly ResourceKind[] = [ROLE, ATTACHMENT];

async function useElsewhere(
  client: IAMClient,
  role: string,
  trust: string,
): Promise<"elsewhere" | "nowhere"> {
  if (trust.includes(":oidc-provider/")) return "elsewhere";
  return (await attachedPolicies(client, role)).length > 0 ? "elsewhere" : "nowhere";
}

async function attachedPolicies(iam: IAMClient, RoleName: string): Promise<AttachedPolicy[]> {
  const answer = await unlessMissing(iam.send(new ListAttachedRolePoliciesCommand({ RoleName })));
  return answer?.AttachedPolicies ?? [];
}
