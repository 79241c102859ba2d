import {
  DeleteSecurityGroupCommand,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  type IpPermission,
} from "@aws-sdk/client-ec2";
import type { ResourceKind } from "../resource-kind";
import { tagsFromList, type Found } from "../found";
import { knownValues } from "../resource-kind";
import { having, ofEnvironment } from "./filters";

const GROUP: ResourceKind = {
  type: "aws_security_group",
  noun: "security group",
  commands: ({ id }) => [`ec2 delete-security-group --group-id ${id}`],
  identity: ["name_prefix", "vpc_id", "tags.Name"],
  async list({ clients: { ec2: client }, clusterName }) {
    const found: Found[] = [];
    const pages = paginateDescribeSecurityGroups({ client }, ofEnvironment(clusterName));
    for await (const { SecurityGroups = [] } of pages) {
      for (const { GroupId, GroupName, VpcId, Tags, IpPermissionsEgress = [] } of SecurityGroups) {
        // AWS makes them with a VPC and a cluster, and removes them with these.
        if (GroupName === "default" || GroupName?.startsWith("eks-cluster-sg-")) continue;
        const tags = tagsFromList(Tags);
        found.push({
          id: GroupId!,
          tags,
          phase: IpPermissionsEgress.some(isDefaultEgress) ? "failed" : "ready",
          attributes: { name_prefix: GroupName, vpc_id: VpcId, "tags.Name": tags.Name },
        });
      }
    }
    return found;
  },
  async remove({ ec2 }, { id }) {
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
  },
};

/**
 * Whether this is the rule that AWS makes with a new group. Terraform takes it away at once, but
 * never from a group that was imported: then it would stay.
 */
function isDefaultEgress({ IpProtocol, IpRanges = [] }: IpPermission): boolean {
  return (
    IpProtocol === "-1" && IpRanges.some(({ CidrIp, Description }) => CidrIp === "0.0.0.0/0" && !Description)
  );
}

/** Its group decides: one that the plan can name is in a state. AWS takes no rule twice. */
function rules(type: string, isEgress: boolean): ResourceKind {
  return {
    type,
    noun: "rule of a security group",
    identity: [
      "security_group_id",
      "ip_protocol",
      "from_port",
      "to_port",
      "cidr_ipv4",
      "referenced_security_group_id",
    ],
    async list({ clients: { ec2: client }, planned }) {
      const groups = knownValues(
        planned.filter(({ isNew }) => isNew),
        "security_group_id",
      );
      if (groups.length === 0) return [];
      const found: Found[] = [];
      const pages = paginateDescribeSecurityGroupRules({ client }, having("group-id", groups));
      for await (const { SecurityGroupRules = [] } of pages) {
        for (const rule of SecurityGroupRules.filter(({ IsEgress }) => IsEgress === isEgress)) {
          found.push({
            id: rule.SecurityGroupRuleId!,
            tags: undefined,
            phase: "ready",
            attributes: {
              security_group_id: rule.GroupId,
              ip_protocol: rule.IpProtocol,
              from_port: portOf(rule.FromPort),
              to_port: portOf(rule.ToPort),
              cidr_ipv4: rule.CidrIpv4 ?? null,
              referenced_security_group_id: rule.ReferencedGroupInfo?.GroupId ?? null,
            },
          });
        }
      }
      return found;
    },
  };
}

/** EC2 says -1 where all ports are meant and Terraform has none. */
function portOf(port: number | undefined): number | null {
  return port === undefined || port === -1 ? null : port;
}

/** Security groups and their rules. */
export const SECURITY_GROUP_TYPES: readonly ResourceKind[] = [
  GROUP,
  rules("aws_vpc_security_group_ingress_rule", false),
  rules("aws_vpc_security_group_egress_rule", true),
];
