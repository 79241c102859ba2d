import { execFileSync } from "node:child_process";

/** Kills a process and all that it started, whatever session they are in: as when a machine loses power. */
export function killTree(root: number): void {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const processes = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const family = [root];
  // The list grows while it is walked.
  for (const parent of family) {
    family.push(...processes.filter(([, ppid]) => ppid === parent).map(([pid]) => pid));
  }
  for (const pid of family) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      // It ended by itself since it was listed.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
