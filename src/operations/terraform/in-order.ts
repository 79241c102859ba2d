/**
 * Runs a task for every item as soon as the items before it are done, side by side where the
 * order allows it. After a failure nothing new begins, but what runs is waited for.
 *
 * @param before names of the items that must be done first; names of no item are ignored
 * @throws the first error
 */
export async function inOrder<T extends { readonly name: string }>(
  items: readonly T[],
  before: (item: T) => readonly string[],
  task: (item: T) => Promise<void>,
): Promise<void> {
  const names = new Set(items.map((item) => item.name));
  const started = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  const run = (item: T): Promise<void> => {
    const known = started.get(item.name);
    if (known) return known;
    const first = before(item).filter((name) => names.has(name));
    const promise = Promise.all(first.map((name) => run(items.find((other) => other.name === name)!)))
      .then(() => (failures.length === 0 ? task(item) : undefined))
      .catch((error: unknown) => {
        failures.push(error);
      });
    started.set(item.name, promise);
    return promise;
  };
  await Promise.all(items.map(run));
  if (failures.length > 0) throw failures[0];
}
