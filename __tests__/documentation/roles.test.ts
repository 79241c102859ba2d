import { readFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../support/synthesize";

const rows = readFileSync(join(__dirname, "..", "..", "docs", "architecture.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| `(cluster|system|batch)\//.test(line));

const roles = synthesize().all.flatMap((stack) =>
  stack.resources("aws_iam_role").map(({ constructPath }) => {
    const path = constructPath.replace(/\/role$/, "");
    const policies = stack
      .resources("aws_iam_role_policy_attachment")
      .filter((attachment) => attachment.constructPath.startsWith(`${path}/`))
      .map(({ policy_arn: arn }) => (arn as string).split("/").at(-1)!);
    return { name: `${stack.name}/${path}`, policies };
  }),
);

describe("the table of IAM roles in docs/architecture.md", () => {
  it("has a row for every role, and no other", () =>
    expect(rows.map((row) => /`([^`]+)`/.exec(row)![1]).sort()).toEqual(
      roles.map(({ name }) => name).sort(),
    ));

  it.each(roles)("names all policies of $name, and no other", ({ name, policies }) => {
    const cells = rows.find((row) => row.startsWith(`| \`${name}\``))!.split("|");
    const named = [...cells[3]!.matchAll(/`([^`]+)`/g)].map(([, policy]) => policy);
    expect(policies.length).toBeGreaterThan(0);
    expect(named.sort()).toEqual([...policies].sort());
  });
});
