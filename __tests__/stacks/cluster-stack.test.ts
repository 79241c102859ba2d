import { logGroupNames } from "../../src/model/names";
import { CHANGED_VARIABLES } from "../support/changed-variables";
import { parsePolicy } from "../support/policy";
import { synthesize } from "../support/synthesize";

const { cluster } = synthesize();
const { cluster: changed } = synthesize(CHANGED_VARIABLES);

it("consists of network, control plane, log groups and the role of the managed nodes", () =>
  expect(cluster.tree()).toMatchInlineSnapshot(`
    "container-logs/application  aws_cloudwatch_log_group
    container-logs/dataplane  aws_cloudwatch_log_group
    container-logs/host  aws_cloudwatch_log_group
    container-logs/performance  aws_cloudwatch_log_group
    eks/admin-access/entry  aws_eks_access_entry
    eks/admin-access/policy  aws_eks_access_policy_association
    eks/caller  data.aws_caller_identity
    eks/cluster  aws_eks_cluster
    eks/encryption/alias  aws_kms_alias
    eks/encryption/key  aws_kms_key
    eks/encryption/policy  aws_iam_policy
    eks/encryption/policy-attachment  aws_iam_role_policy_attachment
    eks/log-group  aws_cloudwatch_log_group
    eks/oidc-provider  aws_iam_openid_connect_provider
    eks/primary-security-group-tags  aws_ec2_tag
    eks/role/AmazonEKSClusterPolicy  aws_iam_role_policy_attachment
    eks/role/role  aws_iam_role
    eks/security-groups/api-to-kubelets  aws_vpc_security_group_ingress_rule
    eks/security-groups/api-to-nodes  aws_vpc_security_group_ingress_rule
    eks/security-groups/cluster  aws_security_group
    eks/security-groups/dns-tcp  aws_vpc_security_group_ingress_rule
    eks/security-groups/dns-udp  aws_vpc_security_group_ingress_rule
    eks/security-groups/node  aws_security_group
    eks/security-groups/node-egress  aws_vpc_security_group_egress_rule
    eks/security-groups/node-to-node  aws_vpc_security_group_ingress_rule
    eks/security-groups/nodes-to-api  aws_vpc_security_group_ingress_rule
    eks/security-groups/webhook-4443  aws_vpc_security_group_ingress_rule
    eks/security-groups/webhook-6443  aws_vpc_security_group_ingress_rule
    eks/security-groups/webhook-8443  aws_vpc_security_group_ingress_rule
    eks/security-groups/webhook-9443  aws_vpc_security_group_ingress_rule
    eks/session  data.aws_iam_session_context
    node-role/AWSXrayWriteOnlyAccess  aws_iam_role_policy_attachment
    node-role/AmazonEC2ContainerRegistryPullOnly  aws_iam_role_policy_attachment
    node-role/AmazonEKSWorkerNodePolicy  aws_iam_role_policy_attachment
    node-role/AmazonEKS_CNI_Policy  aws_iam_role_policy_attachment
    node-role/CloudWatchAgentServerPolicy  aws_iam_role_policy_attachment
    node-role/role  aws_iam_role
    vpc/default/network-acl  aws_default_network_acl
    vpc/default/route-table  aws_default_route_table
    vpc/default/security-group  aws_default_security_group
    vpc/internet-gateway  aws_internet_gateway
    vpc/internet-route  aws_route
    vpc/nat-route  aws_route
    vpc/nat/address  aws_eip
    vpc/nat/gateway  aws_nat_gateway
    vpc/private/association-0  aws_route_table_association
    vpc/private/association-1  aws_route_table_association
    vpc/private/route-table  aws_route_table
    vpc/private/subnet-0  aws_subnet
    vpc/private/subnet-1  aws_subnet
    vpc/public/association-0  aws_route_table_association
    vpc/public/association-1  aws_route_table_association
    vpc/public/route-table  aws_route_table
    vpc/public/subnet-0  aws_subnet
    vpc/public/subnet-1  aws_subnet
    vpc/s3/endpoint  aws_vpc_endpoint
    vpc/vpc  aws_vpc
    vpc/zones  data.aws_availability_zones"
  `));

