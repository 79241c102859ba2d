import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { kubernetesRelease, MIRROR_VARIABLE as PROGRAMS_MIRROR } from "../../../local/programs/release";
import { ASSETS_VARIABLE, findKubernetes } from "../../../local/rehearsal/find-kubernetes";
import {
  HELM_PROVIDER,
  KUBERNETES_PROVIDER,
  MIRROR_VARIABLE,
  type Provider,
} from "../../../local/rehearsal/provider-mirror";
import { defaultVariables, type Variables } from "../../../src/model/variables";
import { CountingServer } from "../../support/archive-server";

/* What a rehearsal needs for Kubernetes, and what it says where that cannot be had. Here a proxy is the internet. */

const MINOR = "1.35";
const VERSION = kubernetesRelease(MINOR)!.version;
const startedAs = { ...process.env };

let directory: string;
let internet: CountingServer | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "a machine-"));
  for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name];
  delete process.env[ASSETS_VARIABLE];
  process.env[MIRROR_VARIABLE] = join(directory, "mirror");
  // Nobody listens there.
  process.env.HTTPS_PROXY = "http://127.0.0.1:9";
  process.env[PROGRAMS_MIRROR] = "http://127.0.0.1:9";
});

afterEach(async () => {
  process.env = { ...startedAs };
  await internet?.stop();
  internet = undefined;
  rmSync(directory, { recursive: true });
});

/** @returns the directory with both programs, or what is missing, as one text */
async function find(changes: Partial<Variables> = {}): Promise<string> {
  const variables = { ...defaultVariables(), eks_cluster_version: MINOR, ...changes };
  const found = await findKubernetes({
    variables,
    output: join(directory, "cdktf.out"),
    programs: join(directory, "programs"),
  });
  return found.assets ?? found.missing;
}

const TARGET = `${platform()}_${arch() === "x64" ? "amd64" : arch()}`;

function addProvider({ name, version }: Provider, place = "mirror"): void {
  const path = join(directory, place, "registry.terraform.io/hashicorp", name, version, TARGET);
  mkdirSync(path, { recursive: true });
}

function addPrograms(place: string): string {
  mkdirSync(join(directory, place), { recursive: true });
  for (const program of ["etcd", "kube-apiserver"]) writeFileSync(join(directory, place, program), "");
  return join(directory, place);
}

const BROUGHT = `programs/kubernetes-${VERSION}/controller-tools/envtest`;

const GPUS: Partial<Variables> = { aws_batch_gpu_instance_types: ["g6"] };

const missing = ({ name, version }: Provider): string =>
  `Terraform's provider hashicorp/${name} ${version} is missing, and cannot be downloaded (registry.terraform.io cannot be reached: ECONNREFUSED); name a directory that has it in TF_PROVIDER_MIRROR`;

it("a directory that is named is taken, where the provider is in a mirror", async () => {
  addProvider(KUBERNETES_PROVIDER);
  process.env[ASSETS_VARIABLE] = addPrograms("named");
  expect(await find()).toBe(join(directory, "named"));
  rmSync(join(directory, "named/etcd"));
  expect(await find()).toBe(`KUBEBUILDER_ASSETS names ${join(directory, "named")}, where etcd is missing`);
  process.env[ASSETS_VARIABLE] = "";
  expect(await find()).toBe("KUBEBUILDER_ASSETS is empty");
});

it("what was brought before is taken, where Terraform downloaded the provider before", async () => {
  addProvider(KUBERNETES_PROVIDER, "cdktf.out/stacks/kubernetes/.terraform/providers");
  addPrograms(BROUGHT);
  expect(await find()).toBe(join(directory, BROUGHT));
});

it("without the provider nothing is downloaded", async () => {
  expect(await find()).toBe(missing(KUBERNETES_PROVIDER));
  expect(readdirSync(directory)).toEqual([]);
});

it("GPUs need the provider of their plugin, too", async () => {
  addProvider(KUBERNETES_PROVIDER);
  addPrograms(BROUGHT);
  expect(await find(GPUS)).toBe(missing(HELM_PROVIDER));
  addProvider(HELM_PROVIDER);
  expect(await find(GPUS)).toBe(join(directory, BROUGHT));
});

it("a proxy that refuses the way to the registry is told", async () => {
  internet = await CountingServer.start(() => undefined);
  internet.server.on("connect", (_, socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"));
  process.env.HTTPS_PROXY = internet.url;
  expect(await find()).toContain("(the proxy refuses the way to registry.terraform.io: 403 Forbidden)");
});

it("an archive that cannot be had is told with its page", async () => {
  addProvider(KUBERNETES_PROVIDER);
  expect(await find()).toBe(
    `Kubernetes' API server with etcd and kubectl ${VERSION} is missing, and cannot be downloaded (127.0.0.1:9 cannot be reached: ECONNREFUSED); get it from https://kubernetes.io/releases/download, and name its directory in KUBEBUILDER_ASSETS`,
  );
});

it("a version that nobody publishes for tests is told", async () => {
  addProvider(KUBERNETES_PROVIDER);
  expect(await find({ eks_cluster_version: "1.99" })).toBe(
    "no release of Kubernetes 1.99 is known here; name one in KUBEBUILDER_ASSETS",
  );
});
