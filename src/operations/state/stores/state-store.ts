/**
 * Where the states of environments are kept, with what belongs to them: marks, locks and the
 * variables of the last deployment. Names are the same in every store: `<region>/<cluster>/<file>`.
 */
export interface StateStore {
  /** Names of all files, or of those of one environment. */
  list(environment?: string): Promise<string[]>;
  /** @returns undefined when there is no such file */
  read(name: string): Promise<string | undefined>;
  /** Creates or replaces a file as a whole. */
  write(name: string, text: string): Promise<void>;
  /** @returns false, and changes nothing, when there is such a file already */
  create(name: string, text: string): Promise<boolean>;
  /** A file that does not exist is no error. */
  remove(name: string): Promise<void>;
  /** What a person calls a file: its path, or its address in S3. */
  address(name: string): string;
}
