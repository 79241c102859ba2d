import * as fc from "fast-check";

const SEED = Number(process.env.PROPERTY_SEED ?? 1);

/**
 * Checks a property on as many inputs as told, the same ones at every run: a failure is there for
 * everybody, and its report names seed and path.
 *
 * `PROPERTY_SEED` draws other inputs, with `PROPERTY_PATH` those of a reported failure alone, and
 * `PROPERTY_RUNS` more of them.
 */
export function holdsFor<T extends [unknown, ...unknown[]]>(runs: number, property: fc.IProperty<T>): void {
  fc.assert(property, {
    seed: SEED,
    path: process.env.PROPERTY_PATH,
    numRuns: Number(process.env.PROPERTY_RUNS ?? runs),
  });
}

/** As many inputs as told, under the same rules. */
export function drawn<T>(count: number, arbitrary: fc.Arbitrary<T>): T[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: count });
}
