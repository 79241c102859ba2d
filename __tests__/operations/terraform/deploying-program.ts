import { Deployment } from "../../../src/operations/terraform/deployment";
import { readManifest } from "../../../src/operations/terraform/synthesized-stacks";

/** Deploys the stacks in the output directory that is named, as `install.sh` does. */
const [outdir = "", logDirectory = ""] = process.argv.slice(2);
void new Deployment({ stacks: readManifest(outdir), logDirectory }).deploy();
