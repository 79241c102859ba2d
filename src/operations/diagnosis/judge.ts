import { clueIn, type Cause, type Clue, type Evidence, type Exit, type Strength } from "./cause";
import { EXIT_CODES, SIGNAL } from "./causes/exit-codes";

/** How sure a judgement is: `certain` is only what is stated and nothing speaks against. */
export type Certainty = "certain" | "likely" | "possible";

export interface Judgement extends Clue {
  readonly certainty: Certainty;
  /** What speaks against it, or for another cause. */
  readonly against: readonly Clue[];
}

const RANK: Readonly<Record<Strength, number>> = { stated: 2, pattern: 1, number: 0 };
const CERTAINTIES: readonly Certainty[] = ["possible", "likely", "certain"];

/**
 * The cause that evidence shows: the strongest sign decides, among equals the one from the strongest source.
 *
 * @returns undefined when nothing shows a cause that the table has
 */
export function judge(evidence: Evidence, causes: readonly Cause[]): Judgement | undefined {
  const all = cluesIn(evidence, causes);
  const clues = all.filter(
    ({ cause }) =>
      !all.some((other) => other.cause.id !== cause.id && cause.narrowedBy?.test(other.cause.id)),
  );
  const latest = clues.filter(({ sign }) => !sign.isEarlier);
  const ranked = [...(latest.length > 0 ? latest : clues)].sort(
    (a, b) => RANK[b.strength] - RANK[a.strength],
  );
  const [first] = ranked;
  if (!first) return undefined;
  const others = ranked.filter(
    ({ cause, strength }) =>
      cause.id !== first.cause.id && (strength === first.strength || strength !== "number"),
  );
  const rivals = others.filter(({ strength }) => strength === first.strength);
  const ran = exitAgainst(evidence.exits, first);
  const doubts = [rivals.length > 0, ran !== undefined, Boolean(first.sign.isEarlier)].filter(Boolean).length;
  const certainty = CERTAINTIES[Math.max(0, RANK[first.strength] - doubts)]!;
  return { ...first, certainty, against: uniqueByCause([...others, ...(ran ? [ran] : [])]) };
}

function cluesIn({ statements, exits }: Evidence, causes: readonly Cause[]): Clue[] {
  const last = exits.filter(({ isEarlier }) => !isEarlier);
  return [
    ...statements.flatMap((statement) => clueIn(statement, causes) ?? []),
    // An earlier code says nothing of an attempt that ended with one of its own.
    ...(last.length > 0 ? last : exits).flatMap((exit) => clueOfExit(exit) ?? []),
  ];
}

/** What an exit code alone may mean, which is never more than a possibility. */
function clueOfExit({ about, code, isEarlier }: Exit): Clue | undefined {
  const cause = EXIT_CODES[code] ?? (code > 128 && code < 160 ? SIGNAL : undefined);
  if (!cause) return undefined;
  const sign = { about, text: `exit code ${code}`, ...(isEarlier && { isEarlier }) };
  return { cause, strength: "number", sign, values: { signal: String(code - 128) } };
}

/** An exit that cannot be of this cause: a container that had started, or that ended well. */
function exitAgainst(exits: readonly Exit[], { cause, sign, strength }: Clue): Clue | undefined {
  if (strength === "number") return undefined;
  const isOfContainer = sign.about.includes("container");
  const exit = exits.find(({ code, about, isEarlier, isInit }) => {
    if (isEarlier || (isOfContainer ? about !== sign.about : isInit)) return false;
    if (cause.isBeforeStart) return ![126, 127, 128].includes(code);
    return isOfContainer && code === 0;
  });
  if (!exit) return undefined;
  const text = `exit code ${exit.code}${cause.isBeforeStart ? ", so that it had started" : ""}`;
  return { cause, strength: "number", sign: { about: exit.about, text }, values: {} };
}

function uniqueByCause(clues: readonly Clue[]): Clue[] {
  const key = ({ cause, sign }: Clue): string => `${cause.id} ${sign.about}`;
  return clues.filter((clue, index) => clues.findIndex((other) => key(other) === key(clue)) === index);
}
