import { X509Certificate } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { ContainerOutput } from "./container-output";

/** A certificate with its key, as PEM. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** A container of a pod. */
export interface ContainerName {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/**
 * The kubelet of all nodes of a cluster, as far as the API server asks it: for what containers print. It serves on
 * loopback, and nobody but the API server.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/control-plane-node-communication/#api-server-to-kubelet
 */
export class KubeletServer {
  private readonly outputs = new Map<string, ContainerOutput>();
  private readonly server: Server;
  private readonly apiServer: string;

  /** @param certificate of the API server: the kubelet proves itself with the same one */
  private constructor({ certificate, key }: ServerCertificate) {
    this.apiServer = new X509Certificate(certificate).fingerprint256;
    this.server = createServer(
      // Who calls is looked at below: no authority has signed it as a client.
      { cert: certificate, key, requestCert: true, rejectUnauthorized: false },
      (request, response) => void this.answer(request, response),
    );
  }

  static async start(certificate: ServerCertificate): Promise<KubeletServer> {
    const kubelet = new KubeletServer(certificate);
    await new Promise<void>((resolve, reject) => {
      kubelet.server.once("error", reject);
      kubelet.server.listen(0, "127.0.0.1", resolve);
    });
    return kubelet;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Keeps what a container prints from now on, until its pod is forgotten. */
  outputOf(name: ContainerName): ContainerOutput {
    const output = new ContainerOutput();
    this.outputs.set(keyOf(name), output);
    return output;
  }

  /** Drops what the containers of a pod printed. */
  forget(namespace: string, pod: string): void {
    for (const key of this.outputs.keys()) {
      if (key.startsWith(`${namespace}/${pod}/`)) this.outputs.delete(key);
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", "https://kubelet");
    const end = (status: number, text: string): void => void response.writeHead(status).end(text);
    if ((request.socket as TLSSocket).getPeerCertificate().fingerprint256 !== this.apiServer) {
      return end(403, "Forbidden");
    }
    const [, ...names] = /^\/containerLogs\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
    const [namespace, pod, container] = names as [string, string, string];
    if (request.method !== "GET" || names.length === 0) {
      return end(
        501,
        `The emulator's nodes do not answer ${request.method} ${pathname}: they have no containers to enter.`,
      );
    }
    const output = this.outputs.get(keyOf({ namespace, pod, container }));
    if (!output)
      return end(400, `container "${container}" in pod "${pod}" is waiting to start: ContainerCreating`);
    const closed = new AbortController();
    response.on("close", () => closed.abort());
    response.writeHead(200, { "content-type": "text/plain" });
    response.flushHeaders();
    for await (const text of shownLines(output, searchParams, closed.signal)) response.write(text);
    response.end();
  }
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod */
async function* shownLines(
  output: ContainerOutput,
  options: URLSearchParams,
  closed: AbortSignal,
): AsyncGenerator<string> {
  const tail = options.get("tailLines");
  const seconds = options.get("sinceSeconds");
  const since = seconds ? Date.now() - Number(seconds) * 1000 : Date.parse(options.get("sinceTime") ?? "");
  let left = Number(options.get("limitBytes") ?? Infinity);
  const skipped = tail === null ? 0 : Math.max(0, output.length - Number(tail));
  for await (const { at, text } of output.read(skipped, options.get("follow") ? closed : undefined)) {
    if (at.getTime() < since) continue;
    const line = `${options.get("timestamps") ? `${at.toISOString()} ` : ""}${text}\n`;
    yield line.slice(0, left);
    left -= line.length;
    if (left <= 0) return;
  }
}

function keyOf({ namespace, pod, container }: ContainerName): string {
  return `${namespace}/${pod}/${container}`;
}
