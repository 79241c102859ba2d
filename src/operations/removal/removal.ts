import { describeError } from "../aws/errors";

/** Tells of each thing that is removed. */
export type Say = (line: string) => void;

/** Something that AWS does not let go of. */
export interface Unremoved {
  /** Id or name in AWS. */
  readonly id: string;
  /** Why, as AWS says. */
  readonly reason: string;
  /** Removes it once the reason is gone. */
  readonly command: string;
}

export interface Removal {
  readonly id: string;
  /** In words, such as `volume vol-1, made for a pod,`. */
  readonly what: string;
  /** The same removal for the AWS CLI, without its region. */
  readonly command: string;
  readonly run: () => Promise<unknown>;
}

/** Removes one thing after the other: one that stays does not keep the others from being removed. */
export async function removeAll(
  removals: AsyncIterable<Removal>,
  { region }: { region: () => Promise<string> },
  say: Say,
): Promise<Unremoved[]> {
  const unremoved: Unremoved[] = [];
  for await (const { id, what, command, run } of removals) {
    try {
      await run();
      say(`${what} is removed`);
    } catch (error) {
      const reason = describeError(error);
      say(`${what} could not be removed: ${reason}`);
      unremoved.push({ id, reason, command: `aws ${command} --region ${await region()}` });
    }
  }
  return unremoved;
}
