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
import type { AdoptableType } from "../adoptable-type";
import { unlessMissing } from "../../aws/errors";
import { tagsFromList, type Candidate } from "../candidate";
import { isGenerated } from "./iam-names";

/** Its document names the key of the cluster, and so the region that IAM does not know. */
const POLICY: AdoptableType = {
  type: "aws_iam_policy",
  identity: ["name_prefix", "policy"],
  async list({ clients: { iam: client }, planned }) {
    const found: Candidate[] = [];
    for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: "Local" })) {
      for (const { Arn, PolicyName, DefaultVersionId } of Policies) {
        if (!isGenerated(planned, PolicyName)) continue;
        const PolicyArn = Arn!;
        const [version, tags] = await Promise.all([
          unlessMissing(client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: DefaultVersionId }))),
          unlessMissing(client.send(new ListPolicyTagsCommand({ PolicyArn }))),
        ]);
        found.push({
          id: PolicyArn,
          tags: tagsFromList(tags?.Tags),
          phase: "ready",
          attributes: {
            name_prefix: PolicyName,
            policy: decodeURIComponent(version?.PolicyVersion?.Document ?? ""),
          },
        });
      }
    }
    return found;
  },
  async remove({ iam }, { id }) {
    await iam.send(new DeletePolicyCommand({ PolicyArn: id }));
  },
};

/** Created first, given its role then: one without a role was interrupted in between. */
const INSTANCE_PROFILE: AdoptableType = {
  type: "aws_iam_instance_profile",
  identity: ["name_prefix", "role"],
  async list({ clients: { iam: client }, planned }) {
    const found: Candidate[] = [];
    for await (const { InstanceProfiles = [] } of paginateListInstanceProfiles({ client }, {})) {
      for (const { InstanceProfileName, Arn, Roles = [] } of InstanceProfiles) {
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

/** What roles are used with. */
export const IAM_TYPES: readonly AdoptableType[] = [POLICY, INSTANCE_PROFILE];
