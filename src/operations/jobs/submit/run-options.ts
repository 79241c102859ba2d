import { UsageError } from "../model/usage-error";

/** What `job run` was told, checked. */
export interface RunOptions {
  readonly queue: string;
  readonly definition: string;
  /** Share identifier, for a fair-share queue. @default - the queue has no shares */
  readonly share?: string | undefined;
  /** Values for the parameters of the definition. */
  readonly parameters: Readonly<Record<string, string>>;
  /** @default - the definition's */
  readonly name?: string | undefined;
  /** Program and arguments. @default - the definition's */
  readonly command?: readonly string[] | undefined;
  readonly image?: string | undefined;
  readonly vcpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly arraySize?: number | undefined;
  /** Further attempts after a failed one. */
  readonly retries?: number | undefined;
  readonly timeoutMinutes?: number | undefined;
  /** Ids of jobs that must succeed first. */
  readonly dependsOn: readonly string[];
}

/**
 * Reads a number from the command line.
 *
 * @throws UsageError
 */
export function numberOption(
  option: string,
  text: string,
  rule: { readonly min: number; readonly max: number; readonly step?: number },
): number {
  const { min, max, step = 1 } = rule;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max && Number.isInteger(value / step)) return value;
  const kind = step === 1 ? "a whole number" : `a multiple of ${step}`;
  throw new UsageError(`${option} must be ${kind} from ${min} to ${max}, got ${text}.`);
}

/**
 * Reads `K=V` pairs; a value may hold further equals signs.
 *
 * @throws UsageError
 */
export function environmentOption(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Za-z_.-][A-Za-z0-9_.-]*)=(.*)$/s.exec(pair) ?? [];
      if (name === undefined || value === undefined) {
        throw new UsageError(`--env must be NAME=VALUE, got "${pair}".`);
      }
      if (name.startsWith("AWS_BATCH")) {
        throw new UsageError(`--env ${name}: AWS Batch keeps names that begin with AWS_BATCH for itself.`);
      }
      return [name, value];
    }),
  );
}

/**
 * Reads `K=V` pairs; a value may hold further equals signs.
 *
 * @throws UsageError
 */
export function parametersOption(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (name === undefined || value === undefined) {
        throw new UsageError(`--parameter must be NAME=VALUE, got "${pair}".`);
      }
      return [name, value];
    }),
  );
}

/** @throws UsageError */
export function shareOption(share: string | undefined): string | undefined {
  if (share === undefined || /^[A-Za-z0-9]{1,255}$/.test(share)) return share;
  throw new UsageError(`--share must be 1 to 255 letters or digits, got "${share}".`);
}

/** What a container executes: a `--command` is a shell's, the words after `--` are taken as they are. */
export function commandOption(line: string | undefined, words: readonly string[]): string[] | undefined {
  if (line !== undefined && words.length > 0) {
    throw new UsageError("Give the command once: with --command, or after --.");
  }
  if (line !== undefined) return ["/bin/sh", "-c", line];
  return words.length > 0 ? [...words] : undefined;
}

/** @throws UsageError */
export function nameOption(name: string | undefined): string | undefined {
  if (name === undefined || /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(name)) return name;
  throw new UsageError(
    `--name must be 1 to 128 letters, digits, hyphens or underscores and begin with a letter or digit, got "${name}".`,
  );
}
