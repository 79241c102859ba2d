import { ClusterSecurityGroups } from "../../../src/constructs/eks/cluster-security-groups";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new ClusterSecurityGroups(scope, "groups", { clusterName: "doeks-aws-batch", vpcId: "vpc-1" });
});

const CLUSTER = "${groups/cluster.id}";
const NODE = "${groups/node.id}";

describe("the groups", () => {
  it("of the control plane has the original's name, description and tag", () => {
    const group = stack.resource("groups/cluster");
    expect(group).toMatchObject({
      name_prefix: "doeks-aws-batch-cluster-",
      description: "EKS cluster security group",
      vpc_id: "vpc-1",
    });
    expect(group.tags).toEqual({ Name: "doeks-aws-batch-cluster" });
  });

  it("of the nodes has the original's name, description and tags, with the one that EKS looks for", () => {
    const group = stack.resource("groups/node");
    expect(group).toMatchObject({
      name_prefix: "doeks-aws-batch-node-",
      description: "EKS node shared security group",
      vpc_id: "vpc-1",
    });
    expect(group.tags).toEqual({
      Name: "doeks-aws-batch-node",
      "kubernetes.io/cluster/doeks-aws-batch": "owned",
    });
  });

  it.each(["cluster", "node"])("of the %s is replaced before the old one goes", (id) =>
    expect(stack.resource(`groups/${id}`).lifecycle).toEqual({ create_before_destroy: true }),
  );

  it.each(["cluster", "node"])("of the %s has its rules as resources of their own", (id) => {
    const group = stack.resource(`groups/${id}`);
    expect(group).not.toHaveProperty("ingress");
    expect(group).not.toHaveProperty("egress");
    expect(group).toHaveProperty("name_prefix");
  });
});

describe("the rules", () => {
  // group, protocol, first port, last port, source, description
  const INGRESS = [
    [CLUSTER, "tcp", 443, 443, NODE, "Node groups to cluster API"],
    [NODE, "tcp", 443, 443, CLUSTER, "Cluster API to node groups"],
    [NODE, "tcp", 10250, 10250, CLUSTER, "Cluster API to node kubelets"],
    [NODE, "tcp", 4443, 4443, CLUSTER, "Cluster API to node 4443/tcp webhook"],
    [NODE, "tcp", 6443, 6443, CLUSTER, "Cluster API to node 6443/tcp webhook"],
    [NODE, "tcp", 8443, 8443, CLUSTER, "Cluster API to node 8443/tcp webhook"],
    [NODE, "tcp", 9443, 9443, CLUSTER, "Cluster API to node 9443/tcp webhook"],
    [NODE, "tcp", 53, 53, NODE, "Node to node CoreDNS"],
    [NODE, "udp", 53, 53, NODE, "Node to node CoreDNS UDP"],
    [NODE, "tcp", 1025, 65535, NODE, "Node to node ingress on ephemeral ports"],
  ];
  const rules = stack.resources("aws_vpc_security_group_ingress_rule");

  it.each(INGRESS)("let into %s %s %i-%i from %s: %s", (group, protocol, from, to, source, description) =>
    expect(rules).toContainEqual(
      expect.objectContaining({
        security_group_id: group,
        ip_protocol: protocol,
        from_port: from,
        to_port: to,
        referenced_security_group_id: source,
        description,
      }),
    ),
  );

  it("let nothing else in, and nothing from an address", () => {
    expect(rules).toHaveLength(INGRESS.length);
    expect(rules.filter((rule) => "cidr_ipv4" in rule || "cidr_ipv6" in rule)).toEqual([]);
  });

  it("let the nodes reach everything over IPv4, and the control plane's group nothing", () =>
    expect(stack.resources("aws_vpc_security_group_egress_rule")).toEqual([
      {
        constructPath: "groups/node-egress",
        blockType: "aws_vpc_security_group_egress_rule",
        terraformAddress: expect.any(String) as string,
        security_group_id: NODE,
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
        description: "Allow all egress",
      },
    ]));
});
