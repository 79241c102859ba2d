import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Lets Terraform forget where the states were that it worked on in a directory of synthesized
 * stacks: after a move it would ask whether to move them itself.
 *
 * @param outdir @default - `CDKTF_OUTDIR`, else CDKTF's own
 */
export function forgetBackends(outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out"): void {
  const stacks = resolve(outdir, "stacks");
  if (!existsSync(stacks)) return;
  for (const stack of readdirSync(stacks)) {
    rmSync(join(stacks, stack, ".terraform", "terraform.tfstate"), { force: true });
  }
}
