import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An HTTPS server on `localhost`. */
export class HttpsServer {
  private constructor(
    private readonly server: Server,
    /** The certificate authority of its certificate, in PEM. */
    readonly certificateAuthority: string,
  ) {}

  /** @param answer @default - refuses everything, as the Kubernetes API does without credentials */
  static async start(
    answer: RequestListener = (_, response) => response.writeHead(401).end(),
  ): Promise<HttpsServer> {
    const { key, cert } = selfSigned();
    const server = createServer({ key, cert }, answer);
    server.listen(0, "localhost");
    await once(server, "listening");
    return new HttpsServer(server, cert);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A certificate for `localhost`, and its key. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, cert] = [join(directory, "key.pem"), join(directory, "cert.pem")];
  try {
    const elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const files = ["-keyout", key, "-out", cert];
    execFileSync("openssl", ["req", "-x509", "-days", "1", ...elliptic, ...name, ...files], {
      stdio: "pipe",
    });
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
