import * as ec2 from "@aws-sdk/client-ec2";
import type { CorrectedAccount } from "../corrected-account";

export function securityGroupRuleCases(account: CorrectedAccount): void {
  let source: string;
  let GroupId: string;

  beforeAll(async () => {
    const vpcId = await account.createVpc();
    source = await account.createGroup(vpcId, "source");
    GroupId = await account.createGroup(vpcId, "target");
    const from = (Description?: string) => ({ UserIdGroupPairs: [{ GroupId: source, Description }] });
    await account.ec2.send(
      new ec2.AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [
          { IpProtocol: "tcp", FromPort: 1, ToPort: 2, ...from("one & <two>") },
          { IpProtocol: "tcp", FromPort: 3, ToPort: 3, ...from() },
          {
            IpProtocol: "tcp",
            FromPort: 4,
            ToPort: 4,
            IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "range" }],
          },
          { IpProtocol: "-1", ...from("all in") },
        ],
      }),
    );
    await account.ec2.send(
      new ec2.AuthorizeSecurityGroupEgressCommand({
        GroupId,
        IpPermissions: [{ IpProtocol: "-1", ...from("all out") }],
      }),
    );
  });

  async function rules(): Promise<ec2.SecurityGroupRule[]> {
    const { SecurityGroupRules } = await account.ec2.send(
      new ec2.DescribeSecurityGroupRulesCommand({ Filters: [{ Name: "group-id", Values: [GroupId] }] }),
    );
    return SecurityGroupRules!;
  }
  const describedAs = async (description: string) =>
    (await rules()).find(({ Description }) => Description === description)!;
  const modify = (rule: ec2.SecurityGroupRule, change: ec2.SecurityGroupRuleRequest) =>
    account.ec2.send(
      new ec2.ModifySecurityGroupRulesCommand({
        GroupId,
        SecurityGroupRules: [{ SecurityGroupRuleId: rule.SecurityGroupRuleId, SecurityGroupRule: change }],
      }),
    );

  test("shows its description, also when it refers to a group", async () => {
    const shown = (await rules()).map((rule) => [rule.IsEgress, rule.FromPort, rule.Description]);
    expect(shown).toHaveLength(6);
    expect(shown).toEqual(
      expect.arrayContaining([
        [false, 1, "one & <two>"],
        [false, 3, undefined],
        [false, 4, "range"],
        [false, -1, "all in"],
        [true, -1, "all out"],
        [true, -1, undefined],
      ]),
    );
  });

  test("shows its description in the answer to its creation", async () => {
    const UserIdGroupPairs = [{ GroupId: source, Description: "new" }];
    const { SecurityGroupRules } = await account.ec2.send(
      new ec2.AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [{ IpProtocol: "udp", FromPort: 53, ToPort: 53, UserIdGroupPairs }],
      }),
    );
    expect(SecurityGroupRules).toMatchObject([{ Description: "new", IpProtocol: "udp", FromPort: 53 }]);
  });

  test("takes a new description when it refers to a group, and keeps its tags", async () => {
    const rule = await describedAs("one & <two>");
    const Tags = [{ Key: "k", Value: "v" }];
    await account.ec2.send(new ec2.CreateTagsCommand({ Resources: [rule.SecurityGroupRuleId!], Tags }));
    const pair = (Description: string) => ({ UserIdGroupPairs: [{ GroupId: source, Description }] });
    await account.ec2.send(
      new ec2.UpdateSecurityGroupRuleDescriptionsIngressCommand({
        GroupId,
        IpPermissions: [
          { IpProtocol: "tcp", FromPort: 1, ToPort: 2, ...pair("three") },
          { IpProtocol: "-1", ...pair("all in, changed") },
        ],
      }),
    );
    await account.ec2.send(
      new ec2.UpdateSecurityGroupRuleDescriptionsEgressCommand({
        GroupId,
        IpPermissions: [{ IpProtocol: "-1", ...pair("all out, changed") }],
      }),
    );
    expect(await describedAs("three")).toMatchObject({ IsEgress: false, FromPort: 1, ToPort: 2, Tags });
    expect(await describedAs("all in, changed")).toMatchObject({ IsEgress: false, IpProtocol: "-1" });
    expect(await describedAs("all out, changed")).toMatchObject({ IsEgress: true, IpProtocol: "-1" });
    expect(await rules()).toHaveLength(7);
  });

  test("for all protocols can be changed without ports", async () => {
    const rule = (await rules()).find(({ CidrIpv4 }) => CidrIpv4 === "0.0.0.0/0")!;
    await modify(rule, { IpProtocol: "-1", CidrIpv4: "10.0.0.0/8", Description: "less" });
    expect(await describedAs("less")).toMatchObject({
      SecurityGroupRuleId: rule.SecurityGroupRuleId,
      IsEgress: true,
      IpProtocol: "-1",
      CidrIpv4: "10.0.0.0/8",
    });
  });

  test("is not said to refer to another group when it does not", async () => {
    const rule = await describedAs("three");
    const change = { IpProtocol: "tcp", FromPort: 1, ToPort: 2, Description: "four" };
    await expect(modify(rule, { ...change, ReferencedGroupId: GroupId })).rejects.toMatchObject({
      name: "NotImplemented",
      message: expect.stringContaining("ReferencedGroupId") as string,
      $metadata: { httpStatusCode: 501 },
    });
    await modify(rule, { ...change, ReferencedGroupId: source });
    expect(await describedAs("four")).toMatchObject({ ReferencedGroupInfo: { GroupId: source } });
  });
}
