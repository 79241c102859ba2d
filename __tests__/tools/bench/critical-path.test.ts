import { criticalPath, parseGraph } from "../../../tools/bench/deploy/critical-path";

const DOT = `
digraph G {
  rankdir = "RL";
  node [shape = rect, fontname = "sans-serif"];
  "aws_vpc.main" [label="aws_vpc.main"];
  "aws_subnet.one" [label="aws_subnet.one"];
  "aws_kms_key.key" [label="aws_kms_key.key"];
  "aws_eks_cluster.it" [label="aws_eks_cluster.it"];
  "aws_subnet.one" -> "aws_vpc.main";
  "aws_eks_cluster.it" -> "aws_subnet.one";
  "aws_eks_cluster.it" -> "aws_kms_key.key";
}
`;

const SECONDS: Record<string, number> = {
  "aws_vpc.main": 10,
  "aws_subnet.one": 1,
  "aws_kms_key.key": 12,
  "aws_eks_cluster.it": 500,
};
const seconds = (address: string): number => SECONDS[address]!;

test("reads nodes and edges, and nothing else, from Terraform's graph", () => {
  expect([...parseGraph(DOT)]).toEqual([
    ["aws_vpc.main", []],
    ["aws_subnet.one", ["aws_vpc.main"]],
    ["aws_kms_key.key", []],
    ["aws_eks_cluster.it", ["aws_subnet.one", "aws_kms_key.key"]],
  ]);
});

test("the critical path is the longest by duration, not by number", () => {
  expect(criticalPath(parseGraph(DOT), seconds)).toEqual({
    seconds: 512,
    addresses: ["aws_kms_key.key", "aws_eks_cluster.it"],
  });
});

test("a path may have to end in a certain place", () => {
  const toSubnet = criticalPath(parseGraph(DOT), seconds, (address) => address === "aws_subnet.one");
  expect(toSubnet).toEqual({ seconds: 11, addresses: ["aws_vpc.main", "aws_subnet.one"] });
});
