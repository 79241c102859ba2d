import { DescribeSecurityGroupRulesCommand, type SecurityGroupRule } from "@aws-sdk/client-ec2";
import { AwsError } from "../../protocol/aws-error";
import type { Correction, CorrectionContext } from "../correction";

/** Lets rules for all protocols be changed, and refuses the changes that moto would only seem to make. */
export function securityGroupRuleChanges({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["ModifySecurityGroupRules"],
    why:
      "moto demands ports for a rule for all protocols, and says yes to another referenced group, prefix " +
      "list or IPv6 range without changing the rule",
    async handle({ request, forward }) {
      const form = new URLSearchParams(request.form);
      for (const [name, ruleId] of request.form) {
        const prefix = /^(SecurityGroupRule\.\d+\.)SecurityGroupRuleId$/.exec(name)?.[1];
        if (!prefix) continue;
        const wanted = (field: string): string | null => form.get(`${prefix}SecurityGroupRule.${field}`);
        const { SecurityGroupRules = [] } = await clients(request.region).ec2.send(
          new DescribeSecurityGroupRulesCommand({
            Filters: [{ Name: "security-group-rule-id", Values: [ruleId] }],
          }),
        );
        if (SecurityGroupRules[0]) refuseUnsupported(SecurityGroupRules[0], wanted);
        if (wanted("IpProtocol") === "-1") {
          form.set(`${prefix}SecurityGroupRule.FromPort`, "-1");
          form.set(`${prefix}SecurityGroupRule.ToPort`, "-1");
        }
      }
      return forward(form);
    },
  };
}

function refuseUnsupported(rule: SecurityGroupRule, wanted: (field: string) => string | null): void {
  const current = {
    CidrIpv6: rule.CidrIpv6,
    PrefixListId: rule.PrefixListId,
    ReferencedGroupId: rule.ReferencedGroupInfo?.GroupId,
  };
  for (const [field, value] of Object.entries(current)) {
    const change = wanted(field);
    if (change && change !== value) {
      throw new AwsError(
        "NotImplemented",
        `The emulator cannot change ${field} of ${rule.SecurityGroupRuleId} from ${value} to ${change}; ` +
          "an aws_security_group_rule, which is replaced instead, can.",
        501,
      );
    }
  }
}
