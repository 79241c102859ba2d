import { computeEnvironments, type AdditionalEnvironment } from "./compute-environments";
import { define } from "./definition";
import { bool, fairShare, gpuInstanceTypes, runnableTimeoutMinutes } from "./schemas";

/** What AWS Batch can do beyond the original blueprint. */
export const MORE_BATCH_VARIABLES = {
  aws_batch_compute_environments: define<Record<string, AdditionalEnvironment>>({
    type: "map(object)",
    default: {},
    description:
      "More environments, each with its queue, by the suffix of their names; at most 5 in all (docs/operations.md).",
    schema: computeEnvironments,
  }),
  aws_batch_spot_fallback: define<boolean>({
    type: "bool",
    default: false,
    description: "Whether there is a queue `<name>_FALLBACK` that tries Spot first and On-Demand second.",
    schema: bool,
  }),
  aws_batch_gpu_instance_types: define<string[]>({
    type: "list(string)",
    default: [],
    description:
      "GPU instance types or families; naming any adds an environment, a queue and NVIDIA's device plugin.",
    schema: gpuInstanceTypes,
  }),
  aws_batch_example_job_definitions: define<boolean>({
    type: "bool",
    default: false,
    description:
      "Whether there are job definitions for packed, array and multi-node work beside the example.",
    schema: bool,
  }),
  aws_batch_fair_share: define<Record<string, number>>({
    type: "map(number)",
    default: {},
    description:
      "Share identifiers with their weights (a lower weight gets more); naming any makes all queues fair-share queues.",
    schema: fairShare,
  }),
  aws_batch_runnable_timeout_minutes: define<number | null>({
    type: "number",
    default: null,
    description: "Minutes, 10 to 1440, after which a job that cannot be placed is cancelled.",
    schema: runnableTimeoutMinutes.nullable(),
  }),
};
