import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { ClusterAddon, type ClusterAddonProps } from "../../../src/constructs/eks/cluster-addon";
import { parsePolicy } from "../../support/policy";
import { synthesizeStack } from "../../support/synthesize";
import type { SynthesizedStack } from "../../support/synthesized-stack";

const OIDC_PROVIDER = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC";

const CLUSTER: ClusterAddonProps["cluster"] = {
  clusterName: "doeks-aws-batch",
  version: "1.35",
  partition: "aws",
  oidcIssuer: "oidc.eks.us-east-1.amazonaws.com/id/ABC",
  oidcProviderArn: OIDC_PROVIDER,
};

function addonWith(props: Partial<ClusterAddonProps> = {}): SynthesizedStack {
  return synthesizeStack((scope) => {
    new ClusterAddon(scope, "addon", {
      cluster: CLUSTER,
      addonName: "coredns",
      ...props,
    });
  });
}

describe("an add-on", () => {
  const stack = addonWith();
  const addon = stack.resource("addon/addon");

  it("belongs to the cluster", () =>
    expect(addon).toMatchObject({ cluster_name: "doeks-aws-batch", addon_name: "coredns" }));

  it("begins with the newest version for the cluster's", () => {
    expect(addon.addon_version).toBe("${addon/version.version}");
    expect(stack.resource("addon/version")).toMatchObject({
      addon_name: "coredns",
      kubernetes_version: "1.35",
      most_recent: true,
    });
  });

  it("keeps its version until somebody decides otherwise", () =>
    expect(addon.lifecycle).toEqual({ ignore_changes: ["addon_version"] }));

  it("takes over what the cluster began with, and undoes changes by hand", () =>
    expect(addon).toMatchObject({
      resolve_conflicts_on_create: "OVERWRITE",
      resolve_conflicts_on_update: "OVERWRITE",
    }));

  it("goes with its software: it is not preserved", () => {
    expect(addon).not.toHaveProperty("preserve");
    expect(addon).toHaveProperty("addon_name");
  });

  it("without permissions uses the node's role, and waits for nothing", () => {
    expect(stack.resourceTypes()).toEqual(["aws_eks_addon", "data.aws_eks_addon_version"]);
    expect(addon).not.toHaveProperty("service_account_role_arn");
    expect(addon).not.toHaveProperty("depends_on");
  });

  it("has the provider's 20 minutes to become ACTIVE", () => expect(addon).not.toHaveProperty("timeouts"));

  it("without configuration keeps its own", () => expect(addon).not.toHaveProperty("configuration_values"));
});

it("an add-on whose pods need a node waits for the nodes", () => {
  const stack = synthesizeStack((scope) => {
    const nodes = new SecurityGroup(scope, "nodes", {});
    new ClusterAddon(scope, "addon", { cluster: CLUSTER, addonName: "coredns", nodes });
  });
  expect(stack.resource("addon/addon").depends_on).toEqual(["nodes"]);
});

it("what Fluent Bit replaces in its configuration, Terraform leaves alone", () =>
  expect(
    addonWith({ configuration: { prefix: "${HOST_NAME}-" } }).resource("addon/addon").configuration_values,
  ).toBe('{"prefix":"$${HOST_NAME}-"}'));

it("configuration is handed over as JSON", () => {
  const addon = addonWith({ configuration: { replicaCount: 3 } }).resource("addon/addon");
  expect(addon.configuration_values).toBe('{"replicaCount":3}');
});

describe("an add-on with permissions", () => {
  const stack = addonWith({
    addonName: "aws-ebs-csi-driver",
    permissions: {
      purpose: "ebs-csi",
      serviceAccount: { namespace: "kube-system", name: "ebs-csi-controller-sa" },
      managedPolicies: ["service-role/AmazonEBSCSIDriverPolicy", "AWSXrayWriteOnlyAccess"],
    },
  });

  it("has a role of its own, named after cluster and purpose", () => {
    expect(stack.resource("addon/addon").service_account_role_arn).toBe("${addon/role/role.arn}");
    expect(stack.resource("addon/role/role")).toMatchObject({
      name_prefix: "doeks-aws-batch-ebs-csi-",
      description: "EKS add-on aws-ebs-csi-driver",
    });
  });

  it("lets only its service account take the role", () =>
    expect(parsePolicy(stack.resource("addon/role/role").assume_role_policy).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { Federated: OIDC_PROVIDER },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "oidc.eks.us-east-1.amazonaws.com/id/ABC:sub":
              "system:serviceaccount:kube-system:ebs-csi-controller-sa",
            "oidc.eks.us-east-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com",
          },
        },
      },
    ]));

  it("waits for its permissions, not only for its role", () =>
    expect(stack.resource("addon/addon").depends_on).toEqual([
      "addon/role/service-role-AmazonEBSCSIDriverPolicy",
      "addon/role/AWSXrayWriteOnlyAccess",
    ]));
});
