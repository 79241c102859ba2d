/** Something that takes its time and needs others to be finished first. */
export interface Step<T> {
  readonly ended: number;
  readonly needs: readonly T[];
}

/**
 * The steps that the last one to end waited for, directly or through others: from the end backwards, always
 * the one that was finished last of those that were needed.
 */
export function criticalPath<T extends Step<T>>(steps: readonly T[]): Set<T> {
  const path = new Set<T>();
  for (let step = lastOf(steps); step && !path.has(step); step = lastOf(step.needs)) path.add(step);
  return path;
}

export function lastOf<T extends { readonly ended: number }>(steps: readonly T[]): T | undefined {
  return steps.reduce<T | undefined>(
    (last, step) => (last && last.ended >= step.ended ? last : step),
    undefined,
  );
}
