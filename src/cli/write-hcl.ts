import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../operations/terraform/synthesized-stacks";
import { newProgram } from "./new-program";
import { plainHcl } from "./plain-hcl";
import { run } from "./run";

const program = newProgram(
  "npm run hcl --",
  "Writes the stacks as HCL that Terraform takes without CDKTF, to stacks/<stack>/cdk.tf in a directory.",
)
  // A stack names its state by a relative path.
  .argument("[directory]", "another one, as deep in the project as cdktf.out", "terraform")
  .parse();

run(() => {
  const env = { ...process.env, CDKTF_OUTDIR: program.processedArgs[0] as string, SYNTH_HCL_OUTPUT: "true" };
  for (const { directory } of synthesize(process.cwd(), env)) {
    const file = join(directory, "cdk.tf");
    writeFileSync(file, plainHcl(readFileSync(file, "utf8")));
    console.log(file);
  }
});
