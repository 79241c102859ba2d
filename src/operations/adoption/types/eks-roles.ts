import { DescribeClusterCommand, paginateListAccessEntries, type EKSClient } from "@aws-sdk/client-eks";
import { ENVIRONMENT_TAG } from "../../../model/names";
import { unlessMissing } from "../../aws/errors";

/** ARNs of the roles that are at work in a cluster of this region: its own, and those that may enter it. */
export async function rolesInCluster(client: EKSClient, clusterName: string): Promise<ReadonlySet<string>> {
  const answer = await unlessMissing(client.send(new DescribeClusterCommand({ name: clusterName })));
  const cluster = answer?.cluster;
  if (cluster?.tags?.[ENVIRONMENT_TAG] !== clusterName) return new Set();
  const roles = new Set([cluster.roleArn!]);
  if (cluster.status !== "ACTIVE") return roles;
  for await (const { accessEntries = [] } of paginateListAccessEntries({ client }, { clusterName })) {
    for (const principal of accessEntries) roles.add(principal);
  }
  return roles;
}
