import { cloudwatchAddonConfiguration } from "../../src/constructs/eks/cloudwatch-addon-configuration";
import { ADDONS } from "../../src/model/facts/eks";
import { CHANGED_VARIABLES } from "../support/changed-variables";
import { parsePolicy } from "../support/policy";
import { synthesize } from "../support/synthesize";

const { system } = synthesize();
const { system: changed } = synthesize(CHANGED_VARIABLES);

it("consists of the managed nodes and the add-ons", () =>
  expect(system.tree()).toMatchInlineSnapshot(`
    "cloudwatch/addon  aws_eks_addon
    cloudwatch/role/AWSXrayWriteOnlyAccess  aws_iam_role_policy_attachment
    cloudwatch/role/CloudWatchAgentServerPolicy  aws_iam_role_policy_attachment
    cloudwatch/role/role  aws_iam_role
    cloudwatch/version  data.aws_eks_addon_version
    coredns/addon  aws_eks_addon
    coredns/version  data.aws_eks_addon_version
    ebs-csi/addon  aws_eks_addon
    ebs-csi/role/AmazonEBSCSIDriverPolicyV2  aws_iam_role_policy_attachment
    ebs-csi/role/role  aws_iam_role
    ebs-csi/version  data.aws_eks_addon_version
    kube-proxy/addon  aws_eks_addon
    kube-proxy/version  data.aws_eks_addon_version
    nodes/launch-template/template  aws_launch_template
    nodes/node-group  aws_eks_node_group
    vpc-cni/addon  aws_eks_addon
    vpc-cni/version  data.aws_eks_addon_version"
  `));

describe("the managed nodes", () => {
  it("take role, subnets and security group from stack cluster", () => {
    expect(system.resource("nodes/node-group")).toMatchObject({
      cluster_name: "doeks-aws-batch",
      node_role_arn: "${cluster:node-role/role.arn}",
      subnet_ids: ["${cluster:vpc/private/subnet-0.id}", "${cluster:vpc/private/subnet-1.id}"],
    });
    expect(system.resource("nodes/launch-template/template").vpc_security_group_ids).toEqual([
      "${cluster:eks/security-groups/node.id}",
    ]);
  });

  it("take cluster, version and tags from the variables", () => {
    expect(changed.resource("nodes/node-group")).toMatchObject({ cluster_name: "ml", version: "1.35" });
    expect(changed.resource("nodes/launch-template/template").tag_specifications).toContainEqual({
      resource_type: "volume",
      tags: { team: "research", Blueprint: "ml", Name: "default" },
    });
  });
});

describe("the add-ons", () => {
  it.each([
    ["vpc-cni", "vpc-cni"],
    ["kube-proxy", "kube-proxy"],
    ["coredns", "coredns"],
    ["ebs-csi", "aws-ebs-csi-driver"],
    ["cloudwatch", "amazon-cloudwatch-observability"],
  ])("%s is %s, in the newest version for the cluster's", (id, addonName) => {
    expect(changed.resource(`${id}/addon`)).toMatchObject({
      cluster_name: "ml",
      addon_name: addonName,
      addon_version: `\${${id}/version.version}`,
      resolve_conflicts_on_create: "OVERWRITE",
      resolve_conflicts_on_update: "OVERWRITE",
    });
    expect(changed.resource(`${id}/version`)).toMatchObject({
      addon_name: addonName,
      kubernetes_version: "1.35",
      most_recent: true,
    });
  });

  it("are five, which the doctor knows too", () => {
    const names = system.resources("aws_eks_addon").map(({ addon_name }) => addon_name);
    expect(names).toHaveLength(5);
    expect(names.sort()).toEqual([...ADDONS].sort());
  });

  it("go with their software", () =>
    expect(system.resources("aws_eks_addon").filter((addon) => "preserve" in addon)).toEqual([]));

  it.each(["vpc-cni", "kube-proxy", "coredns"])("%s has neither configuration nor role", (id) => {
    expect(system.resource(`${id}/addon`)).not.toHaveProperty("configuration_values");
    expect(system.resource(`${id}/addon`)).not.toHaveProperty("service_account_role_arn");
    expect(system.resource(`${id}/addon`)).toHaveProperty("addon_name");
  });

  it.each([
    ["as deployed by default", system, false],
    ["when the variable asks for it", changed, true],
  ])("the CloudWatch add-on has its configuration, %s", (_, stack, containerInsights) => {
    const text = String(stack.resource("cloudwatch/addon").configuration_values).replaceAll("$${", "${");
    expect(JSON.parse(text)).toEqual(cloudwatchAddonConfiguration(containerInsights));
  });
});

describe.each([
  ["ebs-csi", "kube-system:ebs-csi-controller-sa", ["AmazonEBSCSIDriverPolicyV2"]],
  [
    "cloudwatch",
    "amazon-cloudwatch:cloudwatch-agent",
    ["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"],
  ],
])("the role of %s", (id, serviceAccount, policies) => {
  const ISSUER = '${replace(cluster:eks/cluster.identity[0].oidc[0].issuer, "https://", "")}';

  it(`can be taken by service account ${serviceAccount} of this cluster only`, () =>
    expect(parsePolicy(system.resource(`${id}/role/role`).assume_role_policy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: "${cluster:eks/oidc-provider.arn}" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${ISSUER}:sub`]: `system:serviceaccount:${serviceAccount}`,
            [`${ISSUER}:aud`]: "sts.amazonaws.com",
          },
        },
      },
    ]));

  it("is named after the cluster and its purpose", () =>
    expect(system.resource(`${id}/role/role`).name_prefix).toBe(`doeks-aws-batch-${id}-`));

  it("has the policies that its add-on needs, and no other", () => {
    const attached = system
      .resources("aws_iam_role_policy_attachment")
      .filter(({ role }) => role === `\${${id}/role/role.name}`)
      .map(({ policy_arn }) => policy_arn);
    expect(attached.sort()).toEqual(policies.map((policy) => `arn:aws:iam::aws:policy/${policy}`).sort());
  });

  it("and its policies and the nodes are there before the add-on", () => {
    const attachments = policies.map((policy) => `${id}/role/${policy.replace("/", "-")}`);
    expect(system.resource(`${id}/addon`)).toMatchObject({
      service_account_role_arn: `\${${id}/role/role.arn}`,
      depends_on: [...attachments, "nodes/node-group"],
    });
  });
});

describe("order", () => {
  it("nodes wait for no add-on", () =>
    expect(system.upstream("nodes/node-group")).toEqual(["nodes/launch-template/template"]));

  it.each(["vpc-cni", "kube-proxy"])("%s, which nodes need, waits for neither nodes nor roles", (id) =>
    expect(system.upstream(`${id}/addon`)).toEqual([`${id}/version`]),
  );

  const NODES = ["nodes/launch-template/template", "nodes/node-group"];

  it("coredns waits for the nodes", () =>
    expect(system.upstream("coredns/addon")).toEqual(["coredns/version", ...NODES]));

  it("add-ons with a role wait for the nodes, and not for the other's role", () =>
    expect(system.upstream("ebs-csi/addon")).toEqual([
      "ebs-csi/role/AmazonEBSCSIDriverPolicyV2",
      "ebs-csi/role/role",
      "ebs-csi/version",
      ...NODES,
    ]));
});
