import { VARIABLES, type VariableName, type Variables } from "./variables";
import type { VariableDefinition } from "./variables/definition";

/** What a newer version of this project would do to an environment that exists. */
export interface Update {
  /** Values that the environment has and keeps, since no variable of `variables.json` says otherwise. */
  readonly kept: Partial<Variables>;
  /** What changes because of a new default, a sentence each. */
  readonly notices: readonly string[];
}

/**
 * Compares the variables with which an environment was deployed last with those that are to be deployed.
 *
 * @param deployed as they were kept beside the state, by this or an earlier version
 * @param variables as they are read now
 * @param given names that `variables.json` sets
 */
export function updateOf(
  deployed: Readonly<Record<string, unknown>>,
  variables: Variables,
  given: ReadonlySet<string>,
): Update {
  const kept: Record<string, unknown> = {};
  const notices: string[] = [];
  for (const [name, definition] of Object.entries<VariableDefinition<unknown>>(VARIABLES)) {
    if (given.has(name)) continue;
    const value = variables[name as VariableName];
    if (definition.staysAsDeployed && Object.hasOwn(deployed, name) && deployed[name] !== value) {
      kept[name] = deployed[name];
    }
    const { before } = definition;
    if (before !== undefined && !Object.hasOwn(deployed, name) && before !== value) {
      notices.push(
        `${name} was ${JSON.stringify(before)} and becomes ${JSON.stringify(value)}: ${definition.description}`,
      );
    }
  }
  return { kept: kept, notices };
}
