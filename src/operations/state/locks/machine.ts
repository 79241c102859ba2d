import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";

/** Who runs this, in the form in which Terraform names the holder of a lock: `user@host`. */
export function whoAmI(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A container may run as a user id that has no name; Terraform then leaves it out too.
    return "";
  }
}

/** Whether a process of this machine runs; one that has ended does not, even if its parent never asks how. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return !isZombie(pid);
}

/** In a container the first process often leaves them for ever. */
function isZombie(pid: number): boolean {
  try {
    // 23427 (node) Z 1 ...: a name may hold spaces and brackets.
    return /^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    return Boolean(stdout?.startsWith("Z"));
  }
}
