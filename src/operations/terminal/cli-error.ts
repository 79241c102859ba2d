/** What a user did or met, told in a sentence that says what to do: printed without a trace. */
export class CliError extends Error {
  /** What the process ends with. */
  readonly status: number = 1;
}

/** Ctrl-C at a question: the process ends as one that SIGINT ended. */
export class Interrupted extends CliError {
  override readonly status = 130;
}
