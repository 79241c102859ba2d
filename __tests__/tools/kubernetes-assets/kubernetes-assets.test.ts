import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { kubernetesRelease } from "../../../local/programs/release";
import { defaultVariables } from "../../../src/model/variables";
import { kubernetesAssets, type KubernetesAssets } from "../../../tools/kubernetes-assets/kubernetes-assets";

/* Where the tests have Kubernetes' API server from, on machines with a Go of the test's own. */

let directory: string;
let root: string;
let said: string[];

beforeEach(() => {
  said = [];
  directory = mkdtempSync(join(tmpdir(), "a machine-"));
  root = join(directory, "programs");
  jest.spyOn(process.stderr, "write").mockImplementation((line) => said.push(String(line)) > 0);
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

function write(path: string, text: string): string {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
  return file;
}

/** What is found, where the build is a shell script; a machine without a path for it has no Go. */
function find(script: string, env: NodeJS.ProcessEnv = {}): Promise<KubernetesAssets> {
  return kubernetesAssets({
    env: { PATH: "/bin:/usr/bin", ...env },
    root,
    script: write("build.sh", script),
  });
}

const withGo = (): NodeJS.ProcessEnv => ({
  PATH: `${dirname(write("bin/go", "#!/bin/sh\n"))}:/bin:/usr/bin`,
});

it("KUBEBUILDER_ASSETS wins, where it names both programs", async () => {
  write("named/etcd", "");
  const env = { ...withGo(), KUBEBUILDER_ASSETS: join(directory, "named") };
  expect(await find("exit 1", env)).toEqual({
    missing: `KUBEBUILDER_ASSETS names ${join(directory, "named")}, where kube-apiserver is missing`,
  });
  write("named/kube-apiserver", "");
  expect(await find("exit 1", env)).toEqual({ directory: join(directory, "named") });
});

it("what a rehearsal downloaded is not built", async () => {
  const { version } = kubernetesRelease(defaultVariables().eks_cluster_version)!;
  write(`programs/kubernetes-${version}/controller-tools/envtest/etcd`, "");
  expect(await find("exit 1", withGo())).toEqual({
    directory: join(root, `kubernetes-${version}/controller-tools/envtest`),
  });
});

it("without any, it is built with Go; what Go downloads is not told", async () => {
  const script = `echo 'go: downloading a b' >&2; echo Building >&2; echo /built`;
  expect(await find(script, withGo())).toEqual({ directory: "/built" });
  expect(said).toEqual(["Building\n"]);
  // The lock is given back.
  expect(readdirSync(root)).toEqual([]);
});

it("what Go says last is why it could not be built", async () => {
  expect(await find("echo one >&2; echo proxy.example.com: no such host >&2; exit 1", withGo())).toEqual({
    missing: "Go cannot build the API server: proxy.example.com: no such host",
  });
  expect(await find("exit 3", withGo())).toEqual({ missing: "Go cannot build the API server: status 3" });
});

it("a machine without Go has none", async () => {
  expect(await find("exit 1", { PATH: join(directory, "empty") })).toEqual({
    missing: "KUBEBUILDER_ASSETS names no API server, and there is no Go to build it",
  });
});
