import { Agent, request as httpsRequest } from "node:https";
import type { IncomingMessage } from "node:http";
import { KubernetesError, type KubernetesObject, type Status } from "./objects";
import { Watch, type Closeable, type WatchHandler } from "./watch";

/** Media types of patches by what they are called. */
const PATCH_TYPES = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  "strategic-merge": "application/strategic-merge-patch+json",
} as const;

export interface DeleteOptions {
  /** @default - that of the object */
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Orphan" | "Background" | "Foreground";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

export interface ClientProps {
  /** Such as `https://127.0.0.1:6443`. */
  readonly endpoint: string;
  /** Certificate authority of the API server, as PEM. */
  readonly certificateAuthority: string;
  readonly token: string;
}

/** Connections are closed before the API server does so, after 90 s. */
const IDLE_MS = 60_000;

/** A call whose answer does not come: the API server is stopped, or frozen. */
const TIMEOUT_MS = 20_000;

/** The Kubernetes API as JSON over HTTPS. Paths are those of the API, such as `/api/v1/namespaces/default/pods`. */
export class KubernetesClient {
  private constructor(
    private readonly props: ClientProps,
    private readonly agent: Agent,
    private readonly headers: Readonly<Record<string, string | string[]>>,
  ) {}

  static connect(props: ClientProps): KubernetesClient {
    const agent = new Agent({ keepAlive: true, timeout: IDLE_MS, ca: props.certificateAuthority });
    return new KubernetesClient(props, agent, { authorization: `Bearer ${props.token}` });
  }

  /** The same client acting as another user: the API server allows and refuses what it would allow and refuse them. */
  as(user: string, groups: readonly string[] = []): KubernetesClient {
    return new KubernetesClient(this.props, this.agent, {
      ...this.headers,
      "impersonate-user": user,
      ...(groups.length > 0 && { "impersonate-group": [...groups] }),
    });
  }

  async get<Shape = KubernetesObject>(path: string): Promise<Shape> {
    return (await this.call("GET", path)) as Shape;
  }

  /** @returns undefined where there is no such object */
  async find<Shape = KubernetesObject>(path: string): Promise<Shape | undefined> {
    return orMissing(this.get<Shape>(path));
  }

  async list<Shape = KubernetesObject>(path: string): Promise<Shape[]> {
    return (await this.get<{ items?: Shape[] }>(path)).items ?? [];
  }

  async create<Shape = KubernetesObject>(path: string, object: object): Promise<Shape> {
    return (await this.call("POST", path, object)) as Shape;
  }

  async replace<Shape = KubernetesObject>(path: string, object: object): Promise<Shape> {
    return (await this.call("PUT", path, object)) as Shape;
  }

  async patch<Shape = KubernetesObject>(
    path: string,
    body: object,
    type: keyof typeof PATCH_TYPES = "merge",
  ): Promise<Shape> {
    return (await this.call("PATCH", path, body, PATCH_TYPES[type])) as Shape;
  }

  /** @returns the object, or the status that tells how its deletion went */
  async delete<Shape = KubernetesObject>(path: string, options?: DeleteOptions): Promise<Shape> {
    return (await this.call("DELETE", path, options)) as Shape;
  }

  /** Deletes what may be gone already. */
  async remove(path: string, options?: DeleteOptions): Promise<void> {
    await orMissing(this.delete(path, options));
  }

  /**
   * Tells of the objects of a list, first of those that exist as ADDED, then of each change, until it is closed. What
   * was told may be told again when the connection was lost.
   *
   * @param path of the list, also with a selector, such as `/api/v1/pods?labelSelector=a%3Db`
   */
  watch<Shape extends KubernetesObject = KubernetesObject>(
    path: string,
    onEvent: WatchHandler<Shape>,
  ): Closeable {
    return new Watch<Shape>((query) => this.open("GET", withQuery(path, query)), onEvent);
  }

  /** Ends its connections, and those of the clients that act as others through it. */
  close(): void {
    this.agent.destroy();
  }

  private async call(
    method: string,
    path: string,
    body?: object,
    contentType = "application/json",
  ): Promise<unknown> {
    const incoming = await this.open(method, path, body, contentType);
    const text = await textOf(incoming);
    const type = incoming.headers["content-type"] ?? "";
    return type.startsWith("application/json") ? (JSON.parse(text) as unknown) : text;
  }

  /** @throws KubernetesError for an answer that is none of success */
  private async open(
    method: string,
    path: string,
    body?: object,
    contentType = "application/json",
  ): Promise<IncomingMessage> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = httpsRequest(
        new URL(path, this.props.endpoint),
        {
          method,
          agent: this.agent,
          headers: {
            ...this.headers,
            accept: "application/json",
            ...(text !== undefined && {
              "content-type": contentType,
              "content-length": Buffer.byteLength(text),
            }),
          },
        },
        resolve,
      );
      outgoing.on("error", reject);
      const timer = setTimeout(
        () => outgoing.destroy(new Error(`kube-apiserver did not answer within ${TIMEOUT_MS / 1000} s.`)),
        TIMEOUT_MS,
      );
      outgoing.on("close", () => clearTimeout(timer));
      outgoing.on("response", () => clearTimeout(timer));
      outgoing.end(text);
    });
    const { statusCode = 500 } = incoming;
    if (statusCode < 300) return incoming;
    throw errorOf(statusCode, await textOf(incoming));
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** @param text a Status object, or words of the server itself while it starts or stops */
function errorOf(statusCode: number, text: string): KubernetesError {
  try {
    const { code = statusCode, reason = "Unknown", message = text } = JSON.parse(text) as Status;
    return new KubernetesError(code, reason, message);
  } catch {
    return new KubernetesError(statusCode, "Unknown", text);
  }
}

async function orMissing<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof KubernetesError && error.status === 404) return undefined;
    throw error;
  }
}

function withQuery(path: string, query: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}
