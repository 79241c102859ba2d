import { inOriginalOrder } from "../../../tools/bench/deploy/original-order";
import { synthesize } from "../../support/synthesize";

interface Merged {
  readonly resource: Record<string, Record<string, { depends_on?: string[] }>>;
  readonly data: Record<string, object>;
}

const app = synthesize();
const text = ({ text }: { text: string }): string => text;
const merged = inOriginalOrder(
  { cluster: text(app.cluster), system: text(app.system), batch: text(app.batch) },
  "original.tfstate",
) as Merged;

/** Addresses that a resource of a type needs by `depends_on`. */
const needs = (type: string, idPart = ""): string[] =>
  Object.entries(merged.resource[type]!).find(([id]) => id.includes(idPart))![1].depends_on ?? [];

test("holds every resource of the three stacks once, and the two sleeps", () => {
  const count = Object.values(merged.resource).reduce((sum, byId) => sum + Object.keys(byId).length, 0);
  const ours = [app.cluster, app.system, app.batch]
    .flatMap((stack) => stack.tree().split("\n"))
    .filter((line) => !line.includes("  data."));
  expect(count).toBe(ours.length + 2);
});

test("refers to no other stack's state", () => {
  expect(JSON.stringify(merged)).not.toContain("terraform_remote_state");
});

test.each([
  ["the control plane waits for the NAT route", "aws_eks_cluster", "", /^aws_route\..*nat-route/],
  ["the control plane waits for every rule", "aws_eks_cluster", "", /^aws_vpc_security_group_egress_rule/],
  ["the first sleep waits for the control plane", "terraform_data", "sleep-a", /^aws_eks_cluster\./],
  ["the nodes' launch template sleeps", "aws_launch_template", "system_", /^terraform_data\.sleep-a$/],
  ["add-ons sleep", "aws_eks_addon", "vpc-cni", /^terraform_data\.sleep-b$/],
  ["add-ons wait for roles they do not use", "aws_eks_addon", "vpc-cni", /^aws_iam_role\.system_ebs-csi/],
  ["environments wait for the nodes", "aws_batch_compute_environment", "spot", /^aws_eks_node_group\./],
])("%s", (_what, type, id, needed) => {
  expect(needs(type, id)).toContainEqual(expect.stringMatching(needed));
});
