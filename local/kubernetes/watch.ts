import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesObject, Status } from "./objects";

export type WatchEventType = "ADDED" | "MODIFIED" | "DELETED";

export type WatchHandler<Shape> = (type: WatchEventType, object: Shape) => void;

interface WatchEvent<Shape> {
  readonly type: WatchEventType | "BOOKMARK" | "ERROR";
  readonly object: Shape | Status;
}

/** Between two connections. */
const PAUSE_MS = 200;

/** What goes on until it is closed. */
export interface Closeable {
  close(): void;
}

/** Follows a list of the Kubernetes API through lost connections, from where it was, until it is closed. */
export class Watch<Shape extends KubernetesObject> implements Closeable {
  private closed = false;
  private connection: IncomingMessage | undefined;
  /** The last version that was told of; none when everything is to be told anew. */
  private resourceVersion: string | undefined;

  /** @param open the stream of events for a query */
  constructor(
    private readonly open: (query: string) => Promise<IncomingMessage>,
    private readonly onEvent: WatchHandler<Shape>,
  ) {
    void this.follow();
  }

  close(): void {
    this.closed = true;
    this.connection?.destroy();
  }

  private async follow(): Promise<void> {
    while (!this.closed) {
      try {
        await this.readConnection();
      } catch {
        // The API server is not there for a moment, or does not know the version any more.
        this.resourceVersion = undefined;
      }
      if (!this.closed) await sleep(PAUSE_MS);
    }
  }

  private async readConnection(): Promise<void> {
    const version = this.resourceVersion ? `&resourceVersion=${this.resourceVersion}` : "";
    const connection = await this.open(`watch=true&allowWatchBookmarks=true${version}`);
    this.connection = connection;
    if (this.closed) connection.destroy();
    let rest = "";
    for await (const chunk of connection.setEncoding("utf8") as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop()!;
      for (const line of lines) this.take(JSON.parse(line) as WatchEvent<Shape>);
    }
  }

  private take({ type, object }: WatchEvent<Shape>): void {
    if (type === "ERROR") throw new Error((object as Status).message);
    this.resourceVersion = (object as Shape).metadata.resourceVersion;
    if (type !== "BOOKMARK" && !this.closed) this.tell(type, object as Shape);
  }

  private tell(type: WatchEventType, object: Shape): void {
    try {
      this.onEvent(type, object);
    } catch (error) {
      console.error(`A change of ${object.metadata.name} broke:`, error);
    }
  }
}
