import { loadVariables } from "../../model/load-variables";
import { CliError } from "../../operations/terminal/cli-error";
import type { Prompt } from "../../operations/terminal/prompt";
import { say } from "../../operations/terminal/output";
import { createStateBucket, stateBucket } from "../../operations/state/stores/bootstrap";

/** Makes the bucket that the variables name, or gives it what it lacks. */
export async function bootstrap(prompt: Prompt | undefined): Promise<void> {
  const variables = loadVariables(process.env.VARIABLES_FILE);
  const place = stateBucket(variables);
  if (!place) throw new CliError("There is no bucket to create: set state_bucket in the variables.");
  const question = `Create bucket ${place.bucket} in ${place.region}, or complete it?`;
  if (prompt && !(await prompt.confirm(question))) throw new CliError("Not confirmed: nothing was changed.");
  const done = await createStateBucket(variables, say);
  if (done === 0) say(`${place.bucket}: has everything already.`);
}
