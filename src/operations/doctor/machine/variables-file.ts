import { existsSync } from "node:fs";
import { batchCapacities } from "../../../model/batch-capacity";
import { MAX_ENVIRONMENTS_OF_CLUSTER } from "../../../model/facts/batch";
import { loadVariables, VARIABLES_FILE, VariablesError } from "../../../model/load-variables";
import { FileError } from "../../../model/read-file";
import type { Variables } from "../../../model/variables";
import { failed, ok, warning, type CheckResult } from "../check";

const CHECK = "variables";

const ANYWHERE = "0.0.0.0/0";

/** Reads the variables file; without variables there is nothing to look for in AWS. */
export function checkVariables(file: string | undefined): {
  readonly variables?: Variables;
  readonly results: CheckResult[];
} {
  const name = file ?? VARIABLES_FILE;
  try {
    const variables = loadVariables(file);
    const where = existsSync(name) ? name : `no ${name}: all defaults`;
    const found = `${where}; cluster ${variables.eks_cluster_name} in ${variables.aws_region}`;
    return {
      variables,
      results: [ok(CHECK, found), ...checkEndpointCidrs(variables), ...checkRoom(variables)],
    };
  } catch (error) {
    if (error instanceof FileError) return { results: [failed(CHECK, error.message)] };
    if (!(error instanceof VariablesError)) {
      return { results: [failed(CHECK, `${name} cannot be read: ${(error as Error).message}`)] };
    }
    const { problems } = error;
    const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
    return { results: [failed(CHECK, `${name} has ${count}`, ...problems)] };
  }
}

/** Whoever reaches the Kubernetes API still needs credentials; fewer need reach it. */
function checkEndpointCidrs(variables: Variables): CheckResult[] {
  const { eks_public_cluster_endpoint: isPublic, eks_public_access_cidrs: cidrs } = variables;
  if (!isPublic || !cidrs.includes(ANYWHERE)) return [];
  return [
    warning(
      "open endpoint",
      "the Kubernetes API answers the whole internet, which still needs credentials",
      "Narrow eks_public_access_cidrs in variables.json to your own addresses, such as that of the office or VPN.",
    ),
  ];
}

/** Environments are replaced new before old: those that the fallback queue leads to, both at once. */
function checkRoom(variables: Variables): CheckResult[] {
  const count = batchCapacities(variables).length;
  const atOnce = variables.aws_batch_spot_fallback ? 2 : 1;
  if (count + atOnce <= MAX_ENVIRONMENTS_OF_CLUSTER) return [];
  return [
    warning(
      "room for environments",
      `${count} of the ${MAX_ENVIRONMENTS_OF_CLUSTER} that AWS Batch allows of a cluster, and up to ${atOnce} more while one is replaced`,
      "A change that replaces environments, such as a newer Kubernetes version, will ask for one less, or for no fallback queue, meanwhile.",
    ),
  ];
}
