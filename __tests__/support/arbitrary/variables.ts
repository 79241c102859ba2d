import * as fc from "fast-check";
import { partitionOf } from "../../../src/model/aws-region";
import { parseVariables, VariablesError } from "../../../src/model/load-variables";
import { VARIABLE_NAMES, type Variables } from "../../../src/model/variables";
import { LOG_RETENTION_DAYS } from "../../../src/model/variables/schemas";
import { batchVariables } from "./batch";
import { valuesOf } from "./derived";
import { blockWithin } from "./ipv4";
import { network } from "./network";
import { tags } from "./tags";
import { DIGITS, LOWER_CASE, name, word } from "./words";

const region = fc.constantFrom(
  ...["us-east-1", "eu-west-1", "ap-southeast-5", "mx-central-1", "us-gov-west-1", "cn-northwest-1"],
);

/** From nowhere in a reserved range. */
const publicBlock = fc.constantFrom("3.0.0.0/8", "52.0.0.0/7").chain((range) => blockWithin(range, 8, 32));

/** Of an account of its own each, so that none is there twice; without the beginning that names the partition. */
const principals = fc.array(
  fc.tuple(fc.constantFrom("role", "user"), name("_+=,.@/-", 64)).map((parts) => parts.join("/")),
  { maxLength: 4 },
);

const bucket = name("-", 63, LOWER_CASE).filter((text) => text.length >= 3 && !/^xn--/.test(text));

const statePrefix = fc.array(word(`${LOWER_CASE}${DIGITS}_-`, 1, 12), { minLength: 1, maxLength: 3 });

/** Values of variables that depend on nothing but themselves, where their schemas tell too little. */
const ownValues = {
  eks_cluster_name: name("_-", 100),
  eks_cluster_version: fc.constantFrom("1.33", "1.34", "1.35", "1.36"),
  aws_batch_doeks_namespace: name("-", 63, LOWER_CASE),
  aws_batch_doeks_jd_name: name("_-", 128),
  tags,
  log_retention_days: fc.constantFrom(...LOG_RETENTION_DAYS),
  alert_email: fc.option(name("", 20).map((text) => `${text}+batch@example.com`)),
  eks_public_access_cidrs: fc.uniqueArray(fc.oneof(fc.constant("0.0.0.0/0"), publicBlock), {
    minLength: 1,
    maxLength: 40,
  }),
  state_prefix: statePrefix.map((parts) => parts.join("/")),
};

/** Everything in which variables depend on each other: a group is set as a whole or not at all. */
const groups = {
  network,
  endpoints: fc.constantFrom([true, true], [true, false], [false, true]).map(([isPublic, isPrivate]) => ({
    eks_public_cluster_endpoint: isPublic,
    eks_private_cluster_endpoint: isPrivate,
  })),
  access: fc
    .record({ region, admins: principals, viewers: principals })
    .map(({ region, admins, viewers }) => {
      const arn = (principal: string, index: number): string =>
        `arn:${partitionOf(region)}:iam::${100_000_000_000 + index}:${principal}`;
      return {
        aws_region: region,
        eks_admin_principal_arns: admins.map(arn),
        eks_viewer_principal_arns: viewers.map((principal, index) => arn(principal, admins.length + index)),
      };
    }),
  batch: batchVariables,
  state: fc.record({ state_bucket: bucket, state_region: fc.option(region) }),
};

const together = Object.values(fc.sample(fc.record(groups), { numRuns: 1, seed: 1 })[0]!).flatMap(
  Object.keys,
);

/** Every variable that no group sets. */
const independent: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...Object.fromEntries(
    VARIABLE_NAMES.filter((name) => !together.includes(name)).map((name) => [name, valuesOf(name)]),
  ),
  ...ownValues,
};

/**
 * Contents of `variables.json` that must be accepted: any of the variables, from the shortest to the
 * longest, with the smallest and the greatest values.
 */
export const acceptedVariables: fc.Arbitrary<Partial<Variables>> = fc
  .tuple(fc.record(independent, { requiredKeys: [] }), fc.record(groups, { requiredKeys: [] }))
  .map(([alone, together]) => Object.assign({}, alone, ...Object.values(together)) as Partial<Variables>)
  // What depends on groups together, such as the length of a name with all its suffixes.
  .filter(isAccepted);

function isAccepted(variables: Partial<Variables>): boolean {
  try {
    parseVariables(JSON.stringify(variables), "generated");
    return true;
  } catch (error) {
    if (error instanceof VariablesError) return false;
    throw error;
  }
}
