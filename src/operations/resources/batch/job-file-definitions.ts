import {
  DeregisterJobDefinitionCommand,
  paginateDescribeJobDefinitions,
  type BatchClient,
} from "@aws-sdk/client-batch";
import { ENVIRONMENT_TAG, JOB_FILE_TAG } from "../../../model/names";
import { OURS, type Stray } from "../stray";

/** The job definitions that job files made for an environment, by their tags. */
export async function jobFileDefinitions(client: BatchClient, clusterName: string): Promise<Stray[]> {
  const found: Stray[] = [];
  for await (const { jobDefinitions = [] } of paginateDescribeJobDefinitions(
    { client },
    { status: "ACTIVE" },
  )) {
    for (const { jobDefinitionName, revision, tags = {} } of jobDefinitions) {
      if (tags[ENVIRONMENT_TAG] !== clusterName || tags[JOB_FILE_TAG] === undefined) continue;
      const id = `${jobDefinitionName}:${revision}`;
      found.push({
        id,
        what: `job definition ${id}, which a job file made,`,
        owner: OURS,
        command: `batch deregister-job-definition --job-definition ${id}`,
        remove: () => client.send(new DeregisterJobDefinitionCommand({ jobDefinition: id })),
      });
    }
  }
  return found;
}
