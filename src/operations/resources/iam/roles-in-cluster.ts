import { DescribeClusterCommand, paginateListAccessEntries, type EKSClient } from "@aws-sdk/client-eks";
import { unlessMissing } from "../../aws/errors";
import { ENVIRONMENT_TAG } from "../../../model/names";

export interface RolesInCluster {
  /** ARNs of the roles that are at work in it: its own, and those that may enter it. */
  readonly roles: ReadonlySet<string>;
  /** What the trust policies of its service accounts' roles name. */
  readonly issuers: readonly string[];
}

/** The roles of an environment's cluster in this region; none when there is no cluster, or it is another's. */
export async function rolesInCluster(client: EKSClient, clusterName: string): Promise<RolesInCluster> {
  const answer = await unlessMissing(client.send(new DescribeClusterCommand({ name: clusterName })));
  const cluster = answer?.cluster;
  if (cluster?.tags?.[ENVIRONMENT_TAG] !== clusterName) return { roles: new Set(), issuers: [] };
  const roles = new Set([cluster.roleArn!]);
  const issuer = cluster.identity?.oidc?.issuer?.replace(/^https:\/\//, "");
  const issuers = issuer === undefined ? [] : [`:oidc-provider/${issuer}`];
  if (cluster.status !== "ACTIVE") return { roles, issuers };
  for await (const { accessEntries = [] } of paginateListAccessEntries({ client }, { clusterName })) {
    for (const principal of accessEntries) roles.add(principal);
  }
  return { roles, issuers };
}
