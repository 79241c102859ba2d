import { spawnSync } from "node:child_process";

/** Say why the tests have no API server, and no Terraform provider for it; empty where there is one. */
export const NO_API_SERVER = "NO_API_SERVER";
export const NO_PROVIDER = "NO_KUBERNETES_PROVIDER";

/** The directory with etcd and kube-apiserver that tests give to the emulator; undefined where there is none. */
export const KUBERNETES_ASSETS = process.env.KUBEBUILDER_ASSETS || undefined;

/** What a test needs beside the API server, and why this machine has it not. */
const NEEDS = {
  kubectl: () =>
    spawnSync("kubectl", ["version", "--client"]).status === 0 ? undefined : "this machine has no kubectl",
  provider: () => process.env[NO_PROVIDER],
} as const;

type Need = keyof typeof NEEDS;

/** Why tests against a real API server, and what they need beside it, are skipped; undefined where they are not. */
export function missingFor(...needs: readonly Need[]): string | undefined {
  if (!KUBERNETES_ASSETS) return process.env[NO_API_SERVER] || "KUBEBUILDER_ASSETS names no API server";
  return needs.map((need) => NEEDS[need]()).find(Boolean);
}

/** Tests against a real API server: counted as skipped, with the reason, where it cannot be had. */
export function describeWithApiServer(name: string, tests: () => void, ...needs: readonly Need[]): void {
  const reason = missingFor(...needs);
  if (reason) describe.skip(`${name} (skipped: ${reason})`, tests);
  else describe(name, tests);
}
