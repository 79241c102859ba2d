import "./src/without-source-maps";
import "./src/plain-bindings";

import { App } from "cdktf";
import { addBlueprint } from "./src/blueprint";
import { loadVariables, VariablesError } from "./src/model/load-variables";
import { Environment } from "./src/stacks/environment";

try {
  const app = new App();
  addBlueprint(
    app,
    new Environment(loadVariables(process.env.VARIABLES_FILE), process.env.STATE_ROOT ?? "state"),
  );
  app.synth();
} catch (error) {
  if (!(error instanceof VariablesError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
