import "./src/without-source-maps";
import "./src/quoted-terraform";

import { App } from "cdktf";
import { addBlueprint } from "./src/blueprint";
import { loadVariables, VariablesError } from "./src/model/load-variables";
import { FileError } from "./src/model/read-file";
import { forgetOtherEnvironments } from "./src/operations/terraform/backend-memory";
import { Environment } from "./src/stacks/environment";
import { withoutTokenTraces } from "./src/without-token-traces";

try {
  const app = new App();
  const variables = loadVariables(process.env.VARIABLES_FILE);
  const stateRoot = process.env.STATE_ROOT ?? "state";
  forgetOtherEnvironments(app.outdir, variables, stateRoot);
  withoutTokenTraces(() => {
    addBlueprint(app, new Environment(variables, stateRoot), {
      hasKubernetes: process.env.WITHOUT_KUBERNETES !== "1",
    });
    app.synth();
  });
} catch (error) {
  if (!(error instanceof VariablesError || error instanceof FileError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
