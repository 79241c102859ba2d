import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

/** An installation of a rehearsal that runs. */
export class Installation {
  output = "";
  private readonly script: ChildProcessByStdio<null, Readable, Readable>;
  /** Its exit status. */
  readonly ended: Promise<number>;
  private hasEnded = false;

  constructor(env: NodeJS.ProcessEnv, ...options: string[]) {
    this.script = spawn("/bin/sh", ["install.sh", "--local", "--yes", ...options], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.ended = once(this.script, "close").then(([code]) => code as number);
    void this.ended.then(() => (this.hasEnded = true));
    for (const stream of [this.script.stdout, this.script.stderr])
      stream.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
  }

  get pid(): number {
    return this.script.pid!;
  }

  async prints(text: RegExp): Promise<void> {
    while (!text.test(this.output)) {
      if (this.hasEnded) throw new Error(this.output);
      await sleep(20);
    }
  }
}
