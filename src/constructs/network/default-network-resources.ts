import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";

export interface DefaultNetworkResourcesProps {
  /** VPC whose defaults they are. */
  readonly vpc: Vpc;
  /** Prefix of the Name tags. */
  readonly vpcName: string;
}

const ALLOW_ALL = [
  { ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" },
  { ruleNo: 101, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlock: "::/0" },
];

/**
 * The network ACL, route table and security group that AWS makes with every VPC, adopted so that
 * they are tagged and the security group, which nothing uses, lets nothing through.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
export class DefaultNetworkResources extends Construct {
  constructor(scope: Construct, id: string, { vpc, vpcName }: DefaultNetworkResourcesProps) {
    super(scope, id);
    const tags = { Name: `${vpcName}-default` };
    new DefaultNetworkAcl(this, "network-acl", {
      defaultNetworkAclId: vpc.defaultNetworkAclId,
      ingress: ALLOW_ALL,
      egress: ALLOW_ALL,
      tags,
      // AWS puts every subnet without an ACL of its own here.
      lifecycle: { ignoreChanges: ["subnet_ids"] },
    });
    new DefaultRouteTable(this, "route-table", {
      defaultRouteTableId: vpc.defaultRouteTableId,
      route: [],
      tags,
    });
    new DefaultSecurityGroup(this, "security-group", { vpcId: vpc.id, ingress: [], egress: [], tags });
  }
}
