import { describeError } from "../aws/errors";
import type { Stray } from "../resources/stray";

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

/** Removes one thing after the other: one that stays does not keep the others from being removed. */
export async function removeAll(strays: readonly Stray[], region: string, say: Say): Promise<Unremoved[]> {
  const unremoved: Unremoved[] = [];
  for (const { id, what, command, remove } of strays) {
    try {
      await remove();
      say(`${what} is removed`);
    } catch (error) {
      const reason = describeError(error);
      say(`${what} could not be removed: ${reason}`);
      unremoved.push({ id, reason, command: `aws ${command} --region ${region}` });
    }
  }
  return unremoved;
}
