import { AnnotationMetadataEntryType, type TerraformStack } from "cdktf";
import { EksCluster, type EksClusterProps } from "../../../src/constructs/eks/eks-cluster";
import { parsePolicy } from "../../support/policy";
import { synthesizeStack } from "../../support/synthesize";
import type { SynthesizedStack } from "../../support/synthesized-stack";

function addCluster(scope: TerraformStack, props: Partial<EksClusterProps>): EksCluster {
  return new EksCluster(scope, "eks", {
    name: "doeks-aws-batch",
    partition: "aws",
    version: "1.35",
    vpcId: "vpc-1",
    subnetIds: ["subnet-1", "subnet-2"],
    publicEndpoint: true,
    privateEndpoint: true,
    logRetentionDays: 90,
    tags: { Blueprint: "doeks-aws-batch" },
    ...props,
  });
}

function clusterWith(props: Partial<EksClusterProps> = {}): SynthesizedStack {
  return synthesizeStack((scope) => {
    addCluster(scope, props);
  });
}

/** What CDKTF's CLI says when it synthesizes. */
function warningsOf(props: Partial<EksClusterProps>): unknown[] {
  const warnings: unknown[] = [];
  synthesizeStack((scope) => {
    for (const { type, data } of addCluster(scope, props).node.metadata) {
      if (type === `${AnnotationMetadataEntryType.WARN}`) warnings.push(data);
    }
  });
  return warnings;
}

const stack = clusterWith();
const cluster = stack.resource("eks/cluster");

