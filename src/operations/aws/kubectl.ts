import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cluster, EKSClient } from "@aws-sdk/client-eks";
import type { Variables } from "../../model/variables";
import { reasonOf, runCommand, type CommandResult, type RunCommand } from "../terminal/commands";
import { findCluster } from "./cluster-reachability";

/** How commands are run, and of which environment. */
export interface KubectlContext {
  readonly env: NodeJS.ProcessEnv;
  readonly run: RunCommand;
  readonly variables: Pick<Variables, "eks_cluster_name" | "aws_region">;
}

/** kubectl against the environment's cluster. */
export interface Kubectl {
  run(...args: string[]): Promise<CommandResult>;
  /** Sends JSON to a path of the Kubernetes API. */
  post(path: string, body: object, ...args: string[]): Promise<CommandResult>;
  /** Replaces what is at a path of the Kubernetes API by JSON. */
  put(path: string, body: object): Promise<CommandResult>;
}

/**
 * Works with kubectl of this machine in the cluster of an environment.
 *
 * @returns undefined where there is no cluster
 */
export async function inCluster<T>(
  eks: EKSClient,
  variables: KubectlContext["variables"],
  work: (kubectl: Kubectl) => Promise<T>,
): Promise<T | undefined> {
  const cluster = await findCluster(eks, variables.eks_cluster_name);
  return cluster && withKubectl(cluster, { env: process.env, run: runCommand, variables }, work);
}

const REQUEST_TIMEOUT = "15s";

/**
 * Gives kubectl a configuration of its own in a temporary directory, cache included, so that the
 * user's stays as it is. It holds one token: with the command that `aws eks update-kubeconfig`
 * writes, each question would start the AWS CLI for another one.
 *
 * @throws Error when there is no token to be had
 */
export async function withKubectl<T>(
  cluster: Cluster,
  context: KubectlContext,
  work: (kubectl: Kubectl) => Promise<T>,
): Promise<T> {
  const { env, run } = context;
  const token = await clusterToken(context);
  const directory = mkdtempSync(join(tmpdir(), "kubectl-"));
  try {
    const file = join(directory, "kubeconfig");
    writeFileSync(file, JSON.stringify(kubeconfig(cluster, token)), { mode: 0o600 });
    const options = [
      ...["--kubeconfig", file, "--cache-dir", join(directory, "cache")],
      ...["--request-timeout", REQUEST_TIMEOUT],
    ];
    const kubectl = (...args: string[]): Promise<CommandResult> => run("kubectl", [...options, ...args], env);
    let bodies = 0;
    const send = (verb: string, path: string, body: object, ...args: string[]): Promise<CommandResult> => {
      const bodyFile = join(directory, `body-${(bodies += 1)}.json`);
      writeFileSync(bodyFile, JSON.stringify(body));
      return kubectl(verb, "--raw", path, "--filename", bodyFile, ...args);
    };
    return await work({
      run: kubectl,
      post: (path, body, ...args) => send("create", path, body, ...args),
      put: (path, body) => send("replace", path, body),
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function clusterToken({ env, run, variables }: KubectlContext): Promise<string> {
  const { eks_cluster_name: name, aws_region: region } = variables;
  const args = ["eks", "get-token", "--cluster-name", name, "--region", region, "--output", "json"];
  const result = await run("aws", args, env);
  if (result.status !== 0) throw new Error(`aws eks get-token: ${reasonOf(result)}`);
  return (JSON.parse(result.stdout) as { status: { token: string } }).status.token;
}

/** @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1 */
function kubeconfig({ name, endpoint, certificateAuthority }: Cluster, token: string): object {
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name, cluster: { server: endpoint, "certificate-authority-data": certificateAuthority?.data } },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  };
}
