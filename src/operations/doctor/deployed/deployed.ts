import type { Cluster } from "@aws-sdk/client-eks";
import { findCluster } from "../../aws/cluster-reachability";
import type { CheckResult } from "../check";
import { attempt, type DoctorContext } from "../context";
import { checkAddons } from "./addons";
import { checkAlerts } from "./alerts";
import { checkComputeEnvironments, checkQueues } from "./batch";
import { BATCH_ACCESS, checkBatchAccess } from "./batch-access";
import { checkEndpoint, judgeCluster } from "./cluster";
import { checkKubernetes, kubernetesNotChecked } from "./kubernetes";
import { checkJobRoles, JOB_ROLES } from "./job-roles";
import { checkLogGroups } from "./log-groups";
import { checkNodeGroup } from "./node-group";

/** Whether the installed environment is healthy. */
export async function checkDeployed(context: DoctorContext): Promise<CheckResult[]> {
  const found = findCluster(context.aws.eks, context.variables.eks_cluster_name);
  const version = found.then(
    (cluster) => cluster?.version,
    () => undefined,
  );
  const results = await Promise.all([
    attempt("cluster", async () => checkCluster(await found, context)),
    attempt("compute environments", async () => checkComputeEnvironments(context, await version)),
    attempt("job queues", () => checkQueues(context)),
    attempt("log groups", () => checkLogGroups(context)),
    attempt("alerts", () => checkAlerts(context)),
  ]);
  return results.flat();
}

/** The cluster, and what is in it: without one there is nothing else to look at. */
async function checkCluster(cluster: Cluster | undefined, context: DoctorContext): Promise<CheckResult[]> {
  const verdict = judgeCluster(cluster, context);
  if (!cluster) return [verdict];
  const results = await Promise.all([
    attempt("node group", () => checkNodeGroup(context)),
    attempt("add-ons", () => checkAddons(context)),
    attempt(JOB_ROLES, () => checkJobRoles(cluster, context)),
    attempt(BATCH_ACCESS, () => checkBatchAccess(context)),
    checkEndpoint(cluster, context).then(async (endpoint) => [
      endpoint,
      ...(endpoint.state === "ok"
        ? await checkKubernetes(cluster, context)
        : kubernetesNotChecked("the cluster endpoint was not reached")),
    ]),
  ]);
  return [verdict, ...results.flat()];
}
