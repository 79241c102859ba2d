import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer } from "./aws-model";

export interface Exchange extends Answer {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
}

/**
 * Stands between clients and the emulator, and keeps what went over the wire: the SDK's clients
 * drop what they do not know, and so would hide it.
 */
export class RecordingProxy {
  readonly exchanges: Exchange[] = [];
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = createServer((message, response) => this.pass(message, response));

  private constructor(private readonly target: URL) {}

  /** @param target address of the emulator */
  static async start(target: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(new URL(target));
    await new Promise<void>((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(message: IncomingMessage, response: ServerResponse): void {
    const { hostname, port, host } = this.target;
    const { method, url: path } = message as { method: string; url: string };
    const headers = { ...message.headers, host };
    const outgoing = request({ hostname, port, method, path, headers, agent: this.agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const body = Buffer.concat(chunks);
        const answer = { status: incoming.statusCode!, headers: incoming.headers, body: body.toString() };
        this.exchanges.push({ method, path: path.split("?")[0]!, ...answer });
        response.writeHead(answer.status, incoming.headers).end(body);
      });
    });
    // A connection that the emulator resets is reset for the client too.
    outgoing.on("error", () => response.socket?.resetAndDestroy());
    message.pipe(outgoing);
  }
}
