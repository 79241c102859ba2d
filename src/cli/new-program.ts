import { Command } from "commander";

const BAD_USAGE = 2;

/**
 * A program that tells the reason and its usage when it is called wrongly, and ends with status 2.
 *
 * @param name as a user types it, such as `npm run doctor --`
 */
export function newProgram(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_USAGE));
}
