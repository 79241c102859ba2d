import type { EC2Client } from "@aws-sdk/client-ec2";
import { setTimeout as sleep } from "node:timers/promises";
import type { Variables } from "../../model/variables";
import { ENVIRONMENT_TAG } from "../../model/names";
import { unlessDenied } from "../aws/errors";
import { warning, type CheckResult } from "../doctor/check";
import { findLeftovers } from "../doctor/run-doctor";
import { taggedResources } from "./tagged-resources";

const LOOKS = 4;
const SECONDS_BETWEEN_LOOKS = 5;

/** Where the console finds resources by their tags. */
export function tagEditor(region: string): string {
  return `https://${region}.console.aws.amazon.com/resource-groups/tag-editor/find-resources?region=${region}`;
}

/** What exists in AWS under the names of an environment, or with its tag, and is in no state. */
export async function allLeftovers(variables: Variables, ec2: EC2Client): Promise<CheckResult[]> {
  const { aws_region: region, eks_cluster_name: clusterName } = variables;
  const tagged = (await unlessDenied(taggedResources(ec2, clusterName))) ?? [];
  const todo = `Remove it in the console; the tag editor shows all of them: ${tagEditor(region)}`;
  return [
    ...(await findLeftovers(variables)),
    ...tagged.map(({ type, id }) =>
      warning("leftover tag", `${type} ${id} carries the tag ${ENVIRONMENT_TAG}=${clusterName}`, todo),
    ),
  ];
}

/** The same after a removal: AWS shows for some seconds what is gone. */
export async function lastingLeftovers(variables: Variables, ec2: EC2Client): Promise<CheckResult[]> {
  for (let look = 1; ; look += 1) {
    const leftovers = await allLeftovers(variables, ec2);
    if (leftovers.length === 0 || look === LOOKS) return leftovers;
    await sleep(SECONDS_BETWEEN_LOOKS * 1000);
  }
}
