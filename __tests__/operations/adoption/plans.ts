/** A resource as a test writes it: what the plan knows of it, and what it does not. */
export interface Change {
  readonly type: string;
  readonly address?: string;
  readonly actions?: readonly string[];
  readonly values: object;
  readonly unknown?: object;
}

/** What `terraform show -json` tells of a plan with these resources. */
export function planOf(...changes: readonly Change[]): unknown {
  return {
    format_version: "1.2",
    resource_changes: changes.map(({ type, address, actions, values, unknown }) => ({
      address: address ?? `${type}.it`,
      mode: "managed",
      type,
      name: "it",
      change: {
        actions: actions ?? ["create"],
        before: null,
        after: values,
        after_unknown: { id: true, ...unknown },
      },
    })),
  };
}
