/**
 * Zones that EKS refuses, by id because names differ from account to account.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

/** Local and Wavelength Zones are opted into, and cannot hold an EKS control plane. */
export const ZONE_FILTER = { name: "opt-in-status", values: ["opt-in-not-required"] };

/** The instance type of the managed nodes. */
export const MANAGED_NODE_TYPE = "m5.large";
/** The vCPUs of one of them. */
export const MANAGED_NODE_VCPUS = 2;

/** The EKS add-ons of the cluster. */
export const ADDONS = [
  "vpc-cni",
  "kube-proxy",
  "coredns",
  "aws-ebs-csi-driver",
  "amazon-cloudwatch-observability",
] as const;

export type AddonName = (typeof ADDONS)[number];

/** The namespace that the CloudWatch add-on makes. */
export const CLOUDWATCH_NAMESPACE = "amazon-cloudwatch";

/** The Helm release of NVIDIA's device plugin, and the DaemonSet that its chart makes. */
export const DEVICE_PLUGIN = { name: "nvidia-device-plugin", namespace: "kube-system" };

/**
 * Label of nodes with GPUs, to which NVIDIA's chart restricts its device plugin. The nodes' user data
 * sets it: the chart would need its feature discovery for that, one more thing to run.
 */
export const GPU_NODE_LABEL = { key: "nvidia.com/gpu.present", value: "true" };
