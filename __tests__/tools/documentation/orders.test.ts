import { criticalPaths } from "../../../tools/documentation/deployment";
import { originalOrder, ourOrder } from "../../../tools/documentation/orders";
import { synthesizeDefaults } from "../../../tools/documentation/synthesized-app";

const app = synthesizeDefaults();
const ours = ourOrder(app);
const original = originalOrder(app);

/** What the resource waits for whose id contains both. */
const needs = (order: typeof ours, type: string, idPart = ""): readonly string[] =>
  [...order].find(([id]) => id.includes(`:${type}.`) && id.includes(idPart))![1];

test("both orders hold every resource, and the original's two sleeps", () => {
  const ids = app.stacks.flatMap(({ name, resources }) =>
    resources.map(({ address }) => `${name}:${address}`),
  );
  expect([...ours.keys()].sort()).toEqual([...ids].sort());
  expect([...original.keys()].filter((id) => !ours.has(id))).toEqual([
    "original:terraform_data.sleep-a",
    "original:terraform_data.sleep-b",
  ]);
});

test("nothing waits for what is not there", () => {
  for (const order of [ours, original]) {
    expect([...order.values()].flat().filter((id) => !order.has(id))).toEqual([]);
  }
});

test.each([
  ["a subnet waits for its VPC", "aws_subnet", "cluster:", /^cluster:aws_vpc\./],
  [
    "a node group waits for what it reads of another stack",
    "aws_eks_node_group",
    "",
    /^cluster:aws_subnet\./,
  ],
  ["a node group waits for aws-auth", "aws_eks_node_group", "", /^kubernetes:kubernetes_config_map/],
  ["a queue waits for its environment", "aws_batch_job_queue", "spot", /^batch:aws_batch_compute_env.*spot/],
])("in our order %s", (_what, type, id, needed) => {
  expect(needs(ours, type, id)).toContainEqual(expect.stringMatching(needed));
});

test("in our order the control plane does not wait for the NAT gateway", () => {
  expect(needs(ours, "aws_eks_cluster").filter((id) => /nat|aws_route\./.test(id))).toEqual([]);
});

test.each([
  ["the control plane waits for the NAT route", "aws_eks_cluster", "", /:aws_route\..*nat-route/],
  ["the control plane waits for every rule", "aws_eks_cluster", "", /:aws_vpc_security_group_egress_rule/],
  ["the first sleep waits for the control plane", "terraform_data", "sleep-a", /:aws_eks_cluster\./],
  [
    "the nodes' launch template sleeps",
    "aws_launch_template",
    "system:",
    /^original:terraform_data\.sleep-a$/,
  ],
  ["add-ons sleep", "aws_eks_addon", "vpc-cni", /^original:terraform_data\.sleep-b$/],
  ["add-ons wait for roles they do not use", "aws_eks_addon", "vpc-cni", /^system:aws_iam_role\.ebs-csi/],
  ["Kubernetes objects wait for the nodes", "kubernetes_namespace_v1", "", /:aws_eks_node_group\./],
  ["environments wait for Kubernetes objects", "aws_batch_compute_environment", "spot", /:kubernetes_/],
])("in the original's order %s", (_what, type, id, needed) => {
  expect(needs(original, type, id)).toContainEqual(expect.stringMatching(needed));
});

test("by the assumed durations, ours takes at most 0.82 of the original's time, and 0.72 until the queues are usable", () => {
  const [own, other] = [criticalPaths(ours), criticalPaths(original)];
  expect(own.creation / other.creation).toBeLessThanOrEqual(0.82);
  expect(own.queuesUsable / other.queuesUsable).toBeLessThanOrEqual(0.72);
  expect(own.creation).toBeGreaterThan(600);
});
