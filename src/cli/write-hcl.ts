import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run";
import { synthesize } from "../operations/terraform/synthesized-stacks";
import { plainHcl } from "./plain-hcl";

/** As deep as `cdktf.out`, since a stack names its state by a relative path. */
const OUTDIR = "terraform";

/** Writes the stacks as HCL that Terraform takes without CDKTF, to `terraform/stacks/<stack>/cdk.tf`. */
run(() => {
  const env = { ...process.env, CDKTF_OUTDIR: process.argv[2] ?? OUTDIR, SYNTH_HCL_OUTPUT: "true" };
  for (const { directory } of synthesize(process.cwd(), env)) {
    const file = join(directory, "cdk.tf");
    writeFileSync(file, plainHcl(readFileSync(file, "utf8")));
    console.log(file);
  }
});
