import type { KubernetesObject } from "../../../../local/kubernetes/objects";
import { NAMESPACE, type BatchInCluster } from "./batch-in-cluster";

/** Something that AWS Batch needs in its cluster, and what has to be said of its lack. */
export interface Piece {
  readonly name: string;
  readonly take: (cluster: BatchInCluster) => Promise<unknown>;
  /** How a job ends that is submitted before AWS Batch has noticed; it succeeds where it needs less. */
  readonly job?: { readonly reason: RegExp; readonly cause: string };
  readonly doctor: RegExp;
}

interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const CLUSTER_ROLE = `${RBAC}/clusterroles/aws-batch-cluster-role`;
const OF_NAMESPACE = `${RBAC}/namespaces/${NAMESPACE}`;
const ROLE = `${OF_NAMESPACE}/roles/aws-batch-compute-environment-role`;
const AWS_AUTH = "/api/v1/namespaces/kube-system/configmaps/aws-auth";

/** Takes the rule about a resource out of a role. */
const withoutRule =
  (role: string, resource: string) =>
  async ({ api }: BatchInCluster): Promise<void> => {
    const found = await api.get<KubernetesObject & { rules: RbacRule[] }>(role);
    const rules = found.rules.filter(({ resources }) => !resources.includes(resource));
    expect(rules).toHaveLength(found.rules.length - 1);
    await api.replace(role, { ...found, rules });
  };

const mapRoles =
  (text: string) =>
  ({ api }: BatchInCluster): Promise<unknown> =>
    api.patch(AWS_AUTH, { data: { mapRoles: text } });

const lacks = (permission: string): RegExp =>
  new RegExp(`^RBAC of AWS Batch: failed: user aws-batch lacks \\d+ of 39 permissions: .*${permission}`);
const CANNOT_CREATE = {
  reason: /^pods is forbidden: User "aws-batch" cannot create resource "pods"/,
  cause: "batch-forbidden",
};
const UNKNOWN_USER = { reason: /^Unauthorized$/, cause: "batch-forbidden" };
const NOT_MAPPED = /^aws-auth: failed: does not map .*AWSServiceRoleForBatch to user aws-batch/;
const clusterRule = (resource: string, permission: string, job?: Piece["job"]): Piece => ({
  name: `the rule about ${resource} of the cluster role`,
  take: withoutRule(CLUSTER_ROLE, resource),
  ...(job && { job }),
  doctor: lacks(permission),
});
const namespaceRule = (resource: string, permission: string, job?: Piece["job"]): Piece => ({
  name: `the rule about ${resource} of the role`,
  take: withoutRule(ROLE, resource),
  ...(job && { job }),
  doctor: lacks(`${permission} in ${NAMESPACE}`),
});

/** Each rule of RBAC, the bindings, the mapping and the namespace; the namespace comes last. */
export const PIECES: readonly Piece[] = [
  clusterRule("namespaces", "get namespaces"),
  clusterRule("nodes", "watch nodes", {
    reason: /^nodes "ip-.*" is forbidden: User "aws-batch" cannot get resource "nodes"/,
    cause: "batch-forbidden",
  }),
  clusterRule("pods", "list pods"),
  clusterRule("events", "list events"),
  clusterRule("configmaps", "get configmaps"),
  clusterRule("daemonsets", "watch replicasets.apps"),
  clusterRule("clusterroles", "list clusterrolebindings.rbac.authorization.k8s.io"),
  namespaceRule("pods", "create pods", CANNOT_CREATE),
  namespaceRule("serviceaccounts", "list serviceaccounts"),
  namespaceRule("roles", "get rolebindings.rbac.authorization.k8s.io"),
  {
    name: "the cluster role's binding",
    take: ({ api }) => api.delete(`${RBAC}/clusterrolebindings/aws-batch-cluster-role-binding`),
    job: { reason: /^nodes "ip-.*" is forbidden: User "aws-batch" cannot get/, cause: "batch-forbidden" },
    doctor: lacks("get namespaces"),
  },
  {
    name: "the role's binding",
    take: ({ api }) => api.delete(`${OF_NAMESPACE}/rolebindings/aws-batch-compute-environment-role-binding`),
    job: CANNOT_CREATE,
    doctor: lacks(`create pods in ${NAMESPACE}`),
  },
  { name: "the mapping of AWS Batch", take: mapRoles("[]"), job: UNKNOWN_USER, doctor: NOT_MAPPED },
  {
    name: "the name of the user in the mapping",
    take: mapRoles(
      "- rolearn: arn:aws:iam::123456789012:role/AWSServiceRoleForBatch\n  username: somebody\n",
    ),
    job: { reason: /^nodes .* is forbidden: User "somebody" cannot get/, cause: "batch-forbidden" },
    doctor: NOT_MAPPED,
  },
  {
    name: "the list in aws-auth",
    take: mapRoles("- rolearn: [\n"),
    job: UNKNOWN_USER,
    doctor: /^aws-auth: could not check: mapRoles of aws-auth is no list in YAML/,
  },
  {
    name: "aws-auth",
    take: ({ api }) => api.delete(AWS_AUTH),
    job: UNKNOWN_USER,
    doctor: /^aws-auth: failed: does not exist/,
  },
  {
    name: "the namespace",
    take: (cluster) => cluster.withoutNamespace(),
    job: CANNOT_CREATE,
    doctor: /^RBAC of AWS Batch: failed: there is no namespace doeks-aws-batch/,
  },
];

/** Takes each piece away, and puts it back. */
export function describeAccess(given: () => BatchInCluster, pieces: readonly Piece[]): void {
  let cluster: BatchInCluster;

  beforeAll(() => {
    cluster = given();
  });

  test.each(pieces.map((piece) => [piece.name, piece] as const))(
    "without %s AWS Batch, the doctor and why say so, and afterwards all is well again",
    async (_name, { take, job: expected, doctor }) => {
      await take(cluster);
      const job = await cluster.ended(await cluster.submit("true"));
      expect(job.statusReason ?? job.status).toMatch(expected?.reason ?? /^SUCCEEDED$/);
      if (expected) expect(await cluster.why(job)).toMatchObject({ cause: expected.cause });

      expect(await cluster.lookedAtAgain()).toMatchObject({
        status: "INVALID",
        statusReason: "CLIENT_ERROR - Unable to validate Kubernetes Namespace",
      });
      const id = await cluster.submit("true");
      const waiting = await cluster.jobIn(id, "RUNNABLE");
      expect(await cluster.why(waiting)).toMatchObject({
        cause: "environment-invalid",
        certainty: "certain",
        text: expect.stringContaining(
          "./install.sh makes the namespace, aws-auth and the RBAC rules again",
        ) as string,
      });
      expect(await cluster.doctor()).toContainEqual(expect.stringMatching(doctor));

      await cluster.restore();
      expect(await cluster.lookedAtAgain()).toMatchObject({ status: "VALID" });
      expect(await cluster.ended(id)).toMatchObject({ status: "SUCCEEDED" });
      const told = await cluster.doctor();
      expect(told).toContainEqual(expect.stringMatching(/^RBAC of AWS Batch: ok/));
      expect(told).toContainEqual(expect.stringMatching(/^aws-auth: ok/));
    },
  );
}
