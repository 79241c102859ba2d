/** The Helm release of NVIDIA's device plugin, and the DaemonSet that its chart makes. */
export const DEVICE_PLUGIN = { name: "nvidia-device-plugin", namespace: "kube-system" };

/**
 * Label of nodes with GPUs, to which NVIDIA's chart restricts its device plugin. Nothing else here
 * would set it: the chart leaves that to its feature discovery, which is one more thing to run.
 */
export const GPU_NODE_LABEL = { key: "nvidia.com/gpu.present", value: "true" };
