import type { EksContainer } from "@aws-sdk/client-batch";
import { ranges } from "./ranges";

/**
 * Gives a command the index, and the size of the array, that it had in the first job: AWS Batch keeps the names of both
 * for itself, so that no environment can set them. `$1` is a map such as `7 27 100-105`, `$2` the size; the rest is the
 * command. Kubernetes replaces a double dollar sign, and a name in parentheses after one: the script has neither.
 */
const SCRIPT = [
  "retry_left=${AWS_BATCH_JOB_ARRAY_INDEX:-0} retry_size=$2",
  "for retry_range in $1; do",
  "  retry_first=${retry_range%-*}",
  "  retry_count=$((${retry_range#*-} - retry_first + 1))",
  '  [ "$retry_left" -lt "$retry_count" ] && break',
  "  retry_left=$((retry_left - retry_count))",
  "done",
  "export AWS_BATCH_JOB_ARRAY_INDEX=$((retry_first + retry_left)) AWS_BATCH_JOB_ARRAY_SIZE=$retry_size",
  "shift 2",
  "unset retry_left retry_size retry_range retry_first retry_count",
  'exec "$@"',
].join("\n");

/** What the process list shows in place of the script's name. */
const NAME = "job-retry";

/** @param shell POSIX shell of the image */
export function withIndices(
  shell: string,
  indices: readonly number[],
  size: number,
  words: readonly string[],
): Required<Pick<EksContainer, "command" | "args">> {
  return {
    command: [shell, "-c", SCRIPT, NAME],
    args: [ranges(indices).replaceAll(", ", " "), String(size), ...words],
  };
}

/** The first job's indices that a container has; undefined when it is none that runs again. */
export function retriedIndices(
  container: Pick<EksContainer, "command" | "args"> | undefined,
): number[] | undefined {
  const { command = [], args = [] } = container ?? {};
  if (command[2] !== SCRIPT) return undefined;
  return args[0]!.split(" ").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
