/** Where something stands in a file: keys and indices. */
export type Path = readonly PropertyKey[];

/** Something that is wrong with a job file. */
export interface Problem {
  readonly path: Path;
  /** Whether the key is meant, not its value. @default false */
  readonly isKey?: boolean;
  /** A sentence without its full stop. */
  readonly text: string;
}

/** A path as people write it, such as `sidecars[0].env`. */
export function shownPath(path: Path): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}
