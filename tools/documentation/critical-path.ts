/** What waits for what: ids of resources by the id that waits for them. */
export type Graph = ReadonlyMap<string, readonly string[]>;

export interface Path {
  readonly seconds: number;
  /** From what begins first to what ends last. */
  readonly ids: readonly string[];
}

/**
 * The longest chain of things that wait for each other, if nothing else holds them up.
 *
 * @param seconds how long each takes
 * @param ends only chains that end so. @default - any
 */
export function criticalPath(
  graph: Graph,
  seconds: (id: string) => number,
  ends: (id: string) => boolean = () => true,
): Path {
  const known = new Map<string, Path>();
  const pathTo = (id: string): Path => {
    const before = known.get(id) ?? longest((graph.get(id) ?? []).map(pathTo));
    const path = known.get(id) ?? {
      seconds: before.seconds + seconds(id),
      ids: [...before.ids, id],
    };
    known.set(id, path);
    return path;
  };
  return longest([...graph.keys()].filter(ends).map(pathTo));
}

function longest(paths: readonly Path[]): Path {
  return paths.reduce((best, path) => (path.seconds > best.seconds ? path : best), {
    seconds: 0,
    ids: [],
  });
}
