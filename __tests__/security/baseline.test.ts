import { CHANGED_VARIABLES } from "../support/changed-variables";
import { synthesize, type SynthesizedApp } from "../support/synthesize";
import type { SynthesizedStack } from "../support/synthesized-stack";
import { DATA_RULES } from "./data-rules";
import { EXCEPTIONS, type Exception } from "./exceptions";
import { IAM_RULES } from "./iam-rules";
import { INSTANCE_RULES } from "./instance-rules";
import { KUBERNETES_RULES } from "./kubernetes-rules";
import { NETWORK_RULES } from "./network-rules";
import type { Rule } from "./rule";
import { TAG_RULES } from "./tag-rules";

/*
 * What a policy scanner would look for, over everything that the app synthesizes: what holds for
 * the default variables must hold for every option too.
 */

const RULES: readonly Rule[] = [
  ...NETWORK_RULES,
  ...INSTANCE_RULES,
  ...DATA_RULES,
  ...IAM_RULES,
  ...TAG_RULES,
  ...KUBERNETES_RULES,
];

const EVERY_OPTION = synthesize({ ...CHANGED_VARIABLES, eks_public_cluster_endpoint: true });

const VARIANTS: readonly (readonly [string, SynthesizedApp])[] = [
  ["the default variables", synthesize()],
  ["every variable changed", synthesize(CHANGED_VARIABLES)],
  ["every variable changed, and the public endpoint", EVERY_OPTION],
];

type Found = Omit<Exception, "reason">;

function findings({ name: rule, check }: Rule, stacks: readonly SynthesizedStack[]): Found[] {
  return stacks.flatMap((stack) =>
    check(stack).map((violation) => ({ rule, stack: stack.name, ...violation })),
  );
}

const isException = (found: Found): boolean =>
  EXCEPTIONS.some(
    ({ rule, stack, at, problem }) =>
      rule === found.rule && stack === found.stack && at === found.at && problem === found.problem,
  );

describe.each(RULES.map((rule) => [rule.name, rule] as const))("%s", (_, rule) => {
  it.each(VARIANTS)("with %s", (_variant, { all }) =>
    expect(findings(rule, all).filter((found) => !isException(found))).toEqual([]),
  );

  it.each(rule.badExamples)("finds a bad example: $title", ({ spoil }) => {
    const bad = findings(rule, [spoil(EVERY_OPTION)]).filter((found) => !isException(found));
    expect(bad).not.toEqual([]);
  });
});

it("every rule has a name of its own and a bad example", () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  expect(RULES.filter(({ badExamples }) => badExamples.length === 0)).toEqual([]);
});

it("every exception is still needed, and says why", () => {
  const all = RULES.flatMap((rule) => VARIANTS.flatMap(([, app]) => findings(rule, app.all)));
  const stale = EXCEPTIONS.filter(
    ({ reason, ...exception }) =>
      reason === "" || !all.some((found) => JSON.stringify(found) === JSON.stringify(exception)),
  );
  expect(stale).toEqual([]);
});
