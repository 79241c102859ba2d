import {
  DeleteAutoScalingGroupCommand,
  paginateDescribeAutoScalingGroups,
  type AutoScalingClient,
} from "@aws-sdk/client-auto-scaling";
import { ENVIRONMENT_TAG } from "../../../model/names";
import type { Owner } from "../ownership";
import { OURS, type Stray } from "../stray";

/** What is known of compute environments. */
export interface ComputeEnvironmentNames {
  readonly clusterName: string;
  /** Those that the environment's states hold, or held when the clean-up began. */
  readonly own: readonly string[];
  /** Those that exist in the region, whosever they are. */
  readonly existing: readonly string[];
  /** What the names of the environment's own begin with. */
  readonly prefixes: readonly string[];
}

/** The Auto Scaling groups that AWS Batch made for compute environments whose names may be the environment's. */
export async function batchAutoScalingGroups(
  client: AutoScalingClient,
  names: ComputeEnvironmentNames,
): Promise<Stray[]> {
  const found: Stray[] = [];
  for await (const { AutoScalingGroups = [] } of paginateDescribeAutoScalingGroups({ client }, {})) {
    for (const { AutoScalingGroupName: id = "", Tags = [] } of AutoScalingGroups) {
      const tag = Tags.find(({ Key }) => Key === ENVIRONMENT_TAG)?.Value;
      const owner = ownerOfAutoScalingGroup(id, tag, names);
      if (!owner) continue;
      found.push({
        id,
        what: `Auto Scaling group ${id}, left by AWS Batch,`,
        owner,
        command: `autoscaling delete-auto-scaling-group --auto-scaling-group-name ${id} --force-delete`,
        remove: () =>
          client.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: id, ForceDelete: true })),
      });
    }
  }
  return found;
}

/**
 * Whose a group is: the compute environment's whose exact name it carries. Of several names that begin
 * alike the longest counts. A group of a compute environment that is gone is nobody's any more: it is
 * the environment's by the beginning of its name, unless a tag says otherwise.
 *
 * @returns undefined when it has nothing to do with the environment
 */
export function ownerOfAutoScalingGroup(
  group: string,
  tag: string | undefined,
  { clusterName, own, existing, prefixes }: ComputeEnvironmentNames,
): Owner | undefined {
  const carries = (name: string): boolean => group.startsWith(`AWSBatch-${name}-`);
  const [name] = [...own, ...existing].filter(carries).sort((one, other) => other.length - one.length);
  const isOwnName = name !== undefined && own.includes(name);
  const isOrphan = name === undefined && prefixes.some((prefix) => group.startsWith(`AWSBatch-${prefix}`));
  const mayBeOurs = isOwnName || isOrphan || prefixes.some((prefix) => name?.startsWith(prefix));
  if (!mayBeOurs) return undefined;
  if (tag !== undefined && tag !== clusterName) return { is: "another's", environment: tag };
  if (isOwnName || isOrphan) return OURS;
  if (tag === clusterName) return OURS;
  return {
    is: "undecided",
    why: `compute environment ${name}, which is in no state of this environment, exists`,
  };
}
