import "./missing-packages";

import { Prompt } from "../operations/terminal/prompt";
import { newProgram } from "./new-program";
import { run } from "./run";
import { bootstrap } from "./state/bootstrap";
import { move, type MoveFlags } from "./state/move";
import { unlock } from "./state/unlock";

const YES = ["--yes", "do not ask"] as const;

const program = newProgram("npm run", "Where the state of the environment of the variables file is kept.");

program
  .command("state:bootstrap")
  .usage("-- [options]")
  .description(
    "Creates the bucket that state_bucket names, in state_region or else aws_region: with versions, encryption, no public access, TLS only. To a bucket that is there already it adds what is missing.",
  )
  .option(...YES)
  .action(({ yes }: { yes?: true }) => asking(yes, bootstrap));

program
  .command("state:move")
  .usage("-- [options]")
  .description(
    "Moves the state of the environment to where the variables file wants it: set, change or remove state_bucket, state_region and state_prefix first. What was there is kept under another name.",
  )
  .option(
    "--from <place>",
    "local, or s3://bucket/prefix (default: where this working copy had the state, or where it was moved to)",
  )
  .option("--from-region <region>", "region of that bucket (default: the environment's)")
  .option(...YES)
  .action((flags: MoveFlags & { yes?: true }) => asking(flags.yes, (prompt) => move(flags, prompt)));

program
  .command("state:unlock")
  .usage("-- [options]")
  .description(
    "Shows who holds locks on the shared state of the environment, and removes them. Make sure first that whoever holds one does not work any more: without it, two may write one state at once.",
  )
  .option(...YES)
  .action(({ yes }: { yes?: true }) => asking(yes, unlock));

/** @param yes whether nobody is to be asked */
async function asking(
  yes: true | undefined,
  command: (prompt: Prompt | undefined) => Promise<void>,
): Promise<void> {
  const prompt = yes ? undefined : new Prompt();
  try {
    await command(prompt);
  } finally {
    prompt?.close();
  }
}

run(async () => {
  await program.parseAsync();
});
