import { UsageError } from "./command-line";

/** A job as a user names it. */
export type JobReference =
  | {
      readonly kind: "id";
      /** As the API takes it, with `#N` or `:N`. */
      readonly jobId: string;
    }
  | {
      readonly kind: "name";
      readonly name: string;
      /** `#N` for a node, `:N` for a child of an array, else empty. */
      readonly suffix: string;
    };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REFERENCE = /^(?<base>[A-Za-z0-9][A-Za-z0-9_-]{0,127})(?<suffix>[#:]\d+)?$/;
const ARN = /^arn:[^:]+:batch:[^:]*:\d+:job\//;

/**
 * Reads `ID`, `ID#N` (node of a multi-node job), `ID:N` (child of an array job), the ARN of one, or
 * a job's name.
 *
 * @throws UsageError
 */
export function parseJobReference(text: string): JobReference {
  const groups = REFERENCE.exec(text.replace(ARN, ""))?.groups;
  if (!groups) {
    throw new UsageError(
      `"${text}" is neither the id nor the name of a job; write ID, ID:N for child N of an array job, ` +
        "or ID#N for node N of a multi-node job.",
    );
  }
  const { base = "", suffix = "" } = groups;
  return UUID.test(base)
    ? { kind: "id", jobId: base.toLowerCase() + suffix }
    : { kind: "name", name: base, suffix };
}

/** The id of the array or multi-node job that a child or node belongs to; any other id is its own. */
export function parentId(jobId: string): string {
  return jobId.replace(/[#:]\d+$/, "");
}

/** Whether the id is that of one node of a multi-node job. */
export function isNodeId(jobId: string): boolean {
  return jobId.includes("#");
}
