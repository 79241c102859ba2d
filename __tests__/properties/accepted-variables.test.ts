import * as fc from "fast-check";
import { parseVariables } from "../../src/model/load-variables";
import { VARIABLE_NAMES } from "../../src/model/variables";
import { changedVariables } from "../support/arbitrary/broken";
import { acceptedVariables } from "../support/arbitrary/variables";
import { endOf, parseBlock } from "../support/arbitrary/ipv4";
import { NAME_LIMITS, namesIn } from "../support/name-limits";
import { drawn, holds, RUNS } from "../support/property";
import { synthesizeContent, type SynthesizedApp } from "../support/synthesize";

/*
 * Whatever the variables are, as long as they are accepted. What Terraform and the AWS provider say
 * of the same sets is in e2e/terraform-validate.test.ts.
 */

/** What a value looks like that is known only later, or never. */
const UNRESOLVED = /TfToken\[|\[object Object\]|undefined|NaN/;

const CHECKS: Readonly<Record<string, (app: SynthesizedApp) => void>> = {
  "no token is left unresolved": isResolved,
  "subnets are disjoint and inside the VPC": subnetsFit,
  "each tier has one subnet a zone": oneSubnetAZone,
  "names are within the limits of AWS": namesAreShortEnough,
  "names are given once": namesAreUnique,
};

/** Sets made to be accepted, and some that are it by chance: they have values that nobody thought of. */
const acceptedTexts = fc.oneof(
  { weight: 9, arbitrary: acceptedVariables.map((variables) => JSON.stringify(variables)) },
  { weight: 1, arbitrary: changedVariables.filter(isAccepted).filter((text) => !UNRESOLVED.test(text)) },
);

it("every variable is drawn", () => {
  // By chance one may be missing on some day, which says nothing about the arbitrary.
  const names = drawn(300, acceptedVariables, 1).flatMap((variables) => Object.keys(variables));
  expect([...new Set(names)].sort()).toEqual([...VARIABLE_NAMES].sort());
});

it(`of ${RUNS} accepted sets each synthesizes to a sound app: ${Object.keys(CHECKS).join(", ")}`, () =>
  holds(
    fc.property(acceptedTexts, (text) => {
      const app = synthesizeContent(text);
      for (const check of Object.values(CHECKS)) check(app);
    }),
  ));

function isAccepted(text: string): boolean {
  try {
    parseVariables(text, "variables.json");
    return true;
  } catch {
    return false;
  }
}

function isResolved({ all }: SynthesizedApp): void {
  expect(all).toHaveLength(4);
  for (const { text } of all) {
    expect(text).toContain('"terraform"');
    expect(text).not.toMatch(UNRESOLVED);
    // What becomes of NaN in JSON.
    expect(text).not.toMatch(/: null/);
  }
}

function subnetsFit({ cluster }: SynthesizedApp): void {
  const vpc = parseBlock(String(cluster.resource("vpc/vpc").cidr_block));
  const subnets = cluster
    .resources("aws_subnet")
    .map(({ cidr_block }) => parseBlock(String(cidr_block)))
    .sort((one, other) => one.address - other.address);
  expect(subnets.length).toBeGreaterThanOrEqual(4);
  expect(subnets[0]!.address).toBeGreaterThanOrEqual(vpc.address);
  expect(endOf(subnets.at(-1)!)).toBeLessThanOrEqual(endOf(vpc));
  for (const [index, subnet] of subnets.slice(1).entries()) {
    expect(subnet.address).toBeGreaterThanOrEqual(endOf(subnets[index]!));
  }
}

function oneSubnetAZone({ cluster }: SynthesizedApp): void {
  const zonesOf = (tier: string): unknown[] =>
    cluster
      .resources("aws_subnet")
      .filter(({ constructPath }) => constructPath.includes(tier))
      .map(({ availability_zone }) => availability_zone);
  const zones = zonesOf("public");
  expect(new Set(zones).size).toBe(zones.length);
  expect(zonesOf("private")).toEqual(zones);
}

function namesAreShortEnough({ all }: SynthesizedApp): void {
  const tooLong = namesIn(all).filter(({ kind, name }) => !(name.length <= NAME_LIMITS[kind]!));
  expect(tooLong).toEqual([]);
}

function namesAreUnique({ all }: SynthesizedApp): void {
  const names = namesIn(all).map(({ kind, name }) => `${kind} ${name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
}