describe("the control plane", () => {
  it("has the given name and version", () =>
    expect(cluster).toMatchObject({ name: "doeks-aws-batch", version: "1.35" }));

  it("logs API calls, audit and authentication", () =>
    expect(cluster.enabled_cluster_log_types).toEqual(["api", "audit", "authenticator"]));

  it("takes access entries and aws-auth, and no administrator by chance of creation", () =>
    expect(cluster.access_config).toEqual({
      authentication_mode: "API_AND_CONFIG_MAP",
      bootstrap_cluster_creator_admin_permissions: false,
    }));

  it("is not replaced for what AWS tells only at creation", () =>
    expect(cluster.lifecycle).toEqual({
      ignore_changes: [
        "access_config[0].bootstrap_cluster_creator_admin_permissions",
        "bootstrap_self_managed_addons",
      ],
    }));

  it("is upgraded by AWS at the end of standard support, not moved to paid support", () =>
    expect(cluster.upgrade_policy).toEqual({ support_type: "STANDARD" }));

  it("encrypts secrets with its key", () =>
    expect(cluster.encryption_config).toEqual({
      resources: ["secrets"],
      provider: { key_arn: "${eks/encryption/key.arn}" },
    }));

  it("is in the given subnets, with its own security group, reachable from outside and inside", () =>
    expect(cluster.vpc_config).toEqual({
      subnet_ids: ["subnet-1", "subnet-2"],
      security_group_ids: ["${eks/security-groups/cluster.id}"],
      endpoint_public_access: true,
      endpoint_private_access: true,
      public_access_cidrs: ["0.0.0.0/0"],
    }));

  it("answers only the given addresses where there are any", () =>
    expect(clusterWith({ publicAccessCidrs: ["203.0.113.0/24"] }).resource("eks/cluster")).toMatchObject({
      vpc_config: { public_access_cidrs: ["203.0.113.0/24"] },
    }));

  it("warns where it answers the whole internet, and only there", () => {
    expect(warningsOf({})).toEqual([
      "The Kubernetes API of doeks-aws-batch answers the whole internet: " +
        "narrow eks_public_access_cidrs to your own addresses.",
    ]);
    expect(warningsOf({ publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/0"] })).toHaveLength(1);
    expect(warningsOf({ publicAccessCidrs: ["203.0.113.0/24"] })).toEqual([]);
    expect(warningsOf({ publicEndpoint: false })).toEqual([]);
  });

  it("without its public endpoint names no addresses that may reach it", () =>
    expect(clusterWith({ publicEndpoint: false }).resource("eks/cluster").vpc_config).toEqual({
      subnet_ids: ["subnet-1", "subnet-2"],
      security_group_ids: ["${eks/security-groups/cluster.id}"],
      endpoint_public_access: false,
      endpoint_private_access: true,
    }));

  it("without its private endpoint says so", () =>
    expect(clusterWith({ privateEndpoint: false }).resource("eks/cluster").vpc_config).toMatchObject({
      endpoint_public_access: true,
      endpoint_private_access: false,
    }));

  it("leaves networking, Auto Mode, zonal shift and unmanaged add-ons at AWS's defaults", () => {
    for (const attribute of [
      "kubernetes_network_config",
      "compute_config",
      "storage_config",
      "outpost_config",
      "remote_network_config",
      "zonal_shift_config",
      "bootstrap_self_managed_addons",
    ]) {
      expect(cluster).not.toHaveProperty(attribute);
    }
    expect(cluster).toHaveProperty("vpc_config");
  });

  it("waits for its role's policy and its log group, and for nothing else that it does not name", () =>
    expect(cluster.depends_on).toEqual(["eks/role/AmazonEKSClusterPolicy", "eks/log-group"]));
});

describe("its role", () => {
  it("can be taken by EKS", () => {
    expect(cluster.role_arn).toBe("${eks/role/role.arn}");
    expect(parsePolicy(stack.resource("eks/role/role").assume_role_policy).Statement).toEqual([
      {
        Sid: "EKSClusterAssumeRole",
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
    ]);
  });

  it("is named after the cluster, and described", () =>
    expect(stack.resource("eks/role/role")).toMatchObject({
      name_prefix: "doeks-aws-batch-cluster-",
      description: "EKS control plane",
    }));

  it("has the cluster policy and that for its key, but none for Auto Mode or security groups of pods", () =>
    expect(
      stack.resources("aws_iam_role_policy_attachment").map(({ role, policy_arn }) => [role, policy_arn]),
    ).toEqual([
      ["${eks/role/role.name}", "${eks/encryption/policy.arn}"],
      ["${eks/role/role.name}", "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"],
    ]));
});

describe("who deploys", () => {
  it("is known by the role behind the session, which is what AWS takes as a principal", () =>
    expect(stack.resource("eks/session").arn).toBe("${eks/caller.arn}"));

  it("administers the cluster and its key", () => {
    expect(stack.resource("eks/admin-access/entry")).toMatchObject({
      cluster_name: "${eks/cluster.name}",
      principal_arn: "${eks/session.issuer_arn}",
    });
    const { Statement } = parsePolicy(stack.resource("eks/encryption/key").policy);
    expect(Statement.map(({ Principal }) => Principal)).toEqual([
      { AWS: "arn:aws:iam::${eks/caller.account_id}:root" },
      { AWS: "${eks/session.issuer_arn}" },
      { AWS: "${eks/role/role.arn}" },
    ]);
  });
});

describe("others who get in", () => {
  it("are none unless they are named", () =>
    expect(stack.resources("aws_eks_access_entry").map(({ constructPath }) => constructPath)).toEqual([
      "eks/admin-access/entry",
    ]));

  it.each(["adminPrincipalArns", "viewerPrincipalArns"])("are those of %s, but who deploys", (prop) => {
    const arn = "arn:aws:iam::111122223333:role/other";
    const entry = clusterWith({ [prop]: [arn] }).resource("eks/principals/entry");
    expect(entry).toMatchObject({
      cluster_name: "${eks/cluster.name}",
      for_each: `\${toset(setsubtract(["${arn}"], [eks/session.issuer_arn]))}`,
      depends_on: ["eks/admin-access/entry"],
    });
  });
});

it("the log group is the one that EKS writes to, kept for the given time", () => {
  const logGroup = clusterWith({ logRetentionDays: 7 }).resource("eks/log-group");
  expect(logGroup).toMatchObject({ name: "/aws/eks/doeks-aws-batch/cluster", retention_in_days: 7 });
  expect(logGroup.tags).toEqual({ Name: "/aws/eks/doeks-aws-batch/cluster" });
  expect(logGroup).not.toHaveProperty("kms_key_id");
});

it("IAM trusts the cluster's service account tokens, without a thumbprint", () => {
  const provider = stack.resource("eks/oidc-provider");
  expect(provider).toMatchObject({
    url: "${eks/cluster.identity[0].oidc[0].issuer}",
    client_id_list: ["sts.amazonaws.com"],
    tags: { Name: "doeks-aws-batch-eks-irsa" },
  });
  expect(provider).not.toHaveProperty("thumbprint_list");
});

describe("the security group that EKS makes itself", () => {
  it("gets every tag", () =>
    expect(
      clusterWith({ tags: { Blueprint: "b", team: "t" } }).resource("eks/primary-security-group-tags"),
    ).toMatchObject({
      for_each: { Blueprint: "b", team: "t" },
      resource_id: "${eks/cluster.vpc_config[0].cluster_security_group_id}",
      key: "${each.key}",
      value: "${each.value}",
    }));

  it("keeps the Name that EKS gives it", () =>
    expect(
      clusterWith({ tags: { Blueprint: "b", Name: "mine" } }).resource("eks/primary-security-group-tags")
        .for_each,
    ).toEqual({ Blueprint: "b" }));
});
