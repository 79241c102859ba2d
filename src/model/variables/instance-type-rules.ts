import { batchCapacities, type BatchCapacity } from "../batch-capacity";
import { architectureOf, hasNvidiaGpus } from "../instance-types";
import type { Variables } from "../variables";
import type { VariableProblem, VariableRule } from "./definition";

/** Instance types that can share an environment, and its image. */
export const INSTANCE_TYPE_RULES: readonly VariableRule[] = [
  // Each apart, so that a mistake in one of them does not hide that of another.
  {
    reads: ["aws_batch_instance_types"],
    check: (variables) => problemsOf({ ...variables, ...WITHOUT_OTHERS }),
  },
  {
    reads: ["aws_batch_gpu_instance_types"],
    check: (variables) =>
      problemsOf({ ...variables, aws_batch_instance_types: [], aws_batch_compute_environments: {} }),
  },
  {
    reads: ["aws_batch_instance_types", "aws_batch_compute_environments"],
    check: (variables) =>
      problemsOf({ ...variables, aws_batch_gpu_instance_types: [] }).filter(
        ({ variable }) => variable === "aws_batch_compute_environments",
      ),
  },
];

const WITHOUT_OTHERS = { aws_batch_gpu_instance_types: [], aws_batch_compute_environments: {} };

function problemsOf(variables: Variables): VariableProblem[] {
  return (
    // Names, which may be wrong in themselves, play no part.
    batchCapacities({ ...variables, aws_batch_doeks_ce_name: "" })
      // The Spot environment has the types of the On-Demand one.
      .filter(({ id }) => id !== "spot")
      .flatMap((capacity) => {
        const problem = mixture(capacity) ?? wrongImage(capacity);
        return problem === undefined ? [] : [{ variable: variableOf(capacity), message: problem }];
      })
  );
}

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html */
function mixture(capacity: BatchCapacity): string | undefined {
  const graviton = capacity.instanceTypes.find((type) => architectureOf(type) === "Graviton");
  const x86 = capacity.instanceTypes.find((type) => architectureOf(type) === "x86");
  if (graviton === undefined || x86 === undefined) return undefined;
  return `${labelOf(capacity)}must not mix architectures, got ${graviton} (Graviton) and ${x86} (x86): each needs an environment of its own`;
}

function wrongImage(capacity: BatchCapacity): string | undefined {
  const { instanceTypes, imageType, id } = capacity;
  const gpu = instanceTypes.find(hasNvidiaGpus);
  if (imageType === "EKS_AL2023") {
    if (gpu === undefined) return undefined;
    const remedy =
      id === "on-demand"
        ? "name it in aws_batch_gpu_instance_types, for an image with GPU drivers"
        : "its GPUs need the image_type EKS_AL2023_NVIDIA";
    return `${labelOf(capacity)}must not have ${gpu}: ${remedy}`;
  }
  const other = instanceTypes.find((type) => !hasNvidiaGpus(type));
  if (other === undefined) return undefined;
  return `${labelOf(capacity)}must have only instance_types with NVIDIA GPUs for the image_type ${imageType}, got ${other}`;
}

function variableOf({ id }: BatchCapacity): VariableProblem["variable"] {
  if (id === "on-demand") return "aws_batch_instance_types";
  return id === "gpu" ? "aws_batch_gpu_instance_types" : "aws_batch_compute_environments";
}

/** Which entry of the variable is meant, where it has several. */
function labelOf(capacity: BatchCapacity): string {
  return variableOf(capacity) === "aws_batch_compute_environments"
    ? `[${JSON.stringify(capacity.suffix)}] `
    : "";
}
