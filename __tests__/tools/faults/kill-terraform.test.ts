import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killTerraformOf } from "../../../tools/faults/kill-terraform";

const directory = mkdtempSync(join(tmpdir(), "descendants-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("kills what is called terraform below a process, and spares the others", async () => {
  const terraform = join(directory, "terraform");
  writeFileSync(terraform, "#!/bin/sh\necho started\nread line\n", { mode: 0o755 });
  // The shell outlives its child and tells how that ended.
  const shell = spawn("/bin/sh", ["-c", `'${terraform}'; echo "ended with $?"`]);
  let output = "";
  shell.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    if (output === "started\n") killTerraformOf(process.pid);
  });
  await once(shell, "close");
  expect(output).toBe("started\nended with 137\n");
});
