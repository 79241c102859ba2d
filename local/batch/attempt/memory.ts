import { readdirSync, readFileSync } from "node:fs";

/**
 * MiB that a process and those that it started hold for themselves: what of the memory of a container the kernel could
 * not take back. 0 where the processes are gone, and where no file tells it: only Linux has them.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function memoryMiBOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const held = [...status.matchAll(/^Rss(?:Anon|Shmem):\s*(\d+) kB$/gm)].map(
      ([, kiB]) => Number(kiB) / 1024,
    );
    return [...held, ...childrenOf(pid).map(memoryMiBOf)].reduce((sum, part) => sum + part, 0);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      const children = readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8");
      return children.split(" ").filter(Boolean).map(Number);
    } catch {
      // The thread has ended since; the kernel gives its children to another one.
      return [];
    }
  });
}
