import { DescribeNodegroupCommand, paginateListNodegroups, type Nodegroup } from "@aws-sdk/client-eks";
import { NODE_GROUP_PREFIX } from "../../../model/names";
import { failed, ok, warning, type CheckResult } from "../check";
import type { Check } from "../context";

const CHECK = "node group";

/** The managed nodes, on which the add-ons run. */
export const checkNodeGroup: Check = async ({ aws, variables }) => {
  const clusterName = variables.eks_cluster_name;
  const names: string[] = [];
  for await (const { nodegroups = [] } of paginateListNodegroups({ client: aws.eks }, { clusterName })) {
    names.push(...nodegroups.filter((name) => name.startsWith(NODE_GROUP_PREFIX)));
  }
  if (names.length === 0) {
    return [
      failed(CHECK, `cluster ${clusterName} has none: the add-ons have no place to run`, "Run ./install.sh."),
    ];
  }
  return Promise.all(
    names.map(async (nodegroupName) => {
      const answer = await aws.eks.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }));
      return judgeNodeGroup(answer.nodegroup ?? {});
    }),
  );
};

export function judgeNodeGroup({ nodegroupName, status, health, scalingConfig }: Nodegroup): CheckResult {
  const issues = (health?.issues ?? []).map(({ code, message }) => `${code}: ${message}`);
  const found = [`${nodegroupName} is ${status}`, ...issues].join("; ");
  if (status === "ACTIVE" && issues.length === 0) {
    return ok(CHECK, `${found}, ${scalingConfig?.desiredSize} nodes wanted`);
  }
  if ((status === "CREATING" || status === "UPDATING") && issues.length === 0) return warning(CHECK, found);
  return failed(
    CHECK,
    found,
    "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html names what helps with each issue.",
  );
}
