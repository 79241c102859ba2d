import type { Cluster } from "@aws-sdk/client-eks";
import { usesGpus } from "../../../model/batch-capacity";
import { DEVICE_PLUGIN } from "../../../model/facts/eks";
import { couldNotCheck, failed, ok, warning, type CheckResult } from "../check";
import { reasonOf } from "../../terminal/commands";
import { attempt, type DoctorContext } from "../context";
import { AWS_AUTH, checkAwsAuth } from "./aws-auth";
import { checkBatchPermissions, RBAC } from "./batch-permissions";
import { callerIdentity } from "../../aws/caller-identity";
import { withKubectl, type Kubectl } from "../../aws/kubectl";
import { isTrouble, type NodeCondition } from "../../aws/node-condition";
import { checkServiceAccounts, SERVICE_ACCOUNTS } from "./job-roles";
import { isNewerMinor, minorsBehind } from "./node-version";

const ACCESS = "access to Kubernetes";
const NODES = "nodes";
const PLUGIN = "NVIDIA device plugin";

/** What only the Kubernetes API can tell. */
export async function checkKubernetes(cluster: Cluster, context: DoctorContext): Promise<CheckResult[]> {
  const { aws_batch_doeks_namespace: namespace } = context.variables;
  try {
    return await withKubectl(cluster, context, async (kubectl) => {
      const results = await Promise.all([
        attempt(NODES, async () => [judgeNodes(await nodesOf(kubectl), cluster.version)]),
        attempt(AWS_AUTH, async () => [await checkAwsAuth(kubectl, context)]),
        attempt(RBAC, async () => [await checkBatchPermissions(kubectl, namespace)]),
        attempt(SERVICE_ACCOUNTS, () => checkServiceAccounts(kubectl, context)),
        ...(usesGpus(context.variables) ? [attempt(PLUGIN, () => checkDevicePlugin(kubectl))] : []),
      ]);
      return [...results.flat(), ...(await unknownCaller(results.flat(), context))];
    });
  } catch (error) {
    return kubernetesNotChecked((error as Error).message);
  }
}

/** What kubectl says of a caller that the API server does not know. */
const UNKNOWN_CALLER = /Unauthorized|the server has asked for the client to provide credentials/;

/** @returns nothing while the API server knows who calls */
async function unknownCaller(
  results: readonly CheckResult[],
  { aws }: Pick<DoctorContext, "aws">,
): Promise<CheckResult[]> {
  if (!results.some(({ state, found }) => state === "could not check" && UNKNOWN_CALLER.test(found)))
    return [];
  const caller = await callerIdentity(aws.sts).then(
    ({ arn }) => arn,
    () => "who calls",
  );
  return [
    failed(
      ACCESS,
      `the Kubernetes API does not know ${caller}`,
      "Add that user, or the role's ARN, to eks_admin_principal_arns, and run ./install.sh as who made the cluster; or use that one's credentials.",
    ),
  ];
}

/** Where the Kubernetes API may not be asked, whoever may can look. */
export function kubernetesNotChecked(reason: string): CheckResult[] {
  return [
    couldNotCheck(NODES, reason, "kubectl get nodes tells whether they are Ready."),
    couldNotCheck(RBAC, reason, "kubectl auth can-i --list --as aws-batch tells what AWS Batch may do."),
  ];
}

export interface Node {
  readonly name: string;
  readonly ready: boolean;
  /** Whether the managed node group launched it, not AWS Batch. */
  readonly managed: boolean;
  /** Of its kubelet, such as `v1.36.2-eks-1234`. */
  readonly version?: string | undefined;
  /** What its conditions say that is not as it should be. */
  readonly trouble?: string | undefined;
}

/** Minor versions that a kubelet may be older than the API server. @see https://kubernetes.io/releases/version-skew-policy/#kubelet */
const MAX_BEHIND = 3;

