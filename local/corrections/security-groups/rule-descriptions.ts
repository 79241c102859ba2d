import { DescribeSecurityGroupsCommand, type EC2Client, type SecurityGroup } from "@aws-sdk/client-ec2";
import type { Correction, CorrectionContext } from "../correction";
import { buildXml, childrenOf, element, parseXml, putChild, textOf, type XmlNode } from "../ordered-xml";

/** Shows the description of security group rules that refer to a group. */
export function securityGroupRuleDescriptions({ clients }: CorrectionContext): Correction {
  return {
    service: "ec2",
    actions: ["DescribeSecurityGroupRules", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"],
    why:
      "moto keeps the description of a rule that refers to a group with the group and does not show it " +
      "with the rule: an endless diff of aws_vpc_security_group_ingress_rule",
    async handle({ request, forward }) {
      const answer = await forward();
      if (answer.status !== 200) return answer;
      const document = parseXml(answer.body.toString());
      const undescribed = undescribedRulesIn(document);
      if (undescribed.length === 0) return answer;
      const descriptions = await describedReferences(clients(request.region).ec2, undescribed);
      for (const rule of undescribed) {
        const description = descriptions.get(keyOfRule(rule));
        if (description) putChild(rule, element("description", description));
      }
      return { ...answer, body: buildXml(document) };
    },
  };
}

function undescribedRulesIn(document: XmlNode[]): XmlNode[][] {
  return document
    .flatMap((root) => Object.values(root).filter((content) => Array.isArray(content)))
    .flatMap((response) => childrenOf(response, "securityGroupRuleSet"))
    .flatMap((set) => childrenOf(set, "item"))
    .filter((rule) => referencedGroup(rule) && textOf(rule, "description") === undefined);
}

function referencedGroup(rule: XmlNode[]): string | undefined {
  const [reference] = childrenOf(rule, "referencedGroupInfo");
  return reference && textOf(reference, "groupId");
}

/** The descriptions of references to groups, as moto keeps them, by the rule's key. */
async function describedReferences(ec2: EC2Client, rules: XmlNode[][]): Promise<Map<string, string>> {
  const groupIds = [...new Set(rules.map((rule) => textOf(rule, "groupId") ?? ""))];
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: "group-id", Values: groupIds }] }),
  );
  return new Map(
    SecurityGroups.flatMap((group) => [...referencesOf(group, false), ...referencesOf(group, true)]),
  );
}

function referencesOf(group: SecurityGroup, isEgress: boolean): [key: string, description: string][] {
  const permissions = (isEgress ? group.IpPermissionsEgress : group.IpPermissions) ?? [];
  return permissions.flatMap(({ IpProtocol, FromPort = -1, ToPort = -1, UserIdGroupPairs = [] }) =>
    UserIdGroupPairs.flatMap(({ GroupId, Description }): [string, string][] =>
      Description
        ? [[keyOf(group.GroupId, isEgress, IpProtocol, FromPort, ToPort, GroupId), Description]]
        : [],
    ),
  );
}

function keyOfRule(rule: XmlNode[]): string {
  return keyOf(
    textOf(rule, "groupId"),
    textOf(rule, "isEgress"),
    textOf(rule, "ipProtocol"),
    textOf(rule, "fromPort") ?? -1,
    textOf(rule, "toPort") ?? -1,
    referencedGroup(rule),
  );
}

/** What no two rules of an account have in common. */
function keyOf(...parts: (string | number | boolean | undefined)[]): string {
  return parts.join(" ");
}
