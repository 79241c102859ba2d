import { existsSync } from "node:fs";
import { loadVariables, VARIABLES_FILE, VariablesError } from "../../load-variables";
import type { Variables } from "../../variables";
import { failed, ok, type CheckResult } from "./check";

const CHECK = "variables";

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
    return { variables, results: [ok(CHECK, found)] };
  } catch (error) {
    if (!(error instanceof VariablesError)) {
      return { results: [failed(CHECK, `${name} cannot be read: ${(error as Error).message}`)] };
    }
    const { problems } = error;
    const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
    return { results: [failed(CHECK, `${name} has ${count}`, ...problems)] };
  }
}
