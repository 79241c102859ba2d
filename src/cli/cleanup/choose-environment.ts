import type { Variables } from "../../model/variables";
import { CliError } from "../../operations/terminal/cli-error";
import type { KnownEnvironment } from "../../operations/state/environments";
import type { Prompt } from "../../operations/terminal/prompt";

/**
 * The environment that is meant, of those that have resources: the only one, else the one that
 * the user chooses, else the one of the variables file.
 *
 * @param prompt `any` in a rehearsal, which ends with all of them: the one of the variables file, else the first
 * @returns undefined when none has resources
 * @throws CliError when nobody can be asked and none is the one of the variables file
 */
export async function chooseEnvironment(
  environments: readonly KnownEnvironment[],
  configured: Variables,
  prompt: Prompt | "any" | undefined,
): Promise<KnownEnvironment | undefined> {
  const isConfigured = ({ region, clusterName }: KnownEnvironment): boolean =>
    region === configured.aws_region && clusterName === configured.eks_cluster_name;
  if (environments.length === 0) return undefined;
  if (!prompt || prompt === "any") {
    const found = environments.find(isConfigured) ?? (prompt ? environments[0] : undefined);
    if (found) return found;
    throw new CliError(
      `The environment of the variables file has no resources; these have: ${environments.map(name).join(", ")}. ` +
        "Set aws_region and eks_cluster_name to the one to remove, or run this without --yes.",
    );
  }
  const [only] = environments;
  if (environments.length === 1) return only;
  const list = environments.map((environment, index) => `  ${index + 1}  ${name(environment)}`).join("\n");
  const answer = await prompt.ask(`Environments:\n${list}\nNumber of the one to remove: `);
  const chosen = environments[Number(answer) - 1];
  if (!chosen) throw new CliError(`"${answer}" is none of them: nothing was destroyed.`);
  return chosen;
}

function name({ region, clusterName }: KnownEnvironment): string {
  return `${clusterName} in ${region}`;
}
