import {
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyVersionCommand,
  ListPolicyTagsCommand,
  paginateListInstanceProfiles,
  paginateListPolicies,
  RemoveRoleFromInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import type { ResourceKind } from "../resource-kind";
import { unlessMissing } from "../../aws/errors";
import { tagsFromList, type Found } from "../found";
import { isGenerated } from "./names";
import { rolesInCluster } from "./roles-in-cluster";

/** Its document names the key of the cluster, and so the region that IAM does not know: `identity` compares it. */
const POLICY: ResourceKind = {
  type: "aws_iam_policy",
  noun: "IAM policy",
  isGlobal: true,
  commands: ({ id }) => [`iam delete-policy --policy-arn ${id}`],
  identity: ["name_prefix", "policy"],
  async list({ clients: { iam: client }, planned }) {
    const found: Found[] = [];
    const region = await client.config.region();
    for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: "Local" })) {
      for (const { Arn, PolicyName, DefaultVersionId, CreateDate } of Policies) {
        if (!isGenerated(planned, PolicyName)) continue;
        const PolicyArn = Arn!;
        const [version, tags] = await Promise.all([
          unlessMissing(client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: DefaultVersionId }))),
          unlessMissing(client.send(new ListPolicyTagsCommand({ PolicyArn }))),
        ]);
        const document = decodeURIComponent(version?.PolicyVersion?.Document ?? "");
        found.push({
          id: PolicyArn,
          tags: tagsFromList(tags?.Tags),
          phase: "ready",
          attributes: {
            name_prefix: PolicyName,
            policy: document,
          },
          createdAt: CreateDate,
          use: regionOfKey(document) === region || regionOfKey(document) === undefined ? "here" : "elsewhere",
        });
      }
    }
    return found;
  },
  async remove({ iam }, { id }) {
    await iam.send(new DeletePolicyCommand({ PolicyArn: id }));
  },
};

/**
 * Created first, given its role then: one without a role was interrupted in between. A role is of one
 * region, and `identity` compares it.
 */
const INSTANCE_PROFILE: ResourceKind = {
  type: "aws_iam_instance_profile",
  noun: "instance profile",
  isGlobal: true,
  commands: ({ id, attributes: { role } }) => [
    ...(typeof role === "string"
      ? [`iam remove-role-from-instance-profile --instance-profile-name ${id} --role-name ${role}`]
      : []),
    `iam delete-instance-profile --instance-profile-name ${id}`,
  ],
  identity: ["name_prefix", "role"],
  async list({ clients: { iam: client, eks }, clusterName, planned }) {
    const { roles } = await rolesInCluster(eks, clusterName);
    const found: Found[] = [];
    for await (const { InstanceProfiles = [] } of paginateListInstanceProfiles({ client }, {})) {
      for (const { InstanceProfileName, Arn, Roles = [], CreateDate } of InstanceProfiles) {
        if (!isGenerated(planned, InstanceProfileName)) continue;
        // The list comes without tags.
        const answer = await unlessMissing(
          client.send(new GetInstanceProfileCommand({ InstanceProfileName })),
        );
        found.push({
          id: InstanceProfileName!,
          arn: Arn!,
          tags: tagsFromList(answer?.InstanceProfile?.Tags),
          phase: "ready",
          attributes: { name_prefix: InstanceProfileName, role: Roles[0]?.RoleName },
          createdAt: CreateDate,
          use: Roles.length === 0 ? "nowhere" : roles.has(Roles[0]!.Arn!) ? "here" : "elsewhere",
          ...(Roles[0] ? { partOf: { type: "aws_iam_role", id: Roles[0].RoleName! } } : {}),
        });
      }
    }
    return found;
  },
  async remove({ iam }, { id: InstanceProfileName, attributes: { role } }) {
    if (typeof role === "string") {
      await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: role }));
    }
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  },
};

/** The region of the key that a policy allows to use. */
function regionOfKey(document: string): string | undefined {
  return /arn:[\w-]+:kms:([\w-]+):/.exec(document)?.[1];
}

/** What roles are used with. */
export const IAM_TYPES: readonly ResourceKind[] = [POLICY, INSTANCE_PROFILE];
