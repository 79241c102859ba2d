import { Deployment } from "../../../src/operations/terraform/deployment";

/** Deploys the stack in the directory that is named, as `install.sh` does. */
const [directory = "", logDirectory = ""] = process.argv.slice(2);
void new Deployment({ stacks: [{ name: "cluster", directory, dependencies: [] }], logDirectory }).deploy();
