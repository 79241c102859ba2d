import {
  DeleteRoleCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  paginateListRoles,
  type AttachedPolicy,
  type IAMClient,
} from "@aws-sdk/client-iam";
import type { AdoptableType } from "../adoptable-type";
import { unlessMissing } from "../../aws/errors";
import { tagsFromList, type Candidate } from "../candidate";
import { knownValues } from "../planned-resource";
import { rolesInCluster } from "./eks-roles";
import { isGenerated } from "./iam-names";

/**
 * IAM knows no regions, and an environment of the same cluster name in another region has the same
 * tags and name prefixes. So a role must be unused (Terraform attaches policies only once it has the
 * role in its state), or trust a cluster of this region, or be at work in it. That of the flow logs
 * has none attached, and tells its region in what it trusts.
 */
const ROLE: AdoptableType = {
  type: "aws_iam_role",
  identity: ["name_prefix", "assume_role_policy"],
  async list({ clients: { iam: client, eks }, clusterName, planned }) {
    const inCluster = await rolesInCluster(eks, clusterName);
    const found: Candidate[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
      for (const { RoleName } of Roles.filter((role) => isGenerated(planned, role.RoleName))) {
        const role = (await unlessMissing(client.send(new GetRoleCommand({ RoleName }))))?.Role;
        if (!role) continue;
        const trust = decodeURIComponent(role.AssumeRolePolicyDocument ?? "");
        const isOfRegion = inCluster.has(role.Arn!) || trust.includes(":oidc-provider/");
        if (!isOfRegion && (await attachedPolicies(client, RoleName!)).length > 0) continue;
        found.push({
          id: RoleName!,
          arn: role.Arn!,
          tags: tagsFromList(role.Tags),
          phase: "ready",
          attributes: { name_prefix: RoleName, assume_role_policy: trust },
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
const ATTACHMENT: AdoptableType = {
  type: "aws_iam_role_policy_attachment",
  identity: ["role", "policy_arn"],
  async list({ clients: { iam }, planned }) {
    const found: Candidate[] = [];
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
export const ROLE_TYPES: readonly AdoptableType[] = [ROLE, ATTACHMENT];

async function attachedPolicies(iam: IAMClient, RoleName: string): Promise<AttachedPolicy[]> {
  const answer = await unlessMissing(iam.send(new ListAttachedRolePoliciesCommand({ RoleName })));
  return answer?.AttachedPolicies ?? [];
}
