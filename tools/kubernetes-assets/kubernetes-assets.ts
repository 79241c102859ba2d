import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { PROGRAMS } from "../../local/programs/missing";
import { alone, broughtRelease, kubernetesRelease } from "../../local/programs/release";
import { mistakeIn } from "../../local/rehearsal/find-kubernetes";
import { defaultVariables } from "../../src/model/variables";

/** A directory with etcd and kube-apiserver, or why there is none, as the end of a sentence. */
export type KubernetesAssets =
  | { readonly directory: string; readonly missing?: undefined }
  | { readonly directory?: undefined; readonly missing: string };

export interface KubernetesAssetsProps {
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Directory of everything that was brought. @default - that of the working copy */
  readonly root?: string;
  /** Shell script that builds both, and prints their directory. @default - the one beside this file */
  readonly script?: string;
}

/**
 * Kubernetes' API server and etcd for the tests: those that `KUBEBUILDER_ASSETS` names, else those that a rehearsal
 * downloaded, else built with Go, which takes minutes the first time.
 */
export async function kubernetesAssets({
  env = process.env,
  root = PROGRAMS,
  script = join(__dirname, "build.sh"),
}: KubernetesAssetsProps = {}): Promise<KubernetesAssets> {
  const named = env.KUBEBUILDER_ASSETS;
  if (named) {
    const missing = mistakeIn(named);
    return missing === undefined ? { directory: named } : { missing };
  }
  const release = kubernetesRelease(defaultVariables().eks_cluster_version);
  const brought = release && broughtRelease(release, root);
  if (brought !== undefined) return { directory: brought };
  if (!hasGo(env))
    return { missing: "KUBEBUILDER_ASSETS names no API server, and there is no Go to build it" };
  mkdirSync(root, { recursive: true, mode: 0o700 });
  return alone(join(root, "built-kubernetes.lock"), "Kubernetes' API server", () => build(script, env));
}

function hasGo(env: NodeJS.ProcessEnv): boolean {
  try {
    execFileSync("go", ["version"], { env, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function build(script: string, env: NodeJS.ProcessEnv): Promise<KubernetesAssets> {
  const child = spawn("sh", [script], { env, stdio: ["ignore", "pipe", "pipe"] });
  let last = "";
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.startsWith("go: downloading ")) return;
    last = line;
    process.stderr.write(`${line}\n`);
  });
  const [directory] = await Promise.all([text(child.stdout), once(child, "close")]);
  return child.exitCode === 0
    ? { directory: directory.trim() }
    : { missing: `Go cannot build the API server: ${last || `status ${child.exitCode}`}` };
}
