import { CLUSTER_RULES, NAMESPACE_RULES, type RbacRule } from "../../../src/model/facts/batch";
import type { ClusterEntry } from "../../cluster-directory";
import type { KubernetesClient } from "../../kubernetes/client";
import { KubernetesError, type KubernetesObject } from "../../kubernetes/objects";

/** @see https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html */
const INVALID_NAMESPACE = "Unable to validate Kubernetes Namespace";

/**
 * The cluster's API as AWS Batch has it: as the user that the cluster gives to its service role.
 *
 * @param serviceRole ARN of the role of a compute environment
 * @throws KubernetesError where the cluster gives that role no user
 */
export async function asBatch(cluster: ClusterEntry, serviceRole: string): Promise<KubernetesClient> {
  const identity = await cluster.identityOf(serviceRole);
  if (!identity) throw new KubernetesError(401, "Unauthorized", "Unauthorized");
  return cluster.api!.as(identity.username, identity.groups);
}

/**
 * Looks whether AWS Batch can work in its namespace of a cluster, with all that AWS asks for.
 *
 * @throws Error in the words of AWS Batch, the same for all that may be missing
 */
export async function checkNamespace(
  cluster: ClusterEntry,
  serviceRole: string,
  namespace: string,
): Promise<void> {
  if (!cluster.api) return;
  try {
    const client = await asBatch(cluster, serviceRole);
    const { metadata } = await client.get(`/api/v1/namespaces/${namespace}`);
    const allowed = await Promise.all([
      ...permissionsOf(CLUSTER_RULES).map((permission) => isAllowed(client, permission)),
      ...permissionsOf(NAMESPACE_RULES).map((permission) => isAllowed(client, { ...permission, namespace })),
    ]);
    if (metadata.deletionTimestamp || allowed.includes(false)) throw new Error(INVALID_NAMESPACE);
  } catch (error) {
    throw new Error(INVALID_NAMESPACE, { cause: error });
  }
}

interface Permission {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** @default - in the whole cluster */
  readonly namespace?: string;
}

/** Whether the API server would allow something to whom the client acts for. */
export async function isAllowed(client: KubernetesClient, resourceAttributes: Permission): Promise<boolean> {
  const { status } = await client.create<KubernetesObject & { status: { allowed: boolean } }>(
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes },
    },
  );
  return status.allowed;
}

function permissionsOf(rules: readonly RbacRule[]): Permission[] {
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb }))),
    ),
  );
}
