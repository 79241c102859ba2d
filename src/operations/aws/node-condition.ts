/** A condition of a Node, as Kubernetes tells it. */
export interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  /** ISO 8601. */
  readonly lastTransitionTime?: string;
}

/** Whether it is none of a healthy node: not Ready, or under a pressure. */
export function isTrouble({ type, status }: NodeCondition): boolean {
  return type === "Ready" ? status !== "True" : status === "True";
}
