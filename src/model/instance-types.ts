/** Processor architectures of EC2 instances. */
export type Architecture = "x86" | "Graviton";

/**
 * Families with NVIDIA GPUs, which need NVIDIA's drivers in the image. The GPUs of g4ad are AMD's,
 * which AWS Batch does not support.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/create-gpu-cluster-eks.html
 */
const NVIDIA_FAMILY = /^(p\d|gr?\d(?!ad))/;

/** Their names have a `g` right after the generation, such as m8g, c7gn and im4gn. */
const GRAVITON_FAMILY = /^(a1\b|[a-z]+\d+g|p6e-gb|default_arm64)/;

/** @param type an instance type, a family, or what AWS Batch calls a choice of families */
export function hasNvidiaGpus(type: string): boolean {
  return NVIDIA_FAMILY.test(type);
}

/** @param type an instance type, a family, or what AWS Batch calls a choice of families */
export function architectureOf(type: string): Architecture {
  return GRAVITON_FAMILY.test(type) ? "Graviton" : "x86";
}
