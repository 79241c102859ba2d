/** What a user did or met, told in a sentence that says what to do: printed without a trace. */
export class CliError extends Error {}
