import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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

/** The API server makes it, with its key. */
export const CERTIFICATE = "certificates/apiserver";

/** As whom the emulator itself acts. */
const ADMIN = "eks:emulator";

/**
 * Unix sockets in the directory of the control plane, which only its owner can enter. Their path, from there, is never
 * too long; etcd takes none that does not look like a host with a port.
 */
const ETCD_SOCKET = "unix://etcd:1";
const PEER_SOCKET = "unix://etcd:2";

export const ETCD_ARGUMENTS = [
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

/** @param port of the API server */
export function serverArguments({ issuer, serviceCidr }: ControlPlaneProps, port: number): string[] {
  return [
    `--etcd-servers=${ETCD_SOCKET}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
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

/** What kube-apiserver reads at its start. */
export function writeConfiguration({ directory, webhooks }: ControlPlaneProps, adminToken: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string): void =>
    writeFileSync(join(directory, name), text, { mode: 0o600 });
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  write("service-accounts.key", privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  write("service-accounts.pub", publicKey.export({ type: "spki", format: "pem" }).toString());
  write("tokens.csv", `${adminToken},${ADMIN},${ADMIN},system:masters\n`);
  write("authentication.json", webhookConfiguration(webhooks.authentication));
  write("authorization.json", webhookConfiguration(webhooks.authorization));
}

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
