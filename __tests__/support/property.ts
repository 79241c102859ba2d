import * as fc from "fast-check";

/** That of the day, from jest's configuration, unless it is given. */
const SEED = Number(process.env.PROPERTY_SEED);

/** How many inputs a property is checked on. */
export const RUNS = Number(process.env.PROPERTY_RUNS ?? 150);

/**
 * Checks a property on `RUNS` inputs, other ones every day; the report of a failure names seed and path.
 *
 * `PROPERTY_SEED` draws the inputs of another day, with `PROPERTY_PATH` that of a reported failure alone, and
 * `PROPERTY_RUNS` more of them.
 */
export function holds<T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>): void {
  fc.assert(property, {
    seed: SEED,
    path: process.env.PROPERTY_PATH,
    numRuns: RUNS,
  });
}

/**
 * As many inputs as told, under the same rules.
 *
 * @param seed a fixed one draws the same inputs every day
 */
export function drawn<T>(count: number, arbitrary: fc.Arbitrary<T>, seed = SEED): T[] {
  return fc.sample(arbitrary, { seed, numRuns: count });
}
