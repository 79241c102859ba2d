import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TetheredProcess } from "../tethered-process";
import { KubernetesClient } from "./client";
import { startControllers } from "./controllers/controllers";
import { KubeletServer } from "./kubelet-server";

export interface ControlPlaneProps {
  /** Where `etcd` and `kube-apiserver` are. Absolute. */
  readonly assets: string;
  /** Does not exist yet, and is removed with the control plane. Absolute. */
  readonly directory: string;
  /** Issuer of the tokens of service accounts, as URL. */
  readonly issuer: string;
  /** Such as `172.20.0.0/16`. */
  readonly serviceCidr: string;
  /** Addresses of those who tell whose a token is and what its owner may do, where Kubernetes itself does not know. */
  readonly webhooks: {
    readonly authentication: string;
    readonly authorization: string;
  };
}

/** On the busiest machine too. */
const START_TIMEOUT_MS = 120_000;

/** What is kept of what a program says. */
const OUTPUT_LENGTH = 20_000;

/** A kube-apiserver on loopback with an etcd of its own, which end with this process. */
export class ControlPlane {
  private readonly etcd: TetheredProcess;
  private readonly server: TetheredProcess;
  private client: KubernetesClient | undefined;
  private stopControllers: (() => void) | undefined;
  private kubeletServer: KubeletServer | undefined;
  private stopping: Promise<void> | undefined;
  private readonly adminToken = randomBytes(24).toString("hex");
  /** PEM. */
  certificateAuthority = "";

  private constructor(
    private readonly props: ControlPlaneProps,
    private readonly port: number,
  ) {
    const { assets, directory: cwd } = props;
    this.writeFiles();
    this.etcd = new TetheredProcess(join(assets, "etcd"), ETCD_ARGUMENTS, { cwd });
    this.server = new TetheredProcess(join(assets, "kube-apiserver"), this.serverArguments(), { cwd });
  }

  /** @returns once its programs run; it is of use when it is `ready` */
  static async launch(props: ControlPlaneProps): Promise<ControlPlane> {
    return new ControlPlane(props, await freePort());
  }

  get endpoint(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  /** Acts as the emulator itself, which may do everything. */
  get api(): KubernetesClient {
    return this.client!;
  }

  /** Of all nodes of the cluster. */
  get kubelet(): KubeletServer {
    return this.kubeletServer!;
  }

  /** Ends it, also before it is ready. */
  async stop(): Promise<void> {
    this.stopping ??= this.end();
    await this.stopping;
  }

  private async end(): Promise<void> {
    this.stopControllers?.();
    this.client?.close();
    this.kubeletServer?.close();
    await Promise.all([this.server.kill(), this.etcd.kill()]);
    rmSync(this.props.directory, { recursive: true, force: true });
  }

  /** @throws Error when one of the two programs does not start */
  async ready(): Promise<void> {
    const ended = [watched("etcd", this.etcd), watched("kube-apiserver", this.server)];
    const failure = Promise.race(ended);
    let isReady = false;
    failure.catch((error: Error) => {
      if (isReady && !this.stopping) console.error(error.message);
    });
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(isReady = await Promise.race([this.isReady(), failure]))) {
      if (Date.now() > deadline) {
        throw new Error(`kube-apiserver was not ready within ${START_TIMEOUT_MS / 1000} s.`);
      }
      await Promise.race([sleep(50), failure]);
    }
    const read = (ending: string): string =>
      readFileSync(join(this.props.directory, `${CERTIFICATE}.${ending}`), "utf8");
    const kubeletServer = await KubeletServer.start({ certificate: read("crt"), key: read("key") });
    if (this.stopping) {
      kubeletServer.close();
      throw new Error("kube-apiserver was stopped before it was ready.");
    }
    this.kubeletServer = kubeletServer;
    this.stopControllers = startControllers(this.api, this.certificateAuthority);
  }

  private async isReady(): Promise<boolean> {
    try {
      this.client ??= this.connect();
      return (await this.client?.get<string>("/readyz")) === "ok";
    } catch {
      return false;
    }
  }

  private connect(): KubernetesClient | undefined {
    const file = join(this.props.directory, `${CERTIFICATE}.crt`);
    // The server writes its certificate first, then that of the authority which it made for it; it may still write.
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const [, authority] = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
    if (authority === undefined) return undefined;
    this.certificateAuthority = authority;
    return KubernetesClient.connect({
      endpoint: this.endpoint,
      certificateAuthority: authority,
      token: this.adminToken,
    });
  }

