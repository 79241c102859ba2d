import type { KubernetesIdentity } from "../../cluster-directory";
import { callerArn, nameInArn } from "../iam-lookups";
import type { AccessEntryState, ClusterState } from "../store";
import { readAwsAuth } from "./aws-auth";

/** An IAM principal that calls, in the words of AWS's authenticator for Kubernetes. */
export interface Caller {
  /** As STS tells it: that of a user, or of a session of a role. */
  readonly arn: string;
  /** That of the user, or of the role without its path. */
  readonly canonicalArn: string;
  /** Of a role; empty for a user. */
  readonly sessionName: string;
}

/** @param arn as STS tells it */
export function callerOf(arn: string): Caller {
  const session = /^(arn:[^:]+):sts::(\d+):assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  if (!session) return { arn, canonicalArn: arn, sessionName: "" };
  const [, partition, account, role, sessionName = ""] = session;
  return { arn, canonicalArn: `${partition}:iam::${account}:role/${role}`, sessionName };
}

/** A service of AWS or a node that acts with a role. */
export function callerWithRole(roleArn: string, sessionName: string): Caller {
  const [, partition, , , account] = roleArn.split(":");
  const role = nameInArn(roleArn);
  return callerOf(`arn:${partition}:sts::${account}:assumed-role/${role}/${sessionName}`);
}

/** The access entry of a principal, where access entries count. */
export function entryOf(
  state: ClusterState,
  { canonicalArn }: Pick<Caller, "canonicalArn">,
): AccessEntryState | undefined {
  if (state.cluster.accessConfig.authenticationMode === "CONFIG_MAP") return undefined;
  return [...state.accessEntries.values()].find(
    ({ entry }) => withoutPath(entry.principalArn) === canonicalArn,
  );
}

/**
 * As whom a principal acts in a cluster: an access entry counts more than `aws-auth`.
 *
 * @returns undefined when it may not enter
 * @see https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html
 */
export async function identityOf(
  state: ClusterState,
  caller: Caller,
): Promise<KubernetesIdentity | undefined> {
  const { authenticationMode } = state.cluster.accessConfig;
  const entry = entryOf(state, caller)?.entry;
  const given = entry
    ? { username: entry.username, groups: entry.kubernetesGroups }
    : authenticationMode === "API"
      ? undefined
      : await mappedIdentity(state, caller);
  if (!given) return undefined;
  const fill = (text: string): string => filled(text, caller);
  return { username: fill(given.username), groups: given.groups.map(fill) };
}

async function mappedIdentity(
  { region, cluster, controlPlane }: ClusterState,
  { arn, canonicalArn }: Caller,
): Promise<KubernetesIdentity | undefined> {
  // Seen in no map: whoever made the cluster.
  if (cluster.accessConfig.authenticationMode === "CONFIG_MAP" && canonicalArn === callerArn(region)) {
    return { username: "kubernetes-admin", groups: ["system:masters"] };
  }
  if (!controlPlane) return undefined;
  const { mappings, accounts } = await readAwsAuth(controlPlane.api);
  const found = mappings.find((mapping) => mapping.arn === canonicalArn.toLowerCase());
  if (found) return found;
  return accounts.includes(arn.split(":")[4]!) ? { username: canonicalArn, groups: [] } : undefined;
}

/**
 * Fills what stands for the caller in a name.
 *
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator#full-configuration-format
 */
function filled(text: string, { arn, sessionName }: Caller): string {
  return text
    .replaceAll("{{AccountID}}", arn.split(":")[4]!)
    .replaceAll("{{SessionNameRaw}}", sessionName)
    .replaceAll("{{SessionName}}", sessionName.replaceAll("@", "-"));
}

/** The authenticator of AWS knows roles without their path. */
function withoutPath(principalArn: string): string {
  return principalArn.includes(":role/")
    ? principalArn.replace(/:role\/.*$/, `:role/${nameInArn(principalArn)}`)
    : principalArn;
}
