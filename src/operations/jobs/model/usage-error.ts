import { CliError } from "../../terminal/cli-error";

/** A command line that makes no sense: ends the command with status 2. */
export class UsageError extends CliError {}
