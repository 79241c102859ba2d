import { namePrefix } from "../../src/model/names";
import { CHANGED_VARIABLES } from "../support/changed-variables";
import { NAME_LIMITS, namesIn } from "../support/name-limits";
import { synthesize } from "../support/synthesize";
import type { Block } from "../support/synthesized-stack";

describe("namePrefix", () => {
  it("is cluster name and suffix", () =>
    expect(namePrefix("batch", "-node-", "iamRole")).toBe("batch-node-"));

  it.each([
    ["iamRole", 38],
    ["iamPolicy", 102],
    ["instanceProfile", 102],
    ["eventRule", 38],
    ["launchTemplate", 99],
    ["securityGroup", 229],
  ] as const)("of kind %s has at most %i characters, and ends with the suffix", (kind, length) => {
    const prefix = namePrefix("x".repeat(300), "-node-", kind);
    expect(prefix).toHaveLength(length);
    expect(prefix).toMatch(/^x+-node-$/);
  });

  it("cuts nothing that fits", () =>
    expect(namePrefix("x".repeat(32), "-node-", "iamRole")).toBe(`${"x".repeat(32)}-node-`));
});

describe("with the longest names that the variables allow", () => {
  const { all } = synthesize({
    eks_cluster_name: "x".repeat(100),
    aws_batch_doeks_namespace: "n".repeat(63),
    aws_batch_doeks_ce_name: "c".repeat(91),
    aws_batch_doeks_jq_name: "q".repeat(123),
    aws_batch_doeks_jd_name: "d".repeat(128),
    alert_email: "batch-alerts@example.com",
  });

  const named = [...namesIn(all), ...namesIn(synthesize(CHANGED_VARIABLES).all)];

  it("every kind of name has a limit here", () =>
    expect([...new Set(named.map(({ kind }) => kind))].sort()).toEqual(Object.keys(NAME_LIMITS)));

  it.each(Object.entries(NAME_LIMITS))("%s has at most %i characters", (kind, limit) => {
    const names = named.filter((candidate) => candidate.kind === kind).map(({ name }) => name);
    expect(names.filter((name) => name.length > limit)).toEqual([]);
    expect(names).not.toEqual([]);
  });

  it("a tag's key has at most 128 characters, its value 256", () => {
    const tags = all.flatMap((stack) => stack.everyResource()).flatMap(tagsOf);
    expect(tags.length).toBeGreaterThan(10);
    expect(tags.filter(([key, value]) => key.length > 128 || value.length > 256)).toEqual([]);
  });

  it("roles of different purposes keep different names", () => {
    const names = all.flatMap((stack) =>
      stack.resources("aws_iam_role").map(({ name_prefix }) => name_prefix),
    );
    expect(names).toHaveLength(5);
    expect(new Set(names).size).toBe(5);
  });
});

function tagsOf(block: Block): (readonly [string, string])[] {
  const own = (block.tags ?? {}) as Record<string, string>;
  const launched = (block.tag_specifications ?? []) as readonly { readonly tags: Record<string, string> }[];
  return [own, ...launched.map(({ tags }) => tags)].flatMap((tags) => Object.entries(tags));
}
