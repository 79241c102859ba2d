import { ManagedNodeGroup } from "../../../src/constructs/eks/managed-node-group";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  new ManagedNodeGroup(scope, "nodes", {
    clusterName: "doeks-aws-batch",
    version: "1.35",
    nodeRoleArn: "arn:aws:iam::111122223333:role/node",
    securityGroupIds: ["sg-1"],
    subnetIds: ["subnet-1", "subnet-2"],
    tags: { Blueprint: "doeks-aws-batch" },
  });
});
const group = stack.resource("nodes/node-group");

it("is named default, uniquely", () =>
  expect(group).toMatchObject({ node_group_name_prefix: "default-", tags: { Name: "default" } }));

it("belongs to the cluster, in its version", () =>
  expect(group).toMatchObject({ cluster_name: "doeks-aws-batch", version: "1.35" }));

it("takes the given role and subnets", () =>
  expect(group).toMatchObject({
    node_role_arn: "arn:aws:iam::111122223333:role/node",
    subnet_ids: ["subnet-1", "subnet-2"],
  }));

it("runs Amazon Linux 2023 on m5.large", () =>
  expect(group).toMatchObject({ ami_type: "AL2023_x86_64_STANDARD", instance_types: ["m5.large"] }));

it("has two nodes, and room for ten", () =>
  expect(group.scaling_config).toEqual({ min_size: 2, desired_size: 2, max_size: 10 }));

it("leaves the present number of nodes to whoever scales them", () =>
  expect(group.lifecycle).toMatchObject({ ignore_changes: ["scaling_config[0].desired_size"] }));

it("is replaced before the old one goes", () =>
  expect(group.lifecycle).toMatchObject({ create_before_destroy: true }));

it("updates a third of its nodes at a time", () =>
  expect(group.update_config).toEqual({ max_unavailable_percentage: 33 }));

it("follows each version of its launch template", () =>
  expect(group.launch_template).toEqual({
    id: "${nodes/launch-template/template.id}",
    version: "${nodes/launch-template/template.latest_version}",
  }));

it("has no labels, taints, remote access, disk size or capacity type of its own", () => {
  for (const attribute of [
    "labels",
    "taint",
    "remote_access",
    "disk_size",
    "capacity_type",
    "release_version",
  ]) {
    expect(group).not.toHaveProperty(attribute);
  }
  expect(group).toHaveProperty("ami_type");
});

it("launches its nodes in the node security group, with detailed monitoring, tagged and named", () =>
  expect(stack.resource("nodes/launch-template/template")).toMatchObject({
    name_prefix: "default-",
    description: "Custom launch template for default EKS managed node group",
    vpc_security_group_ids: ["sg-1"],
    monitoring: { enabled: true },
    tag_specifications: ["instance", "volume", "network-interface"].map((type) => ({
      resource_type: type,
      tags: { Blueprint: "doeks-aws-batch", Name: "default" },
    })),
  }));
