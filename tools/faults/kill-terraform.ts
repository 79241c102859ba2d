import { execFileSync } from "node:child_process";
import { basename } from "node:path";

/** Kills (-9) every Terraform, with its provider plugins, that a process started, and nothing else. */
export function killTerraformOf(pid: number): void {
  const terraforms = descendantsOf(pid).filter(({ command }) => basename(command).startsWith("terraform"));
  for (const { pid: terraform } of terraforms) {
    try {
      process.kill(terraform, "SIGKILL");
    } catch {
      // It ended by itself in between.
    }
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function descendantsOf(pid: number): Process[] {
  const all = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" })
    .trimEnd()
    .split("\n")
    .map((line): Process => {
      const [, own, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!;
      return { pid: Number(own), parent: Number(parent), command: command! };
    });
  const below = (parent: number): Process[] =>
    all.filter((process) => process.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}
