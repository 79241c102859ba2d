/**
 * A line of Terraform's machine-readable UI, as far as it is read here.
 *
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export interface TerraformEvent {
  readonly type: string;
  readonly "@message": string;
  readonly hook?: {
    readonly resource: { readonly addr: string };
    readonly action: string;
    readonly elapsed_seconds?: number;
  };
  readonly change?: PlannedChange;
  readonly changes?: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly operation: "plan" | "apply" | "destroy";
  };
  readonly diagnostic?: Diagnostic;
}

export interface PlannedChange {
  readonly resource: { readonly addr: string };
  readonly action: "create" | "read" | "update" | "delete" | "replace" | "noop" | "move" | "import";
  /** Why a resource is replaced or deleted, such as `cannot_update`. */
  readonly reason?: string;
}

/** Whether a change takes something away, and is asked about. */
export function takesAway({ action }: PlannedChange): boolean {
  return action === "delete" || action === "replace";
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Resource that it is about. */
  readonly address?: string;
}

const EVENT_START = '{"@';

/** Whether a line is an event that was cut off. */
export function isCutOff(line: string): boolean {
  return line.startsWith(EVENT_START) && parseEvent(line) === undefined;
}

/** @returns undefined for what is no event: `init`, for one, prints text, and a full disk cuts lines off */
export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith(EVENT_START)) return undefined;
  try {
    return JSON.parse(line) as TerraformEvent;
  } catch {
    return undefined;
  }
}
