import { remediesOf } from "../diagnosis/failures";
import { nameOf } from "./events/resource-name";
import type { TerraformError } from "./terraform";
import type { Diagnostic } from "./events/terraform-events";

/** What Terraform and its providers say of what they were told to drop. */
const DROPPED = /context canceled|operation was canceled|execution halted|^interrupt/i;

const KILLED =
  "Somebody, or the system for want of memory (2 GiB free are enough), killed Terraform: start again, which takes in what it made last.";

/**
 * What a user needs to know of a failed run: what failed, why, what helps, and how to go on.
 *
 * @param isAsked whether the user stopped it: what was only stopped is named, and not told as a failure
 */
export function failureReport(error: TerraformError, isAsked = false): string {
  const isDropped = ({ summary, detail }: Diagnostic): boolean =>
    isAsked && DROPPED.test(`${summary}\n${detail}`);
  const dropped = error.diagnostics
    .filter(isDropped)
    .flatMap(({ address }) => (address ? nameOf(address) : []));
  const failures = error.diagnostics.filter((diagnostic) => !isDropped(diagnostic));
  const { fullDirectory } = error;
  const remedies =
    fullDirectory === undefined
      ? failures.flatMap((failure) => remediesOf(failure, error.caller))
      : [`The disk of ${fullDirectory} is full, and nothing else may be wrong: make room.`];
  if (error.isKilled && !isAsked) remedies.push(KILLED);
  const stopped = dropped.length > 0 ? [`stack ${error.stackName}: ${[...new Set(dropped)].join(", ")}`] : [];
  return [
    ...(isAsked ? ["Stopped, as you asked; this was under way:", ...stopped] : []),
    ...(isAsked && failures.length === 0 && dropped.length > 0 ? [] : [error.message]),
    // Terraform tells once for each resource that it was stopped.
    ...new Set(failures.map(describe)),
    ...[...new Set(remedies)].map((remedy) => `What may help: ${remedy}`),
    fullDirectory === undefined
      ? "What was done so far is kept in the state; start again to go on from there."
      : "Then start again: what is missing in the state is found in AWS, and taken in.",
    `All that Terraform said: ${error.logFile}`,
  ].join("\n");
}

function describe({ address, summary, detail }: Diagnostic): string {
  return [`${address ? `${address}: ` : ""}${summary}`, detail].filter(Boolean).join("\n");
}
