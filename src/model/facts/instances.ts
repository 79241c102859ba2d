/**
 * Families that AWS Batch chooses from by itself. Since 2025-11-01 `optimal` means the same as
 * `default_x86_64`. Read on 2026-11-26.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ComputeResource.html
 */
export const FAMILY_CHOICES: Readonly<Record<string, readonly string[]>> = {
  optimal: ["c6i", "c7i", "m6i", "r6i"],
  default_x86_64: ["c6i", "c7i", "m6i", "r6i"],
  default_arm64: ["c6g", "c7g", "m6g", "r6g"],
};

/** What the kubelet of a node with so many pods at most keeps for itself, in MiB. */
const KUBELET_MIB = 255;
const KUBELET_MIB_A_POD = 11;
const EVICTION_MIB = 100;

/** Parts of a vCPU that the kubelet keeps: of the first, of the second, of the next two, of each further one. */
const KUBELET_VCPUS = [0.06, 0.01, 0.005, 0.005];
const KUBELET_FURTHER_VCPU = 0.0025;

/**
 * What of a node pods can have at most. Kernel and add-ons take a further part, which differs, so that
 * this is an upper bound.
 *
 * @param maxPods how many pods the node's network interfaces allow
 * @see https://docs.aws.amazon.com/batch/latest/userguide/memory-cpu-batch-eks.html
 * @see https://awslabs.github.io/amazon-eks-ami/
 */
export function allocatable(
  size: { readonly vcpus: number; readonly memoryMiB: number },
  maxPods: number,
): { vcpus: number; memoryMiB: number } {
  const kept = Array.from(
    { length: Math.floor(size.vcpus) },
    (_, core) => KUBELET_VCPUS[core] ?? KUBELET_FURTHER_VCPU,
  );
  return {
    vcpus: size.vcpus - kept.reduce((sum, part) => sum + part, 0),
    memoryMiB: size.memoryMiB - KUBELET_MIB - KUBELET_MIB_A_POD * maxPods - EVICTION_MIB,
  };
}
