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

export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Resource that it is about. */
  readonly address?: string;
}

/** Whether a line of Terraform's output is an event; `init`, for one, prints text. */
export function parseEvent(line: string): TerraformEvent | undefined {
  return line.startsWith('{"@') ? (JSON.parse(line) as TerraformEvent) : undefined;
}
