import { loadVariables, VARIABLES_FILE, VariablesError } from "../../model/load-variables";
import type { Variables } from "../../model/variables";
import {
  knownEnvironments,
  savedVariables,
  saveVariables,
  type KnownEnvironment,
} from "../../operations/state/environments";
import type { LocalStore } from "../../operations/state/stores/local-store";
import { stateStores } from "../../operations/state/stores/state-stores";
import { CliError } from "../../operations/terminal/cli-error";
import type { Prompt } from "../../operations/terminal/prompt";
import { chooseEnvironment } from "./choose-environment";

/** The variables with which the environment that is meant was deployed, whatever became of the file since. */
export async function meantVariables(
  local: LocalStore,
  prompt: Prompt | "any" | undefined,
): Promise<{ readonly variables: Variables; readonly source: string }> {
  const configured = loadVariables(process.env.VARIABLES_FILE);
  const { store } = stateStores(configured);
  const known = await knownEnvironments(store);
  const environment = await chooseEnvironment(known, configured, prompt);
  if (!environment) {
    return {
      variables: configured,
      source: `${process.env.VARIABLES_FILE ?? VARIABLES_FILE}, or the defaults`,
    };
  }
  if ((await savedVariables(store, environment, local)) === undefined)
    await saveVariables(store, variablesOf(environment, configured));
  const file = (await savedVariables(store, environment, local))!;
  process.env.VARIABLES_FILE = file;
  try {
    return { variables: loadVariables(file), source: sourceOf(known.length, prompt) };
  } catch (error) {
    if (!(error instanceof VariablesError)) throw error;
    throw new CliError(
      `${error.message}\nThat file holds the variables of the last deployment. Put them right there, or remove the file: ` +
        "then those of variables.json count, which must name the same region and cluster.",
    );
  }
}

/** What named the environment of so many that have resources, for people. */
function sourceOf(count: number, prompt: Prompt | "any" | undefined): string {
  if (count === 1) return "the only state there is";
  return prompt === undefined || prompt === "any" ? "the variables, else the first state" : "your answer";
}

/** CDKTF's own command keeps no variables: those of the file count then, but for region, name and place of the state. */
function variablesOf({ region, clusterName }: KnownEnvironment, configured: Variables): Variables {
  const { state_bucket, state_region, aws_region } = configured;
  return {
    ...configured,
    aws_region: region,
    eks_cluster_name: clusterName,
    state_region: state_region ?? (state_bucket === null ? null : aws_region),
  };
}