  private writeFiles(): void {
    const { directory, webhooks } = this.props;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const write = (name: string, text: string): void =>
      writeFileSync(join(directory, name), text, { mode: 0o600 });
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    write("service-accounts.key", privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    write("service-accounts.pub", publicKey.export({ type: "spki", format: "pem" }).toString());
    write("tokens.csv", `${this.adminToken},${ADMIN},${ADMIN},system:masters\n`);
    write("authentication.json", webhookConfiguration(webhooks.authentication));
    write("authorization.json", webhookConfiguration(webhooks.authorization));
  }

  private serverArguments(): string[] {
    const { issuer, serviceCidr } = this.props;
    return [
      `--etcd-servers=${ETCD_SOCKET}`,
      "--bind-address=127.0.0.1",
      `--secure-port=${this.port}`,
      "--cert-dir=certificates",
      "--endpoint-reconciler-type=none",
      `--service-cluster-ip-range=${serviceCidr}`,
      "--service-account-signing-key-file=service-accounts.key",
      "--service-account-key-file=service-accounts.pub",
      `--service-account-issuer=${issuer}`,
      "--api-audiences=https://kubernetes.default.svc",
      "--token-auth-file=tokens.csv",
      "--authentication-token-webhook-config-file=authentication.json",
      "--authentication-token-webhook-version=v1",
      "--authentication-token-webhook-cache-ttl=0s",
      "--authorization-mode=RBAC,Webhook",
      "--authorization-webhook-config-file=authorization.json",
      "--authorization-webhook-version=v1",
      "--authorization-webhook-cache-authorized-ttl=0s",
      "--authorization-webhook-cache-unauthorized-ttl=0s",
      "--allow-privileged=true",
      // What costs start-up or memory, and counts in large clusters only.
      "--enable-priority-and-fairness=false",
      "--etcd-compaction-interval=0",
      "--profiling=false",
      // All nodes are this machine. What plays their kubelet knows the API server by its certificate.
      "--kubelet-preferred-address-types=ExternalDNS",
      `--kubelet-client-certificate=${CERTIFICATE}.crt`,
      `--kubelet-client-key=${CERTIFICATE}.key`,
    ];
  }
}

/** The API server makes it, with its key. */
const CERTIFICATE = "certificates/apiserver";

/** As whom the emulator itself acts. */
const ADMIN = "eks:emulator";

/**
 * Unix sockets in the directory of the control plane, which only its owner can enter. Their path, from there, is never
 * too long; etcd takes none that does not look like a host with a port.
 */
const ETCD_SOCKET = "unix://etcd:1";
const PEER_SOCKET = "unix://etcd:2";

const ETCD_ARGUMENTS = [
  "--data-dir=data",
  `--listen-client-urls=${ETCD_SOCKET}`,
  `--advertise-client-urls=${ETCD_SOCKET}`,
  `--listen-peer-urls=${PEER_SOCKET}`,
  `--initial-advertise-peer-urls=${PEER_SOCKET}`,
  `--initial-cluster=default=${PEER_SOCKET}`,
  // The data does not outlive the process.
  "--unsafe-no-fsync",
  "--log-level=warn",
];

/** A kubeconfig, which is what tells the API server where a webhook is. */
function webhookConfiguration(server: string): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "emulator", cluster: { server } }],
    contexts: [{ name: "emulator", context: { cluster: "emulator" } }],
    "current-context": "emulator",
  });
}

/** @throws Error, with what the program said last, when it ends */
async function watched(name: string, { child, exited }: TetheredProcess): Promise<never> {
  let output = "";
  const read = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-OUTPUT_LENGTH);
  };
  child.stdout?.on("data", read);
  child.stderr?.on("data", read);
  const code = await exited;
  throw new Error(`${name} ended with status ${code}: ${lastWords(output)}`);
}

function lastWords(output: string): string {
  const lines = output.trim().split("\n");
  const error = lines.findLast((line) => /^(Error:|E\d{4}|F\d{4}|\{"level":"(error|fatal|panic))/.test(line));
  return error ?? lines.at(-1) ?? "";
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
