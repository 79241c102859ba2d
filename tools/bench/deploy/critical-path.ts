/** What waits for what: addresses by the address that waits for them. */
export type Graph = ReadonlyMap<string, readonly string[]>;

export interface Path {
  readonly seconds: number;
  /** From what begins first to what ends last. */
  readonly addresses: readonly string[];
}

/** Reads what `terraform graph` prints: a node in a line, an edge in a line. */
export function parseGraph(dot: string): Graph {
  const graph = new Map<string, string[]>();
  for (const [, from, to] of dot.matchAll(/^\s*"([^"]+)"(?: -> "([^"]+)")?/gm)) {
    const needed = graph.get(from!) ?? [];
    if (to !== undefined) needed.push(to);
    graph.set(from!, needed);
  }
  return graph;
}

/**
 * The longest chain of things that wait for each other, if nothing else holds them up.
 *
 * @param seconds how long each takes
 * @param ends only chains that end so. @default - any
 */
export function criticalPath(
  graph: Graph,
  seconds: (address: string) => number,
  ends: (address: string) => boolean = () => true,
): Path {
  const known = new Map<string, Path>();
  const pathTo = (address: string): Path => {
    const before = known.get(address) ?? longest((graph.get(address) ?? []).map(pathTo));
    const path = known.get(address) ?? {
      seconds: before.seconds + seconds(address),
      addresses: [...before.addresses, address],
    };
    known.set(address, path);
    return path;
  };
  return longest([...graph.keys()].filter(ends).map(pathTo));
}

function longest(paths: readonly Path[]): Path {
  return paths.reduce((best, path) => (path.seconds > best.seconds ? path : best), {
    seconds: 0,
    addresses: [],
  });
}
