/** The newest format of a state that Terraform 1.x and OpenTofu write. */
const STATE_FORMAT = 4;

/** What Terraform's state of a stack says, as far as anything here reads it. */
export interface TerraformState {
  readonly text: string;
  /** Counts the versions of one state. @default - 0 */
  readonly serial: number;
  /** The same in all versions of one state; undefined in a text that Terraform did not write. */
  readonly lineage: string | undefined;
  /** Everything that Terraform made, also what a replacement has yet to destroy. */
  readonly resources: readonly StateResource[];
}

/** A resource instance in a state. */
export interface StateResource {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface StateJson {
  readonly version?: number;
  readonly terraform_version?: string;
  readonly serial?: number;
  readonly lineage?: string;
  readonly resources?: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances?: readonly { readonly attributes?: Readonly<Record<string, unknown>> | null }[];
  }[];
}

/**
 * The one reader of Terraform's states.
 *
 * @param text as it is stored; Terraform takes an empty one for no state
 * @returns a state without resources for an empty text
 * @throws Error, with the end of a sentence, when it is none that this project's Terraform can read
 */
export function parseState(text: string | undefined): TerraformState {
  if (!text?.trim()) return { text: text ?? "", serial: 0, lineage: undefined, resources: [] };
  const json = parseJson(text);
  if (json.version !== undefined && json.version > STATE_FORMAT) {
    throw new Error(
      `has the format ${json.version} of Terraform ${json.terraform_version ?? "(unknown)"}, newer than ${STATE_FORMAT}`,
    );
  }
  return stateOf(text, json);
}

/** The same for a state of any Terraform; undefined for a text that is no whole state. */
export function wholeState(text: string | undefined): TerraformState | undefined {
  try {
    return text?.trim() ? stateOf(text, parseJson(text)) : undefined;
  } catch {
    return undefined;
  }
}

function stateOf(text: string, { serial = 0, lineage, resources = [] }: StateJson): TerraformState {
  const managed = resources.filter(({ mode }) => mode === "managed");
  const instances = managed.flatMap(({ type, instances = [] }) =>
    instances.map(({ attributes }) => ({ type, attributes: attributes ?? {} })),
  );
  return { text, serial, lineage, resources: instances };
}

function parseJson(text: string): StateJson {
  try {
    const json = JSON.parse(text) as StateJson | null;
    if (typeof json === "object" && json !== null) return shaped(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Error("is not JSON");
}

/** What another program wrote may be JSON, and still no state. */
function shaped(json: StateJson): StateJson {
  const isListOfObjects = (list: unknown): boolean =>
    list === undefined || (Array.isArray(list) && list.every((item) => typeof item === "object" && item));
  const isState =
    !Array.isArray(json) &&
    isListOfObjects(json.resources) &&
    (json.resources ?? []).every(({ instances }) => isListOfObjects(instances));
  if (!isState) throw new Error("is JSON, but no state of Terraform");
  return json;
}
