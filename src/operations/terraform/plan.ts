/** In place of a value that Terraform knows only once other resources exist. */
export const UNKNOWN = Symbol("known after apply");

/** A resource of a stack as its plan has it. */
export interface PlannedResource {
  readonly type: string;
  readonly address: string;
  /** Whether the state has nothing at this address, so that something can be imported there. */
  readonly isNew: boolean;
  /**
   * @param path an attribute, such as `vpc_id`, or a path into it, such as `tags.Name` or `eks_configuration.0.eks_cluster_arn`
   * @returns `UNKNOWN`, null when it is not set, or the value
   */
  value(path: string): unknown;
}

/** What `terraform show -json` tells of a saved plan, as far as anything here reads it. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly deposed?: string;
  readonly change: {
    readonly actions: readonly ("no-op" | "create" | "read" | "update" | "delete")[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: unknown;
    readonly after_unknown?: unknown;
  };
}

/**
 * The resources that a plan creates, changes or keeps.
 *
 * @param plan what `terraform show -json` tells of a saved plan
 */
export function plannedResources(plan: unknown): PlannedResource[] {
  const { resource_changes: changes = [] } = plan as PlanJson;
  return changes
    .filter(({ mode, deposed, change }) => mode === "managed" && !deposed && change.after)
    .map(({ type, address, change }) => ({
      type,
      address,
      isNew: change.actions.length === 1 && change.actions[0] === "create",
      value: (path) => valueAt(change.after, change.after_unknown, path.split(".")),
    }));
}

function valueAt(known: unknown, unknown: unknown, [key, ...rest]: readonly string[]): unknown {
  if (unknown === true) return UNKNOWN;
  if (key === undefined) return known ?? null;
  return valueAt(memberOf(known, key), memberOf(unknown, key), rest);
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
