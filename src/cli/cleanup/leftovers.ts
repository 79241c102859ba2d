import { warning } from "../../operations/doctor/check";
import { findLeftovers } from "../../operations/doctor/run-doctor";
import type { Variables } from "../../model/variables";
import type { Unremoved } from "../../operations/removal/removal";
import { describeStaying, type RemovalPlan } from "../../operations/removal/removal-plan";
import { complain, say } from "../../operations/terminal/output";
import { poll } from "../../operations/terminal/poll";

/** AWS shows for some seconds what is gone. */
const LOOKS = { everySeconds: 5, forSeconds: 30 };

/** What exists under the environment's names or with its tag, but for what belongs to others. */
export async function ownLeftovers(variables: Variables): ReturnType<typeof findLeftovers> {
  const leftovers = await findLeftovers(variables);
  return leftovers.filter(({ found }) => !found.includes("belongs to environment"));
}

/** Looks whether anything of the environment is left that the plan does not let stay, and ends with status 3 then. */
export async function verify(
  plan: RemovalPlan,
  variables: Variables,
  unremoved: readonly Unremoved[],
): Promise<void> {
  const refused = unremoved.map(({ id, reason, command }) =>
    warning("not removed", `${id}: ${reason}`, command),
  );
  say("Looking whether anything is left, which takes up to half a minute ...");
  const leftovers = await lastingLeftovers(variables);
  const isMeantToStay = (found: string): boolean =>
    plan.stays.some(({ id, what }) => found.startsWith(`${what} `) || found.split(" ").includes(id));
  const others = leftovers.filter(
    ({ found }) => !unremoved.some(({ id }) => found.includes(id)) && !isMeantToStay(found),
  );
  const left = [...refused, ...others];
  for (const { check, found, todo } of left) {
    complain([`left: ${check}: ${found}`, ...todo.map((line) => `  -> ${line}`)].join("\n"));
  }
  if (left.length > 0) process.exitCode = 3;
  else say("Nothing of the environment is left.");
  for (const staying of plan.stays) say(describeStaying(staying));
}

async function lastingLeftovers(variables: Variables): ReturnType<typeof findLeftovers> {
  return poll(() => ownLeftovers(variables), { isDone: ({ length }) => length === 0, ...LOOKS });
}
