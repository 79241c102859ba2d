import { DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ENVIRONMENT_TAG } from "../../../model/names";
import { OURS, type Stray } from "../stray";
import type { ResourceClients } from "../resource-kind";
import { LOG_GROUP } from "./log-groups";

/**
 * Log groups of a cluster, which agents make, or make anew after Terraform deleted them. There is one
 * cluster of a name in a region: untagged, they are of the one that is there, or was.
 *
 * @param clusterOwner the environment that the cluster of this name belongs to; undefined when there is none
 */
export async function clusterLogGroups(
  clients: ResourceClients,
  clusterName: string,
  clusterOwner: string | undefined,
): Promise<Stray[]> {
  const prefixes = [`/aws/eks/${clusterName}/`, `/aws/containerinsights/${clusterName}/`];
  const planned = prefixes.map((name_prefix) => ({
    type: LOG_GROUP.type,
    address: LOG_GROUP.type,
    isNew: false,
    value: (path: string): unknown => (path === "name_prefix" ? name_prefix : undefined),
  }));
  const groups = await LOG_GROUP.list({ clients, clusterName, planned });
  return groups.map(({ id, tags = {} }) => {
    const environment = tags[ENVIRONMENT_TAG] ?? clusterOwner ?? clusterName;
    return {
      id,
      what: `log group ${id}`,
      owner: environment === clusterName ? OURS : { is: "another's" as const, environment },
      command: `logs delete-log-group --log-group-name ${id}`,
      remove: () => clients.logs.send(new DeleteLogGroupCommand({ logGroupName: id })),
    };
  });
}
