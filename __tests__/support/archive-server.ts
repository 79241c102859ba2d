import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** An archive with small programs, as `shutil` of Python makes it. */
export class TestArchive {
  readonly bytes: Buffer;

  /** @param programs what they are, by their paths in the archive */
  constructor(format: "zip" | "gztar", programs: Readonly<Record<string, string | Buffer>>) {
    const directory = mkdtempSync(join(tmpdir(), "archive-"));
    for (const [path, content] of Object.entries(programs)) {
      const file = join(directory, "content", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const make = "import shutil, sys; print(shutil.make_archive(*sys.argv[1:]))";
    const args = ["-c", make, join(directory, "archive"), format, join(directory, "content")];
    this.bytes = readFileSync(execFileSync("python3", args, { encoding: "utf8" }).trim());
    rmSync(directory, { recursive: true });
  }

  sum(algorithm: string): string {
    return createHash(algorithm).update(this.bytes).digest("hex");
  }
}

/** A server on loopback that counts what it is asked for. */
export class CountingServer {
  readonly asked: string[] = [];
  readonly server: Server;
  /** Tunnels too, which the server does not count among its connections. */
  private readonly sockets = new Set<Socket>();

  private constructor(answer: RequestListener) {
    this.server = createServer((request, response) => {
      this.asked.push(request.url!);
      answer(request, response);
    });
    this.server.on("connection", (socket) => this.sockets.add(socket));
  }

  static async start(answer: RequestListener): Promise<CountingServer> {
    const counting = new CountingServer(answer);
    counting.server.listen(0, "127.0.0.1");
    await once(counting.server, "listening");
    return counting;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
