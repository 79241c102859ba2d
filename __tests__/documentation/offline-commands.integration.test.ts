import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blocksToRun } from "../support/command-blocks";
import { execute } from "../support/user-shell";

/*
 * The command blocks of the documentation that need neither AWS nor the rehearsal, as they stand.
 */

const directory = mkdtempSync(join(tmpdir(), "commands-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.each(blocksToRun("runs=offline").map(({ place, text }) => [place, text] as const))(
  "the commands at %s work as they stand",
  async (_, text) => {
    const env = { ...process.env, CDKTF_OUTDIR: join(directory, "cdktf.out"), CHECKPOINT_DISABLE: "1" };
    expect(await execute("bash", ["-euc", text], env)).toMatchObject({ status: 0 });
  },
  120_000,
);