describe("the variables arrive", () => {
  it("cluster name, version and endpoints in the control plane", () =>
    expect(changed.resource("eks/cluster")).toMatchObject({
      name: "ml",
      version: "1.35",
      vpc_config: { endpoint_public_access: false, endpoint_private_access: true },
    }));

  it("cluster name and block in the VPC", () =>
    expect(changed.resource("vpc/vpc")).toMatchObject({ cidr_block: "172.16.0.0/16", tags: { Name: "ml" } }));

  it("blocks and zones in the subnets", () =>
    expect(changed.resources("aws_subnet").map(({ cidr_block }) => cidr_block)).toEqual([
      "172.16.0.0/18",
      "172.16.64.0/18",
      "172.16.128.0/18",
      "172.16.252.0/24",
      "172.16.253.0/24",
      "172.16.254.0/24",
    ]));

  it("retention in all log groups, which the doctor knows by the same names", () => {
    expect(logGroupNames(CHANGED_VARIABLES).sort()).toEqual(
      changed.resources("aws_cloudwatch_log_group").map(({ name }) => name),
    );
    expect(
      changed
        .resources("aws_cloudwatch_log_group")
        .map(({ name, retention_in_days }) => [name, retention_in_days]),
    ).toEqual([
      ["/aws/containerinsights/ml/application", 14],
      ["/aws/containerinsights/ml/dataplane", 14],
      ["/aws/containerinsights/ml/host", 14],
      ["/aws/containerinsights/ml/performance", 14],
      ["/aws/eks/ml/cluster", 14],
      ["/aws/vpc/ml/flow-logs", 14],
    ]);
  });

  it("the options of the network in what they add and leave out", () => {
    const added = changed
      .tree()
      .split("\n")
      .filter((line) => /flow-logs|egress-1/.test(line));
    expect(added.join("\n")).toMatchInlineSnapshot(`
      "flow-logs/caller  data.aws_caller_identity
      flow-logs/flow-log  aws_flow_log
      flow-logs/log-group  aws_cloudwatch_log_group
      flow-logs/policy  aws_iam_role_policy
      flow-logs/role/role  aws_iam_role
      vpc/egress-1/nat-route  aws_route
      vpc/egress-1/nat/address  aws_eip
      vpc/egress-1/nat/gateway  aws_nat_gateway
      vpc/egress-1/route-table  aws_route_table"
    `);
    expect(changed.resources("aws_nat_gateway")).toHaveLength(3);
    expect(changed.tree()).not.toContain("aws_vpc_endpoint");
    expect(changed.resource("flow-logs/flow-log").vpc_id).toBe("${vpc/vpc.id}");
  });

  it("principals in access entries, beside that of who deploys", () => {
    expect(changed.resources("aws_eks_access_entry").map(({ constructPath }) => constructPath)).toEqual([
      "eks/admin-access/entry",
      "eks/principals/entry",
    ]);
    expect(changed.resource("eks/principals/entry").for_each).toBe(
      '${toset(setsubtract(["arn:aws:iam::111122223333:role/platform", ' +
        '"arn:aws:iam::111122223333:user/auditor"], [eks/session.issuer_arn]))}',
    );
  });

  it("blocks from which the public endpoint answers, in the control plane", () => {
    const blocks = ["203.0.113.0/24", "198.51.100.7/32"];
    const { cluster: narrowed } = synthesize({ eks_public_access_cidrs: blocks });
    expect(narrowed.resource("eks/cluster")).toMatchObject({ vpc_config: { public_access_cidrs: blocks } });
  });

  it("tags, with Blueprint, on the security group that EKS makes", () =>
    expect(changed.resource("eks/primary-security-group-tags").for_each).toEqual({
      team: "research",
      Blueprint: "ml",
    }));
});

it("the control plane is in all private subnets, as the nodes are", () =>
  expect(cluster.resource("eks/cluster")).toHaveProperty(
    ["vpc_config", "subnet_ids"],
    ["${vpc/private/subnet-0.id}", "${vpc/private/subnet-1.id}"],
  ));

it("the security groups are in the VPC", () =>
  expect(cluster.resources("aws_security_group").map(({ vpc_id }) => vpc_id)).toEqual([
    "${vpc/vpc.id}",
    "${vpc/vpc.id}",
  ]));

describe("the role of the managed nodes", () => {
  it("is described as the original's and can be taken by instances", () => {
    const role = cluster.resource("node-role/role");
    expect(role).toMatchObject({
      name_prefix: "doeks-aws-batch-node-",
      description: "EKS managed node group IAM role",
    });
    expect(parsePolicy(role.assume_role_policy).Statement).toEqual([
      {
        Sid: "EKSNodeAssumeRole",
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  it.each([
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
    "AWSXrayWriteOnlyAccess",
    "CloudWatchAgentServerPolicy",
  ])("has policy %s", (policy) =>
    expect(cluster.resource(`node-role/${policy}`)).toMatchObject({
      role: "${node-role/role.name}",
      policy_arn: `arn:aws:iam::aws:policy/${policy}`,
    }),
  );

  it("has no way in for Systems Manager, unlike the nodes of AWS Batch", () =>
    expect(cluster.tree()).not.toContain("node-role/AmazonSSMManagedInstanceCore"));
});

describe("order", () => {
  it("the control plane waits for network, role, key and log group, not for NAT gateway or routes", () =>
    expect(cluster.upstream("eks/cluster")).toEqual([
      "eks/caller",
      "eks/encryption/key",
      "eks/log-group",
      "eks/role/AmazonEKSClusterPolicy",
      "eks/role/role",
      "eks/security-groups/cluster",
      "eks/session",
      "vpc/private/subnet-0",
      "vpc/private/subnet-1",
      "vpc/vpc",
      "vpc/zones",
    ]));

  it("roles and log groups wait for nothing", () => {
    expect(cluster.upstream("node-role/role")).toEqual([]);
    expect(cluster.upstream("container-logs/application")).toEqual([]);
    expect(cluster.upstream("eks/log-group")).toEqual([]);
  });

  it("security groups wait for the VPC only", () =>
    expect(cluster.upstream("eks/security-groups/node")).toEqual(["vpc/vpc"]));
});

describe("roles of jobs", () => {
  it("each may do what its variable says, for pods of its service account in the namespace", () => {
    const [trust] = parsePolicy(changed.resource("job-role-results/role/role").assume_role_policy).Statement;
    expect(Object.values((trust!.Condition as { StringEquals: object }).StringEquals)).toContain(
      "system:serviceaccount:ml-jobs:job-results",
    );
    expect(changed.resource("job-role-results/policy").policy).toContain("arn:aws:s3:::my-data/out/*");
  });

  it("are told by their names, for policies of buckets and keys that name them", () => {
    expect(changed.outputs.job_role_arns).toMatchObject({
      value: { results: "${job-role-results/role/role.arn}" },
    });
    expect(Object.keys(cluster.outputs)).not.toContain("job_role_arns");
  });
});
