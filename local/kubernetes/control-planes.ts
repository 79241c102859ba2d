import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ControlPlaneProps } from "./configuration";
import { ControlPlane } from "./control-plane";

export interface ControlPlanesProps {
  /** Where `etcd` and `kube-apiserver` are. Absolute. */
  readonly assets: string;
  /** Of the emulator; the control planes have one of their own in it. Absolute. */
  readonly directory: string;
  /** What the emulator's own endpoints take as password. */
  readonly password: string;
}

export interface ClusterOfControlPlane extends Pick<ControlPlaneProps, "issuer" | "serviceCidr"> {
  readonly region: string;
  readonly name: string;
}

/** The webhooks of a cluster below `/_emulator/`. */
export type Webhook = "authenticate" | "authorize";

export const WEBHOOKS_PATH = "/_emulator/kubernetes/";

/** What the API server of a cluster asks. */
export interface WebhookCall {
  readonly region: string;
  readonly clusterName: string;
  readonly webhook: Webhook;
}

/** @returns undefined for a path that is none of a webhook */
export function webhookCallOf(path: string): WebhookCall | undefined {
  const [region, clusterName, webhook, ...rest] = path.slice(WEBHOOKS_PATH.length).split("/");
  if (!path.startsWith(WEBHOOKS_PATH) || !region || !clusterName || rest.length > 0) return undefined;
  // The API server adds a query of its own.
  const name = webhook?.replace(/\?.*/, "");
  return name === "authenticate" || name === "authorize" ? { region, clusterName, webhook: name } : undefined;
}

/** The control planes of all clusters, which end with the emulator. */
export class ControlPlanes {
  /** Where the emulator answers. */
  endpoint = "";
  private readonly directory: string;
  private readonly launched: ControlPlane[] = [];
  private stopped = false;

  constructor(private readonly props: ControlPlanesProps) {
    this.directory = join(props.directory, "kubernetes");
    // An emulator that was killed leaves the data of its clusters behind.
    rmSync(this.directory, { recursive: true, force: true });
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
  }

  /**
   * @returns once it is ready
   * @throws Error when it does not start
   */
  async start({ region, name, issuer, serviceCidr }: ClusterOfControlPlane): Promise<ControlPlane> {
    // In the address: the API server sends no token where there is no TLS.
    const address = new URL(this.endpoint);
    address.username = "kube-apiserver";
    address.password = this.props.password;
    const webhook = (which: Webhook): string =>
      new URL(`${WEBHOOKS_PATH}${region}/${name}/${which}`, address).href;
    const controlPlane = await ControlPlane.launch({
      assets: this.props.assets,
      directory: mkdtempSync(join(this.directory, `${name}-`)),
      issuer,
      serviceCidr,
      webhooks: {
        authentication: webhook("authenticate"),
        authorization: webhook("authorize"),
      },
    });
    this.launched.push(controlPlane);
    try {
      if (this.stopped) throw new Error("The emulator ended.");
      await controlPlane.ready();
    } catch (error) {
      await controlPlane.stop();
      throw error;
    }
    return controlPlane;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.launched.map((controlPlane) => controlPlane.stop()));
    rmSync(this.directory, { recursive: true, force: true });
  }
}
