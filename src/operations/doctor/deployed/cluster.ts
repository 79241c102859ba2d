import type { Cluster } from "@aws-sdk/client-eks";
import { couldNotCheck, failed, ok, warning, type CheckResult } from "../check";
import { isWithoutKubernetes } from "../../aws/cluster-reachability";
import type { DoctorContext } from "../context";

const CLUSTER = "cluster";
export const ENDPOINT = "cluster endpoint";

/** States that an operation of EKS leads out of by itself. */
const PASSING = ["CREATING", "UPDATING", "PENDING"];

export function judgeCluster(
  cluster: Cluster | undefined,
  { variables }: Pick<DoctorContext, "variables">,
): CheckResult {
  const { eks_cluster_name: name, aws_region: region, eks_cluster_version: wanted } = variables;
  if (!cluster) {
    return failed(CLUSTER, `there is no EKS cluster ${name} in ${region}`, "Run ./install.sh.");
  }
  const { status = "", version } = cluster;
  const issues = (cluster.health?.issues ?? []).map(({ code, message }) => `${code}: ${message}`);
  if (status !== "ACTIVE") {
    const judge = PASSING.includes(status) ? warning : failed;
    return judge(CLUSTER, [`${name} is ${status}`, ...issues].join("; "), "Look at it in the EKS console.");
  }
  if (issues.length > 0) return failed(CLUSTER, `${name} is ACTIVE with issues: ${issues.join("; ")}`);
  if (version !== wanted) {
    return warning(
      CLUSTER,
      `${name} is ACTIVE and runs Kubernetes ${version}, eks_cluster_version is ${wanted}`,
      "Run ./install.sh to upgrade, or set eks_cluster_version to what runs: EKS never goes back.",
    );
  }
  return ok(CLUSTER, `${name} is ACTIVE and runs Kubernetes ${version}`);
}

/** Whether the Kubernetes API can be reached from this machine. */
export async function checkEndpoint(
  cluster: Cluster,
  { env, connect }: Pick<DoctorContext, "env" | "connect">,
): Promise<CheckResult> {
  if (!cluster.endpoint) return couldNotCheck(ENDPOINT, "the cluster has none yet");
  const { hostname, port } = new URL(cluster.endpoint);
  const certificateAuthority = Buffer.from(cluster.certificateAuthority?.data ?? "", "base64").toString();
  try {
    await connect({ host: hostname, port: Number(port || 443), certificateAuthority });
    return ok(ENDPOINT, `${hostname} answers`);
  } catch (error) {
    const { message: reason } = error as Error;
    return isWithoutKubernetes(env)
      ? couldNotCheck(ENDPOINT, `this rehearsal has no Kubernetes: ${reason}`)
      : judgeUnreachable(cluster, hostname, error as NodeJS.ErrnoException);
  }
}

function judgeUnreachable(
  cluster: Cluster,
  host: string,
  { message: reason, code }: NodeJS.ErrnoException,
): CheckResult {
  const { endpointPublicAccess, publicAccessCidrs = [] } = cluster.resourcesVpcConfig ?? {};
  if (!endpointPublicAccess) {
    return couldNotCheck(
      ENDPOINT,
      `${host} was not reached (${reason}): with eks_public_cluster_endpoint false it answers only inside the VPC`,
      "Run this from inside the VPC (a bastion or CloudShell in it, a VPN), or set eks_public_cluster_endpoint to true.",
    );
  }
  if (code === "ECONNREFUSED") {
    return failed(
      ENDPOINT,
      `${host} was not reached (${reason})`,
      "Something refuses the connection, which a closed endpoint does not: a proxy, a VPN or a firewall on the way, or the API server is starting.",
    );
  }
  const isLimited = !publicAccessCidrs.includes("0.0.0.0/0");
  return failed(
    ENDPOINT,
    `${host} was not reached (${reason})`,
    isLimited
      ? `It answers only ${publicAccessCidrs.join(", ")}: come from there, or widen its public access.`
      : "Check the network between here and AWS: a firewall, a VPN or a proxy that lets only some hosts through.",
  );
}
