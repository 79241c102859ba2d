import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type AuthorizeSecurityGroupEgressRequest,
  type AuthorizeSecurityGroupIngressRequest,
  type EC2Client,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import type { Correction, CorrectionContext } from "../correction";

/** A reference to a group with its new description. */
interface Change {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly referencedGroupId: string;
  readonly description: string;
}

/** Changes the descriptions of rules that refer to a group, by making these rules anew. */
export function securityGroupReferenceDescriptions({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["UpdateSecurityGroupRuleDescriptionsIngress", "UpdateSecurityGroupRuleDescriptionsEgress"],
    why:
      "moto says yes, but does not find a rule that refers to a group unless its description is the new " +
      "one already: an endless diff of aws_security_group_rule",
    async handle({ request, action, forward }) {
      const { ec2 } = clients(request.region);
      const answer = await forward();
      if (answer.status !== 200) return answer;
      const groupId = request.form.get("GroupId") ?? "";
      for (const change of changesIn(request.form)) {
        const rule = await findRule(ec2, groupId, action.endsWith("Egress"), change);
        if (rule) await replaceRule(ec2, rule, change.description);
      }
      return answer;
    },
  };
}

function changesIn(form: URLSearchParams): Change[] {
  return [...form].flatMap(([name, description]) => {
    const match = /^(IpPermissions\.\d+\.)(Groups\.\d+\.)Description$/.exec(name);
    if (!match) return [];
    const [, permission, pair] = match;
    return [
      {
        protocol: form.get(`${permission}IpProtocol`) ?? "-1",
        fromPort: Number(form.get(`${permission}FromPort`) ?? -1),
        toPort: Number(form.get(`${permission}ToPort`) ?? -1),
        referencedGroupId: form.get(`${permission}${pair}GroupId`) ?? "",
        description,
      },
    ];
  });
}

async function findRule(
  ec2: EC2Client,
  groupId: string,
  isEgress: boolean,
  change: Change,
): Promise<SecurityGroupRule | undefined> {
  const { SecurityGroupRules = [] } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [groupId] }] }),
  );
  return SecurityGroupRules.find(
    (rule) =>
      rule.IsEgress === isEgress &&
      rule.IpProtocol === change.protocol &&
      (change.protocol === "-1" || (rule.FromPort === change.fromPort && rule.ToPort === change.toPort)) &&
      rule.ReferencedGroupInfo?.GroupId === change.referencedGroupId,
  );
}

async function replaceRule(ec2: EC2Client, rule: SecurityGroupRule, description: string): Promise<void> {
  const { GroupId, SecurityGroupRuleId, IpProtocol, FromPort, ToPort, ReferencedGroupInfo, Tags = [] } = rule;
  const old = { GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId!] };
  const ports = IpProtocol === "-1" ? {} : { FromPort, ToPort };
  const reference = {
    GroupId: ReferencedGroupInfo?.GroupId,
    UserId: ReferencedGroupInfo?.UserId,
    Description: description,
  };
  const replacement: AuthorizeSecurityGroupEgressRequest & AuthorizeSecurityGroupIngressRequest = {
    GroupId,
    IpPermissions: [{ IpProtocol, ...ports, UserIdGroupPairs: [reference] }],
    TagSpecifications: Tags.length > 0 ? [{ ResourceType: "security-group-rule", Tags }] : undefined,
  };
  if (rule.IsEgress) {
    await ec2.send(new RevokeSecurityGroupEgressCommand(old));
    await ec2.send(new AuthorizeSecurityGroupEgressCommand(replacement));
  } else {
    await ec2.send(new RevokeSecurityGroupIngressCommand(old));
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(replacement));
  }
}
