import { CliError } from "../terminal/cli-error";
import { wholeState, type TerraformState } from "../terraform/parse-state";

/** A state that Terraform wrote, in which it can be told apart from others. */
export interface StoredState extends TerraformState {
  readonly lineage: string;
}

/**
 * Reads a state as Terraform writes it.
 *
 * @param address what a person calls it
 * @returns undefined for an empty text: Terraform takes that for no state
 * @throws CliError when it is not a whole one
 */
export function parseStoredState(text: string | undefined, address: string): StoredState | undefined {
  if (!text) return undefined;
  const state = wholeState(text);
  if (state?.lineage && Number.isInteger(state.serial)) return { ...state, lineage: state.lineage };
  throw new CliError(
    `${address} is not a whole state of Terraform: nothing was moved. Put back its last version first.`,
  );
}

/** What is to be done about a state at the place that a state is moved to. */
export type Placement = "copy" | "keep" | { readonly refusal: string };

/**
 * Decides what a move makes of one stack.
 *
 * @param isVerified whether an earlier move has put the whole environment there already, so that
 *   newer versions there are of runs since
 */
export function decidePlacement(
  source: StoredState,
  target: StoredState | undefined,
  isVerified: boolean,
): Placement {
  if (!target) return "copy";
  if (source.lineage !== target.lineage) {
    if (target.resources.length === 0) return "copy";
    return { refusal: `there is another state with ${target.resources.length} resources already` };
  }
  if (source.serial > target.serial) return "copy";
  if (source.text === target.text) return "keep";
  if (source.serial === target.serial)
    return { refusal: `there is another state of the same serial ${target.serial}` };
  if (isVerified) return "keep";
  return { refusal: `there is a newer state (serial ${target.serial}, here ${source.serial})` };
}