export function judgeNodes(nodes: readonly Node[], clusterVersion?: string): CheckResult {
  const notReady = nodes.filter(({ ready }) => !ready).map(withTrouble);
  const managed = nodes.filter((node) => node.managed);
  const found = `${nodes.length - notReady.length} of ${nodes.length} are Ready, ${managed.length} of them managed`;
  if (!managed.some(({ ready }) => ready)) {
    return failed(NODES, `no managed node is Ready (${found})`, "kubectl describe nodes tells why.");
  }
  if (notReady.length > 0) {
    return warning(NODES, `${found}; not Ready: ${notReady.join(", ")}`, "kubectl describe nodes tells why.");
  }
  const pressed = nodes.filter(({ trouble }) => trouble !== undefined).map(withTrouble);
  if (pressed.length > 0)
    return warning(NODES, `${found}; ${pressed.join(", ")}`, "kubectl describe nodes tells more.");
  const [skewed] = clusterVersion ? nodes.filter((node) => isSkewed(node, clusterVersion)) : [];
  return skewed
    ? warning(
        NODES,
        `${found}; ${skewed.name} has Kubernetes ${skewed.version}, the cluster ${clusterVersion}: Kubernetes supports nodes that are up to ${MAX_BEHIND} minor versions older, and none that is newer`,
        skewed.managed
          ? "Run ./install.sh, which updates the node group."
          : "AWS Batch chose it (docs/operations.md): eks_cluster_version and ./install.sh change the cluster's.",
      )
    : ok(NODES, found);
}

function withTrouble({ name, trouble }: Node): string {
  return trouble === undefined ? name : `${name} (${trouble})`;
}

function isSkewed({ version }: Node, clusterVersion: string): boolean {
  return (
    version !== undefined &&
    (isNewerMinor(version, clusterVersion) || minorsBehind(version, clusterVersion) > MAX_BEHIND)
  );
}

interface DaemonSet {
  readonly status: { readonly desiredNumberScheduled: number; readonly numberReady: number };
}

/** Without it on their nodes, jobs with GPUs are never placed. */
async function checkDevicePlugin(kubectl: Kubectl): Promise<CheckResult[]> {
  const { name, namespace } = DEVICE_PLUGIN;
  const result = await kubectl.run("get", "daemonset", name, "--namespace", namespace, "--output", "json");
  if (result.status !== 0) {
    if (!result.stderr.includes("NotFound")) throw new Error(`kubectl get daemonset: ${reasonOf(result)}`);
    return [failed(PLUGIN, `there is no DaemonSet ${name} in ${namespace}`, "Run ./install.sh.")];
  }
  const { desiredNumberScheduled: wanted, numberReady } = (JSON.parse(result.stdout) as DaemonSet).status;
  const found = `${numberReady} of ${wanted} are Ready, one on each node with GPUs`;
  if (numberReady === wanted) return [ok(PLUGIN, found)];
  const command = `kubectl describe daemonset ${name} --namespace ${namespace} tells why.`;
  return [warning(PLUGIN, found, command)];
}

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
    readonly status: {
      readonly conditions?: readonly NodeCondition[];
      readonly nodeInfo?: { readonly kubeletVersion?: string };
    };
  }[];
}

async function nodesOf(kubectl: Kubectl): Promise<Node[]> {
  const result = await kubectl.run("get", "nodes", "--output", "json");
  if (result.status !== 0) throw new Error(`kubectl get nodes: ${reasonOf(result)}`);
  return (JSON.parse(result.stdout) as NodeList).items.map(({ metadata, status }) => ({
    name: metadata.name,
    ready: (status.conditions ?? []).some(
      (condition) => condition.type === "Ready" && condition.status === "True",
    ),
    managed: metadata.labels?.["eks.amazonaws.com/nodegroup"] !== undefined,
    version: status.nodeInfo?.kubeletVersion,
    trouble: troubleOf(status.conditions ?? []),
  }));
}

/** What a node's conditions say that those of a healthy one do not. */
function troubleOf(conditions: readonly NodeCondition[]): string | undefined {
  const told = conditions
    .filter(isTrouble)
    .flatMap(({ type, message }) => message ?? (type === "Ready" ? [] : type));
  return told.length > 0 ? told.join("; ") : undefined;
}
