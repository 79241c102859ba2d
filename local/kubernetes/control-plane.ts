import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TetheredProcess } from "../tethered-process";
import { KubernetesClient } from "./client";
import {
  CERTIFICATE,
  ETCD_ARGUMENTS,
  serverArguments,
  writeConfiguration,
  type ControlPlaneProps,
} from "./configuration";
import { startControllers } from "./controllers/controllers";
import { KubeletServer } from "./kubelet-server";

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
    writeConfiguration(props, this.adminToken);
    this.etcd = new TetheredProcess(join(assets, "etcd"), ETCD_ARGUMENTS, { cwd });
    this.server = new TetheredProcess(join(assets, "kube-apiserver"), serverArguments(props, port), { cwd });
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
