import { importCommands } from "../../../../src/operations/doctor/leftovers/import-command";

it("an import is told for the binary and the output directory of this shell", () => {
  const at = { stack: "batch", address: 'aws_x.y["z"]' };
  expect(importCommands({}, at, "id")).toEqual([
    "npx cdktf synth",
    "terraform -chdir=cdktf.out/stacks/batch init",
    `terraform -chdir=cdktf.out/stacks/batch import 'aws_x.y["z"]' id`,
  ]);
  const env = { TERRAFORM_BINARY_NAME: "tofu", CDKTF_OUTDIR: "/my dir" };
  expect(importCommands(env, at, "it's")).toEqual([
    "npx cdktf synth --output '/my dir'",
    "tofu -chdir='/my dir/stacks/batch' init",
    `tofu -chdir='/my dir/stacks/batch' import 'aws_x.y["z"]' 'it'\\''s'`,
  ]);
});
