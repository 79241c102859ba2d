import { Deployment } from "../../../src/operations/terraform/deployment";
import { run } from "../../../src/cli/run";
import type { SynthesizedStack } from "../../../src/operations/terraform/synthesized-stacks";

/** Deploys or destroys stacks as `install.sh` and `cleanup.sh` do, and nothing else. */
run(async () => {
  const [command, logDirectory, stacks] = process.argv.slice(2) as [string, string, string];
  const deployment = new Deployment({ stacks: JSON.parse(stacks) as SynthesizedStack[], logDirectory });
  await (command === "destroy" ? deployment.destroy() : deployment.deploy());
});
