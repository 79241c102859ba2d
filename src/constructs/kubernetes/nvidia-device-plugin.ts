import { Release } from "@cdktf/provider-helm/lib/release";
import { Construct } from "constructs";
import { DEVICE_PLUGIN, GPU_NODE_LABEL } from "../../model/facts/eks";

/** Of the chart, which is also that of the plugin. */
const VERSION = "0.19.3";

/**
 * Tells Kubernetes how many GPUs a node has, so that pods can ask for `nvidia.com/gpu`. It runs on
 * nodes with GPUs only.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/create-gpu-cluster-eks.html
 */
export class NvidiaDevicePlugin extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const values = {
      nodeSelector: { [GPU_NODE_LABEL.key]: GPU_NODE_LABEL.value },
      // AWS Batch taints its nodes, so that only pods of jobs run there.
      tolerations: [{ key: "batch.amazonaws.com/batch-node", operator: "Exists" }],
    };
    new Release(this, "release", {
      ...DEVICE_PLUGIN,
      repository: "https://nvidia.github.io/k8s-device-plugin",
      chart: "nvidia-device-plugin",
      version: VERSION,
      // A killed run may leave the release outside the state. Helm refuses to install it again, but upgrades it.
      upgradeInstall: true,
      values: [JSON.stringify(values)],
    });
  }
}
