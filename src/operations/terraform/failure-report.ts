import { remediesOf } from "../diagnosis/failures";
import type { TerraformError } from "./terraform";
import type { Diagnostic } from "./terraform-events";

/** What a user needs to know of a failed run: what failed, why, what helps, and how to go on. */
export function failureReport(error: TerraformError): string {
  const causes = error.diagnostics.map(describe);
  const { fullDirectory } = error;
  const remedies =
    fullDirectory === undefined
      ? error.diagnostics.flatMap(remediesOf)
      : [`The disk of ${fullDirectory} is full, and nothing else may be wrong: make room.`];
  return [
    error.message,
    // Terraform tells once for each resource that it was stopped.
    ...new Set(causes),
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
