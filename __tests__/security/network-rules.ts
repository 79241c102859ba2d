import type { Block } from "../support/synthesized-stack";
import { blocksIn, forEach, listOf, type Rule } from "./rule";
import { added, changed } from "./spoil";

const ANYWHERE = /\/0$/;

/** The sources that a rule of a security group or network ACL names, in all spellings of the provider. */
function sourcesOf(rule: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [
    "cidr_ipv4",
    "cidr_ipv6",
    "cidr_blocks",
    "ipv6_cidr_blocks",
    "cidr_block",
    "ipv6_cidr_block",
  ].flatMap((attribute) => listOf(rule[attribute]));
}

function openSources(rules: readonly Readonly<Record<string, unknown>>[]): string[] {
  return rules
    .flatMap(sourcesOf)
    .filter((source) => ANYWHERE.test(String(source)))
    .map((source) => `lets ${String(source)} in`);
}

function ingressOf(block: Block): readonly Readonly<Record<string, unknown>>[] {
  if (/_ingress_rule$/.test(block.blockType)) return [block];
  if (block.blockType === "aws_security_group_rule") return block.type === "ingress" ? [block] : [];
  if (block.blockType === "aws_network_acl_rule") return block.egress ? [] : [block];
  return blocksIn(block.ingress).filter(({ action }) => action !== "deny");
}

const FIREWALLS = [
  "aws_vpc_security_group_ingress_rule",
  "aws_security_group_rule",
  "aws_security_group",
  "aws_default_security_group",
  "aws_network_acl",
  "aws_network_acl_rule",
  "aws_default_network_acl",
];

const CLOSED = ["ingress", "egress"] as const;

/** Who can reach what. */
export const NETWORK_RULES: readonly Rule[] = [
  {
    name: "no firewall lets the internet in",
    check: forEach(FIREWALLS, (block) => openSources(ingressOf(block))),
    badExamples: [
      {
        title: "IPv4",
        spoil: changed("cluster", "eks/security-groups/dns-tcp", { cidr_ipv4: "0.0.0.0/0" }),
      },
      { title: "IPv6", spoil: changed("cluster", "eks/security-groups/dns-tcp", { cidr_ipv6: "::/0" }) },
      {
        title: "a rule inside a group",
        spoil: changed("cluster", "eks/security-groups/node", { ingress: [{ cidr_blocks: ["0.0.0.0/0"] }] }),
      },
      {
        title: "a rule of the older kind",
        spoil: added("batch", "aws_security_group_rule", { type: "ingress", ipv6_cidr_blocks: ["::/0"] }),
      },
    ],
  },
  {
    name: "the security group that comes with a VPC lets nothing through",
    check: forEach(["aws_vpc"], (vpc, stack) => {
      const group = stack
        .resources("aws_default_security_group")
        .find(({ vpc_id }) => vpc_id === `\${${vpc.constructPath}.id}`);
      if (!group) return ["its default security group is as AWS makes it: open among its members"];
      return CLOSED.filter((direction) => listOf(group[direction]).length > 0).map(
        (direction) => `${direction} of its default security group is open`,
      );
    }),
    badExamples: [
      {
        title: "ingress from itself",
        spoil: changed("cluster", "vpc/default/security-group", { ingress: [{ self: true }] }),
      },
      { title: "not managed", spoil: changed("cluster", "vpc/default/security-group", { vpc_id: "vpc-1" }) },
    ],
  },
  {
    name: "nothing is given a public address when it is launched",
    check: forEach(["aws_subnet", "aws_launch_template", "aws_instance"], (block) => [
      ...(block.map_public_ip_on_launch ? ["gives a public address"] : []),
      ...[block, ...blocksIn(block.network_interfaces)]
        .filter(({ associate_public_ip_address: address }) => String(address) === "true")
        .map(() => "asks for a public address"),
    ]),
    badExamples: [
      {
        title: "a subnet",
        spoil: changed("cluster", "vpc/public/subnet-0", { map_public_ip_on_launch: true }),
      },
      {
        title: "a launch template",
        spoil: changed("batch", "nodes/launch-template/template", {
          network_interfaces: [{ associate_public_ip_address: "true" }],
        }),
      },
    ],
  },
];
