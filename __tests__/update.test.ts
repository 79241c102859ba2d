import { earlierStack, STACKS } from "./support/lives/earlier-stacks";
import { synthesize } from "./support/synthesize";

/*
 * What an update does to an environment that commit 9a33f79 made with default variables, as far as the
 * synthesized stacks tell; e2e/update.test.ts carries it out. Whatever changes here belongs into the changelog.
 */

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** As install.sh deploys: the cluster keeps its version. */
const app = synthesize({ eks_cluster_version: "1.35" });

function resourcesIn(text: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const { resource } = JSON.parse(text) as { resource: Blocks };
  return new Map(
    Object.entries(resource).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(
        ([id, block]) => [`${type}.${id.replace(/_[0-9A-F]{8}$/, "")}`, block] as const,
      ),
    ),
  );
}

/** `+ address`, `- address`, or `~ address attribute` for everything that is not as it was. */
function differences(before: string, after: string): string[] {
  const [old, now] = [resourcesIn(before), resourcesIn(after)];
  const found = [...old.keys()].filter((address) => !now.has(address)).map((address) => `- ${address}`);
  for (const [address, block] of now) {
    const earlier = old.get(address);
    if (!earlier) found.push(`+ ${address}`);
    const attributes = earlier ? [...new Set([...Object.keys(earlier), ...Object.keys(block)])] : [];
    const changed = attributes.filter(
      (name) => JSON.stringify(earlier![name]) !== JSON.stringify(block[name]),
    );
    // The metadata's path has no meaning for Terraform.
    found.push(...changed.filter((name) => name !== "//").map((name) => `~ ${address} ${name}`));
  }
  return found.sort();
}

const expected: Readonly<Record<(typeof STACKS)[number], readonly string[]>> = {
  cluster: [
    "+ aws_iam_role_policy_attachment.node-role_AmazonEC2ContainerRegistryPullOnly",
    "- aws_iam_role_policy_attachment.node-role_AmazonEC2ContainerRegistryReadOnly",
  ],
  kubernetes: [
    "~ kubernetes_cluster_role_binding_v1.batch_rbac_cluster-role-binding metadata",
    "~ kubernetes_cluster_role_v1.batch_rbac_cluster-role metadata",
    "~ kubernetes_config_map_v1.aws-auth_config-map lifecycle",
    "~ kubernetes_config_map_v1.aws-auth_config-map metadata",
    "~ kubernetes_namespace_v1.batch_namespace metadata",
    "~ kubernetes_namespace_v1.batch_namespace timeouts",
    "~ kubernetes_role_binding_v1.batch_rbac_role-binding metadata",
    "~ kubernetes_role_v1.batch_rbac_role metadata",
  ],
  system: [
    "+ aws_iam_role_policy_attachment.ebs-csi_role_AmazonEBSCSIDriverPolicyV2",
    "- aws_iam_role_policy_attachment.ebs-csi_role_service-role-AmazonEBSCSIDriverPolicy",
    "~ aws_eks_addon.cloudwatch_addon configuration_values",
    "~ aws_eks_addon.cloudwatch_addon depends_on",
    "~ aws_eks_addon.cloudwatch_addon timeouts",
    "~ aws_eks_addon.coredns_addon depends_on",
    "~ aws_eks_addon.coredns_addon timeouts",
    "~ aws_eks_addon.ebs-csi_addon depends_on",
    "~ aws_eks_addon.ebs-csi_addon timeouts",
    "~ aws_eks_addon.kube-proxy_addon timeouts",
    "~ aws_eks_addon.vpc-cni_addon timeouts",
  ],
  batch: [
    "+ aws_iam_role_policy_attachment.nodes_role_AmazonEC2ContainerRegistryPullOnly",
    "- aws_iam_role_policy_attachment.nodes_role_AmazonEC2ContainerRegistryReadOnly",
    "~ aws_batch_compute_environment.on-demand-environment update_policy",
    "~ aws_batch_compute_environment.spot-environment update_policy",
    "~ aws_batch_job_queue.on-demand-queue depends_on",
    "~ aws_batch_job_queue.spot-queue depends_on",
  ],
};

it.each(STACKS)("stack %s changes in this, and in nothing else", (name) =>
  expect(differences(earlierStack(name), app[name].text)).toEqual(expected[name]),
);

it("an attachment of a policy that took another one's place is moved, not made beside it", () => {
  const removed = STACKS.flatMap((name) =>
    expected[name].filter((line) => line.startsWith("- ")).map((line) => ({ name, address: line.slice(2) })),
  );
  const moved = removed.map(({ name, address }) => {
    const { moved: blocks = [] } = JSON.parse(app[name].text) as { moved?: { from: string }[] };
    return blocks.find(({ from }) => from.replace(/_[0-9A-F]{8}$/, "") === address)?.from;
  });
  expect(removed.length).toBeGreaterThan(0);
  for (const [index, { name, address }] of removed.entries()) {
    // Also the hash of the old path is the one that the state has.
    expect({ address, from: moved[index] }).toEqual({ address, from: expect.any(String) as string });
    expect(earlierStack(name)).toContain(`"${moved[index]!.split(".")[1]!}"`);
  }
});

it("a cluster, the nodes, the compute environments and aws-auth keep all that replaces them", () => {
  const lines = STACKS.flatMap((name) => expected[name]);
  const vital = lines.filter((line) =>
    /aws_eks_cluster|aws_eks_node_group|aws_launch_template|aws_batch_compute_environment|config_map/.test(
      line,
    ),
  );
  // An update policy, and labels, are changed in place; the lifecycle is no attribute.
  const inPlace =
    /^~ (aws_batch_compute_environment\S+ update_policy|kubernetes_config_map\S+ (metadata|lifecycle))$/;
  expect(vital.filter((line) => !inPlace.test(line))).toEqual([]);
});

it("of the metadata of Kubernetes objects only labels change, which the provider does in place", () => {
  const before = resourcesIn(earlierStack("kubernetes"));
  for (const [address, { metadata }] of resourcesIn(app.kubernetes.text)) {
    const { labels, ...rest } = metadata as { labels: object };
    const { labels: earlier = {}, ...earlierRest } = before.get(address)!.metadata as { labels?: object };
    expect(rest).toEqual(earlierRest);
    expect(labels).toEqual({ ...earlier, "app.kubernetes.io/part-of": "aws-batch-on-eks" });
  }
});
