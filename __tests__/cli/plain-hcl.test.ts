import { plainHcl } from "../../src/cli/plain-hcl";

/** What CDKTF 0.21.0 writes, and what Terraform takes. */
const CASES: readonly (readonly [string, string, string])[] = [
  [
    "quotes beside a reference stand for themselves",
    'policy = "{"Resource":"${aws_kms_key.key.arn}"}"',
    'policy = chomp(<<EOT\n{"Resource":"${aws_kms_key.key.arn}"}\nEOT\n)',
  ],
  [
    "a postcondition is a block",
    'lifecycle {\n  postcondition = [\n{\ncondition = "${length(self.names) >= 2}"\n},\n]\n}',
    'lifecycle {\npostcondition {\ncondition = "${length(self.names) >= 2}"\n}\n}',
  ],
  [
    "references of a lifecycle are no strings",
    'lifecycle {\n  replace_triggered_by = [\n"aws_launch_template.one.latest_version",\n]\n}',
    "lifecycle {\n  replace_triggered_by = [\naws_launch_template.one.latest_version,\n]\n}",
  ],
  [
    "a text of several lines has no line break more, and ends before the comma",
    'command = [\n"sh",\n<<EOF\none\ntwo\nEOF,\n"three"\n]',
    'command = [\n"sh",\nchomp(<<EOF\none\ntwo\nEOF\n),\n"three"\n]',
  ],
  [
    "references are no strings",
    'depends_on = [\n"aws_iam_role.one",\n"aws_iam_role.two",\n]\ntags = [\n"one",\n]',
    'depends_on = [\naws_iam_role.one,\naws_iam_role.two,\n]\ntags = [\n"one",\n]',
  ],
];

it.each(CASES)("%s", (_, written, taken) => expect(plainHcl(written)).toBe(taken));

it.each([
  'description = "Cluster \\"one\\""',
  'role = "${aws_iam_role.node.name}"',
  'for_each = "${toset(["a", "b"])}"',
  'url = "https://${replace(aws_eks_cluster.one.id, "https://", "")}/x"',
  "ignore_changes = all",
])("%s stays", (line) => expect(plainHcl(line)).toBe(line));

it("is right already, then it stays", () => {
  for (const [, , taken] of CASES) expect(plainHcl(taken)).toBe(taken);
});
