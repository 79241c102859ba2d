/**
 * Compute environments that a cluster can have, which AWS does not raise.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
 */
export const MAX_ENVIRONMENTS_OF_CLUSTER = 5;

/**
 * Compute environments that a queue can lead to, which AWS does not raise.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
 */
export const MAX_ENVIRONMENTS_OF_QUEUE = 3;

/**
 * Bytes that a request for a job may have, which AWS does not raise.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html
 */
export const MAX_SUBMISSION_BYTES = 30 * 1024;

/**
 * Minor versions of Kubernetes 1 that AWS Batch supports, as of November 2026.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/supported_kubernetes_version.html
 */
export const BATCH_KUBERNETES_MINORS = { min: 30, max: 36 } as const;

/** One line of a Kubernetes role. */
export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The Kubernetes user as which AWS Batch acts. */
export const BATCH_USER = "aws-batch";

/**
 * Access policies of EKS that an access entry of AWS Batch's own has, since 2026.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/eks-access-entries.html
 */
export const BATCH_ACCESS_POLICIES = {
  cluster: "AWSBatchClusterPolicy",
  ofNamespace: "AWSBatchNamespacePolicy",
} as const;

const CORE = "";
const READ = ["get", "list", "watch"];

/**
 * What AWS Batch may see in the whole cluster.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/getting-started-eks-configmap.html
 */
export const CLUSTER_RULES: readonly RbacRule[] = [
  { apiGroups: [CORE], resources: ["namespaces"], verbs: ["get"] },
  { apiGroups: [CORE], resources: ["nodes"], verbs: READ },
  { apiGroups: [CORE], resources: ["pods"], verbs: READ },
  { apiGroups: [CORE], resources: ["events"], verbs: ["list"] },
  { apiGroups: [CORE], resources: ["configmaps"], verbs: READ },
  {
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "statefulsets", "replicasets"],
    verbs: READ,
  },
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["clusterroles", "clusterrolebindings"],
    verbs: ["get", "list"],
  },
];

/** What AWS Batch may do in its namespace. @see CLUSTER_RULES */
export const NAMESPACE_RULES: readonly RbacRule[] = [
  { apiGroups: [CORE], resources: ["pods"], verbs: ["create", ...READ, "delete", "patch"] },
  { apiGroups: [CORE], resources: ["serviceaccounts"], verbs: ["get", "list"] },
  { apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles", "rolebindings"], verbs: ["get", "list"] },
];
