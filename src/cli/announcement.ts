import { batchQueues } from "../model/batch-capacity";
import { MANAGED_NODE_TYPE } from "../model/facts/eks";
import type { Variables } from "../model/variables";
import type { CallerIdentity } from "../operations/aws/caller-identity";
import type { KnownEnvironment } from "../operations/state/environments";

export interface AnnouncementProps {
  readonly identity: CallerIdentity;
  readonly variables: Variables;
  /** What named the region, for people. */
  readonly regionSource: string;
  /** Whether the variables file names the cluster. */
  readonly isNamed: boolean;
  /** Environments that go on running beside this one. */
  readonly beside: readonly KnownEnvironment[];
  readonly isRehearsal: boolean;
}

/** What is about to be deployed, where, and what that takes and costs. */
export function announcement(props: AnnouncementProps): string {
  const { identity, variables, regionSource, isNamed, beside, isRehearsal } = props;
  const queues = batchQueues(variables).map(({ name }) => name);
  const duration = isRehearsal
    ? "On the emulator that takes a minute or two, and costs nothing."
    : "The first deployment takes about 15 minutes. Control plane, NAT gateway and nodes cost money also while " +
      "no job runs (docs/costs.md), until ./cleanup.sh.";
  const cost = isRehearsal ? "" : ", about 8.50 USD a day; ./cleanup.sh removes it";
  return [
    `Account ${identity.account}, as ${identity.arn}`,
    `Region  ${variables.aws_region} (${regionSource})`,
    `Cluster ${variables.eks_cluster_name}, Kubernetes ${variables.eks_cluster_version}`,
    ...(isNamed ? [] : ["        That is the default name; eks_cluster_name names another."]),
    "",
    `A VPC with ${natGateways(variables)}, an EKS cluster with two ${MANAGED_NODE_TYPE} nodes, and AWS Batch with the queues ` +
      `${enumerated(queues)}. ${duration}`,
    "",
    ...beside.map(
      ({ clusterName, region }) =>
        `This is another environment: ${clusterName} in ${region} goes on running${cost}.`,
    ),
  ].join("\n");
}

function natGateways({ single_nat_gateway, num_azs }: Variables): string {
  return single_nat_gateway ? "a NAT gateway" : `${num_azs} NAT gateways`;
}

function enumerated(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
