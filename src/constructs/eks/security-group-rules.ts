/** A rule between the two security groups of a cluster: of its control plane and of its nodes. */
export interface SecurityGroupRule {
  /** Construct id. */
  readonly id: string;
  readonly description: string;
  /** Group that the rule belongs to. */
  readonly on: "cluster" | "node";
  /** Group that the traffic comes from. */
  readonly from: "cluster" | "node";
  readonly protocol: "tcp" | "udp";
  readonly fromPort: number;
  readonly toPort: number;
}

const webhook = (port: number): SecurityGroupRule => ({
  id: `webhook-${port}`,
  description: `Cluster API to node ${port}/tcp webhook`,
  on: "node",
  from: "cluster",
  protocol: "tcp",
  fromPort: port,
  toPort: port,
});

/**
 * All traffic that may enter; every other way in is closed.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
export const INGRESS_RULES: readonly SecurityGroupRule[] = [
  {
    id: "nodes-to-api",
    description: "Node groups to cluster API",
    on: "cluster",
    from: "node",
    protocol: "tcp",
    fromPort: 443,
    toPort: 443,
  },
  {
    id: "api-to-nodes",
    description: "Cluster API to node groups",
    on: "node",
    from: "cluster",
    protocol: "tcp",
    fromPort: 443,
    toPort: 443,
  },
  {
    id: "api-to-kubelets",
    description: "Cluster API to node kubelets",
    on: "node",
    from: "cluster",
    protocol: "tcp",
    fromPort: 10250,
    toPort: 10250,
  },
  webhook(4443),
  webhook(6443),
  webhook(8443),
  webhook(9443),
  {
    id: "dns-tcp",
    description: "Node to node CoreDNS",
    on: "node",
    from: "node",
    protocol: "tcp",
    fromPort: 53,
    toPort: 53,
  },
  {
    id: "dns-udp",
    description: "Node to node CoreDNS UDP",
    on: "node",
    from: "node",
    protocol: "udp",
    fromPort: 53,
    toPort: 53,
  },
  {
    id: "node-to-node",
    description: "Node to node ingress on ephemeral ports",
    on: "node",
    from: "node",
    protocol: "tcp",
    fromPort: 1025,
    toPort: 65535,
  },
];
