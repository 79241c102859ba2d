import type { ComputeResource } from "@aws-sdk/client-batch";
import { hasNvidiaGpus } from "../../../src/model/instance-types";

/** Whether its nodes have GPUs that pods can use: the GPUs themselves, and NVIDIA's drivers for them. */
export function offersGpus({ instanceTypes = [], ec2Configuration = [] }: ComputeResource): boolean {
  return (
    instanceTypes.some(hasNvidiaGpus) &&
    ec2Configuration.some(({ imageType }) => imageType?.endsWith("_NVIDIA"))
  );
}
