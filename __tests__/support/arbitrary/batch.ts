import * as fc from "fast-check";
import type { Variables } from "../../../src/model/variables";
import type { AdditionalEnvironment } from "../../../src/model/variables/compute-environments";
import { tags } from "./tags";
import { DIGITS, LETTERS, name, word } from "./words";

type BatchVariables = Pick<
  Variables,
  | "aws_batch_doeks_ce_name"
  | "aws_batch_doeks_jq_name"
  | "aws_batch_min_vcpus"
  | "aws_batch_max_vcpus"
  | "aws_batch_instance_types"
  | "aws_batch_compute_environments"
  | "aws_batch_spot_fallback"
  | "aws_batch_gpu_instance_types"
  | "aws_batch_fair_share"
>;

/** Of one architecture each, since an environment has one. */
const instanceTypes = fc.oneof(
  fc.uniqueArray(fc.constantFrom("optimal", "m7i", "u-6tb1.metal"), { minLength: 1 }),
  fc.uniqueArray(fc.constantFrom("c8g.48xlarge", "m7g"), { minLength: 1 }),
);
const GPU_TYPES = ["g6", "g5.xlarge", "p5en.48xlarge"];
const gpuInstanceTypes = fc.uniqueArray(fc.constantFrom(...GPU_TYPES));

const environmentKey = name("-", 20).filter((key) => !/^-|^(od|spot|fallback|gpu)$/i.test(key));
const vcpus = fc.record({ min: fc.nat(10_000), more: fc.integer({ min: 1, max: 100_000 }) });

const environment: fc.Arbitrary<AdditionalEnvironment> = fc
  .record(
    {
      capacity: fc.constantFrom("EC2" as const, "SPOT" as const),
      instance_types: instanceTypes,
      vcpus,
      priority: fc.nat(1000),
      image_type: fc.constant("EKS_AL2023" as const),
      root_volume_gib: fc.integer({ min: 20, max: 16_384 }),
      tags,
    },
    { requiredKeys: ["capacity"] },
  )
  .map(({ vcpus: both, ...others }) =>
    both ? { ...others, min_vcpus: both.min, max_vcpus: both.min + both.more } : others,
  );

const gpuEnvironment: fc.Arbitrary<AdditionalEnvironment> = fc
  .tuple(environment, fc.uniqueArray(fc.constantFrom(...GPU_TYPES), { minLength: 1 }))
  .map(([others, instance_types]) => ({ ...others, instance_types, image_type: "EKS_AL2023_NVIDIA" }));

const environments = fc
  .uniqueArray(fc.tuple(environmentKey, fc.oneof(environment, gpuEnvironment)), {
    selector: ([key]) => key.toLowerCase(),
    maxLength: 3,
  })
  .map((entries) => Object.fromEntries(entries));

const fairShare = fc
  .uniqueArray(
    fc.tuple(
      fc.tuple(word(LETTERS + DIGITS, 1, 255), fc.constantFrom("", "*")).map((parts) => parts.join("")),
      fc.double({ min: 0.0001, max: 999.9999, noNaN: true }),
    ),
    { selector: ([identifier]) => identifier, maxLength: 5 },
  )
  .map((entries) => Object.fromEntries(entries));

/** Of environments, less the version of a launch template and the suffix of Terraform, and of queues. */
const MAX_NAME_LENGTH = { environment: 96, queue: 128 };

/** Names, sizes and everything that makes names longer. */
export const batchVariables: fc.Arbitrary<BatchVariables> = fc
  .record({
    vcpus,
    aws_batch_doeks_ce_name: name("_-", 91),
    aws_batch_doeks_jq_name: name("_-", 123),
    aws_batch_instance_types: instanceTypes,
    aws_batch_compute_environments: environments,
    aws_batch_spot_fallback: fc.boolean(),
    gpuInstanceTypes,
    aws_batch_fair_share: fairShare,
  })
  .map(({ vcpus: { min, more }, gpuInstanceTypes: gpuTypes, ...others }) => {
    const suffixes = ["SPOT", ...Object.keys(others.aws_batch_compute_environments)];
    const longest = Math.max(...suffixes.map((suffix) => `_${suffix}`.length));
    const ofQueue =
      Math.max(longest, others.aws_batch_spot_fallback ? "_FALLBACK".length : 0) +
      (Object.keys(others.aws_batch_fair_share).length > 0 ? "_FAIR".length : 0);
    return {
      ...others,
      // A cluster has room for five environments.
      aws_batch_gpu_instance_types:
        Object.keys(others.aws_batch_compute_environments).length < 3 ? gpuTypes : [],
      aws_batch_min_vcpus: min,
      aws_batch_max_vcpus: min + more,
      aws_batch_doeks_ce_name: others.aws_batch_doeks_ce_name.slice(0, MAX_NAME_LENGTH.environment - longest),
      aws_batch_doeks_jq_name: others.aws_batch_doeks_jq_name.slice(0, MAX_NAME_LENGTH.queue - ofQueue),
    };
  });
