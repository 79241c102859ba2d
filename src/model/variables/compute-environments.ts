import { z } from "zod";
import { instanceTypes, integer, tags, text } from "./schemas";

/** An environment and queue beyond the blueprint's two; what it leaves out is as for those. */
export interface AdditionalEnvironment {
  readonly capacity: "EC2" | "SPOT";
  readonly instance_types?: readonly string[];
  readonly min_vcpus?: number;
  readonly max_vcpus?: number;
  /** Of the queue; of queues that share an environment the one with the greater number is served first. */
  readonly priority?: number;
  readonly image_type?: (typeof IMAGE_TYPES)[number];
  readonly root_volume_gib?: number;
  /** Tags of its nodes and their volumes, beside the environment's. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html */
const IMAGE_TYPES = ["EKS_AL2023", "EKS_AL2023_NVIDIA"] as const;

/** Suffixes of names that the project's own environments have, or may have. */
const OWN_ENVIRONMENT_SUFFIXES = ["OD", "SPOT", "GPU"];

/** Those of its queues. */
const OWN_SUFFIXES = ["OD", "SPOT", "FALLBACK", "GPU"];

/** gp3 volumes: at least as large as the node image, at most what EBS offers. */
const ROOT_VOLUME_GIB = { min: 20, max: 16_384 };

const KEYS = [
  "capacity",
  "instance_types",
  "min_vcpus",
  "max_vcpus",
  "priority",
  "image_type",
  "root_volume_gib",
  "tags",
];

const environment = z.strictObject(
  {
    capacity: z.enum(["EC2", "SPOT"], { error: "must be EC2 (On-Demand) or SPOT" }),
    instance_types: instanceTypes.optional(),
    min_vcpus: integer(0).optional(),
    max_vcpus: integer(1).optional(),
    priority: integer(0).max(1000, { error: "must be at most 1000" }).optional(),
    image_type: z.enum(IMAGE_TYPES, { error: `must be ${IMAGE_TYPES.join(" or ")}` }).optional(),
    root_volume_gib: integer(ROOT_VOLUME_GIB.min)
      .max(ROOT_VOLUME_GIB.max, { error: `must be at most ${ROOT_VOLUME_GIB.max}` })
      .optional(),
    tags: tags.optional(),
  },
  {
    error: ({ code }) =>
      code === "unrecognized_keys"
        ? `must have no other keys than ${KEYS.join(", ")}`
        : "must be an object with at least the key capacity",
  },
);

/** Environments by the suffix of their names. */
export const computeEnvironments = z
  .record(
    text()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,19}$/, {
        error: "must have keys of 1 to 20 letters, digits or hyphens that begin with a letter or digit",
      })
      .refine((name) => !OWN_SUFFIXES.includes(name.toUpperCase()), {
        error: `must not have the keys ${OWN_SUFFIXES.join(", ")}: the project's own names end so`,
      }),
    environment,
    {
      error: ({ code }) => (code === "invalid_type" ? "must be a map of objects" : undefined),
    },
  )
  .refine((map) => !hasContinuation([...OWN_ENVIRONMENT_SUFFIXES, ...Object.keys(map)]), {
    error:
      'must not have a key that is another key (or OD, SPOT, GPU) followed by a hyphen, such as "a" and "a-b"',
  })
  .refine(
    (map) => new Set(Object.keys(map).map((key) => key.toLowerCase())).size === Object.keys(map).length,
    {
      error: "must not have keys that differ only in case",
    },
  );

/** Terraform appends a hyphen and more to the name of an environment: `a` must not look like `a-b`. */
function hasContinuation(suffixes: readonly string[]): boolean {
  return suffixes.some((one) => suffixes.some((other) => other.startsWith(`${one}-`)));
}
