import { spawnSync } from "node:child_process";

/** Says why there is no API server for the tests; empty where there is one. */
export const NO_API_SERVER = "NO_API_SERVER";

/** The directory with etcd and kube-apiserver that tests give to the emulator; undefined where there is none. */
export const KUBERNETES_ASSETS = process.env.KUBEBUILDER_ASSETS || undefined;

/** What a test needs beside the API server, and whether this machine has it. */
const NEEDS = {
  kubectl: () => spawnSync("kubectl", ["version", "--client"]).status === 0,
} as const;

/** Tests against a real API server: counted as skipped, with the reason, where it cannot be had. */
export function describeWithApiServer(
  name: string,
  tests: () => void,
  ...needs: (keyof typeof NEEDS)[]
): void {
  const absent = needs.filter((need) => !NEEDS[need]());
  const reason = KUBERNETES_ASSETS
    ? absent.length > 0 && `this machine has no ${absent.join(" and no ")}`
    : process.env[NO_API_SERVER] || "KUBEBUILDER_ASSETS names no API server";
  if (reason) describe.skip(`${name} (skipped: ${reason})`, tests);
  else describe(name, tests);
}
