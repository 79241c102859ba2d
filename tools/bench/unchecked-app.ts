import "../../src/without-source-maps";

import { readFileSync } from "node:fs";
import { App } from "cdktf";
import { addBlueprint } from "../../src/blueprint";
import { Environment } from "../../src/stacks/environment";
import { defaultVariables, type Variables } from "../../src/model/variables";

/*
 * main.ts without the rules of the variables: AWS Batch allows five environments of a cluster, and growth shows only
 * with more.
 */

const given = JSON.parse(readFileSync(process.env.VARIABLES_FILE!, "utf8")) as Partial<Variables>;
const app = new App();
addBlueprint(app, new Environment({ ...defaultVariables(), ...given }, "state"));
app.synth();
