import type { EksContainer, EksContainerEnvironmentVariable, EksPodProperties } from "@aws-sdk/client-batch";
import { containerName } from "../job-definitions/pod-rules";

/**
 * Labels that AWS Batch gives to its pods; its nodes have the first one too.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/eks-jobs.html
 */
export const LABELS = {
  environment: "batch.amazonaws.com/compute-environment-uuid",
  job: "batch.amazonaws.com/job-id",
  node: "batch.amazonaws.com/node-uid",
} as const;

/** Key of the taint of AWS Batch's nodes. @see https://docs.aws.amazon.com/batch/latest/userguide/daemonset-on-batch-eks-nodes.html */
export const NODE_TAINT = "batch.amazonaws.com/batch-node";

export interface PodOfAttempt {
  readonly name: string;
  readonly namespace: string;
  readonly jobId: string;
  readonly environmentUuid: string;
  readonly nodeUid: string;
  /** Of the job's definition, with what its submission changed. */
  readonly properties: EksPodProperties;
  /** What AWS Batch adds to the environment of every container. */
  readonly variables: readonly EksContainerEnvironmentVariable[];
}

/** The pod that AWS Batch makes of a job; the scheduler places it on a node of its compute environment. */
export function podManifest(pod: PodOfAttempt): object {
  const { properties, variables } = pod;
  const { metadata, hostNetwork = true, dnsPolicy, volumes, imagePullSecrets } = properties;
  const { serviceAccountName, shareProcessNamespace } = properties;
  const containers = (all: readonly EksContainer[] = []): object[] =>
    all.map((container) => containerSpec(container, variables));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: pod.name,
      namespace: pod.namespace,
      labels: {
        ...metadata?.labels,
        [LABELS.environment]: pod.environmentUuid,
        // Children of arrays and nodes have ids with a character that no label may have.
        [LABELS.job]: pod.jobId.replace(/[:#]/, "_"),
        [LABELS.node]: pod.nodeUid,
      },
      annotations: metadata?.annotations,
    },
    spec: {
      restartPolicy: "Never",
      hostNetwork,
      dnsPolicy: dnsPolicy ?? (hostNetwork ? "ClusterFirstWithHostNet" : "ClusterFirst"),
      serviceAccountName,
      shareProcessNamespace,
      imagePullSecrets,
      nodeSelector: { [LABELS.environment]: pod.environmentUuid },
      tolerations: ["NoSchedule", "NoExecute"].map((effect) => ({
        key: NODE_TAINT,
        operator: "Exists",
        effect,
      })),
      initContainers: containers(properties.initContainers),
      containers: containers(properties.containers),
      volumes,
    },
  };
}

/** The name of a container in the cluster, where names have no capital letters. */
export function kubernetesName(container: { readonly name?: string | undefined }): string {
  return containerName(container).toLowerCase();
}

function containerSpec(
  container: EksContainer,
  variables: readonly EksContainerEnvironmentVariable[],
): object {
  const {
    image,
    imagePullPolicy,
    command,
    args,
    env = [],
    resources,
    volumeMounts,
    securityContext,
  } = container;
  return {
    ...{ name: kubernetesName(container), image, imagePullPolicy, command, args },
    ...{ env: [...variables, ...env], resources, volumeMounts, securityContext },
  };
}
