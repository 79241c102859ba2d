/** One row of the table: a cause, how it shows itself, and what helps. */
export interface Cause {
  /** For machines, such as `image-not-found`. */
  readonly id: string;
  /** What it is: one sentence without its full stop. */
  readonly means: string;
  /** What to do. `{name|words}` stands for what is known of the case, else for the words. */
  readonly help: string;
  /** A text that shows it, as AWS, Kubernetes or Terraform writes it. */
  readonly looks: string;
  /** Any of them shows it; named groups fill places of `help`. */
  readonly signs: readonly RegExp[];
  /** What the same text must not say. @default - anything */
  readonly unless?: RegExp;
  /**
   * `stated` by AWS or Kubernetes in a word that means this cause alone, or a `pattern` that others could
   * also leave. @default "stated"
   */
  readonly strength?: Exclude<Strength, "number">;
  /** Whether it keeps a container from starting: one that ran speaks against it. @default false */
  readonly isBeforeStart?: boolean;
  /** Ids of causes that say the same more exactly: with one of them this one is left out. */
  readonly narrowedBy?: RegExp;
  /** Whether it passes by itself, so that the same may be tried again. @default false */
  readonly passes?: boolean;
  /** Page that documents it. */
  readonly source: string;
}

/** How much a sign is worth: a stated cause before a pattern, a pattern before a number. */
export type Strength = "stated" | "pattern" | "number";

/** Something that was said, by whom, and of what. */
export interface Statement {
  /** What it is about, such as `container main`; empty for the thing itself. */
  readonly about: string;
  readonly text: string;
  /** Whether it is of an earlier attempt. @default false */
  readonly isEarlier?: boolean;
  /** Whether it is of what is around the thing, such as its node: never more than a pattern. @default false */
  readonly isAround?: boolean;
}

/** The exit code of a container. */
export interface Exit {
  readonly about: string;
  readonly code: number;
  readonly isEarlier?: boolean;
  /** Whether the container had to end before the others began. @default false */
  readonly isInit?: boolean;
}

/** All that is known of what went wrong; the strongest source comes first. */
export interface Evidence {
  readonly statements: readonly Statement[];
  readonly exits: readonly Exit[];
}

/** A cause that something shows. */
export interface Clue {
  readonly cause: Cause;
  readonly strength: Strength;
  /** What shows it. */
  readonly sign: Statement;
  readonly values: Readonly<Record<string, string>>;
}

/** The first cause of the table that a text shows; more particular causes come first there. */
export function clueIn(statement: Statement, causes: readonly Cause[]): Clue | undefined {
  for (const cause of causes) {
    if (cause.unless?.test(statement.text)) continue;
    for (const sign of cause.signs) {
      const match = sign.exec(statement.text);
      if (!match || isDenied(statement.text.slice(0, match.index))) continue;
      const strength = statement.isAround ? "pattern" : (cause.strength ?? "stated");
      return { cause, strength, sign: statement, values: { ...match.groups } };
    }
  }
  return undefined;
}

/** Fills the places of a text. */
export function filled(text: string, values: Readonly<Record<string, string | undefined>> = {}): string {
  return text.replace(
    /\{(\w+)\|([^}]*)\}/g,
    (_, name: string, otherwise: string) => values[name] ?? otherwise,
  );
}

/** Whether what follows is said not to be: "was not OOMKilled". */
function isDenied(before: string): boolean {
  return /\b(not|never|without|no longer|isn't|wasn't)\s+(\w+\s+)?$/i.test(before);
}
