import { execFileSync } from "node:child_process";
import { connect } from "node:net";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { arch, platform, tmpdir } from "node:os";
import { join } from "node:path";
import {
  bring,
  kubernetesRelease,
  MIRROR_VARIABLE,
  TERRAFORM,
  type Release,
} from "../../../local/programs/release";
import releases from "../../../local/programs/releases.json";
import { BATCH_KUBERNETES_MINORS } from "../../../src/model/facts/batch";
import { CountingServer, TestArchive } from "../../support/archive-server";
import { HttpsServer } from "../../support/https-server";
import { execute, type Finished } from "../../support/lives/user-shell";

/* Releases that a server of the test publishes: what is brought is whole, is what was published, or is not there. */

const PROJECT = join(__dirname, "..", "..", "..");
const MACHINE = `${platform()}-${arch()}`;
const PAGE = "https://example.com/get-it";
const ZIP = new TestArchive("zip", { greeter: "#!/bin/sh\necho hello\n" });

let root: string;
let server: CountingServer | undefined;
const startedAs = { ...process.env };

beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), "brought programs-")), "programs");
  for (const name of Object.keys(process.env))
    if (/_proxy$/i.test(name) || name === MIRROR_VARIABLE) delete process.env[name];
  jest.spyOn(process.stderr, "write").mockReturnValue(true);
});

afterEach(async () => {
  process.env = { ...startedAs };
  jest.restoreAllMocks();
  rmSync(join(root, ".."), { recursive: true });
  await server?.stop();
  server = undefined;
});

/** A release of the program `greeter` that is published at an address. */
function greeter(address: string, changes: Partial<Release> = {}): Release {
  return {
    ...{ name: "greeter", title: "Greeter", version: "1.2.3", page: PAGE, programs: ["greeter"] },
    archives: { [MACHINE]: { address, sha256: ZIP.sum("sha256") } },
    ...changes,
  };
}

/** Publishes the archive by a server that answers so. */
async function published(
  answer: RequestListener = (_, response) => response.end(ZIP.bytes),
): Promise<Release> {
  server = await CountingServer.start(answer);
  return greeter(`${server.url}/greeter.zip`);
}

/** Why nothing came; nothing of it may be left then. */
async function refusal(release: Release): Promise<string> {
  const told = await bring(release, root).then(
    () => "it came",
    (error: Error) => error.message,
  );
  expect(existsSync(root) ? readdirSync(root) : []).toEqual([]);
  return told;
}

const missing = (reason: string): string =>
  `Greeter 1.2.3 is missing, and cannot be downloaded (${reason}); get it from ${PAGE}`;

/** Brings a release in a process of its own. */
function inAnotherProcess(
  release: Release,
  env: NodeJS.ProcessEnv = {},
  prefix: string[] = [],
): Promise<Finished> {
  const program = join(__dirname, "bringing-program.ts");
  const node = [
    process.execPath,
    "--require",
    "./src/typescript.cjs",
    program,
    JSON.stringify(release),
    root,
  ];
  const [command, ...args] = [...prefix, ...node];
  return execute(command!, args, { ...process.env, ...env }, PROJECT);
}

it("a release comes once, and its programs run", async () => {
  const release = await published();
  const programs = await bring(release, root);
  expect(execFileSync(join(programs, "greeter"), { encoding: "utf8" })).toBe("hello\n");
  expect(await bring(release, root)).toBe(programs);
  expect(server!.asked).toEqual(["/greeter.zip"]);
  expect(readdirSync(root)).toEqual(["greeter-1.2.3"]);
});

it("an archive may be one of tar, have SHA-512, and hold its programs in a directory", async () => {
  const archive = new TestArchive("gztar", { "a/b/greeter": "#!/bin/sh\necho hello\n" });
  server = await CountingServer.start((_, response) => response.end(archive.bytes));
  const archives = { [MACHINE]: { address: `${server.url}/greeter.tar.gz`, sha512: archive.sum("sha512") } };
  const programs = await bring(greeter("", { programs: ["a/b/greeter"], archives }), root);
  expect(programs).toBe(join(root, "greeter-1.2.3", "a", "b"));
  expect(execFileSync(join(programs, "greeter"), { encoding: "utf8" })).toBe("hello\n");
});

it("one line tells what comes, how large, and from where", async () => {
  await bring(
    await published((_, response) =>
      response.writeHead(200, { "content-length": ZIP.bytes.length }).end(ZIP.bytes),
    ),
    root,
  );
  const { calls } = jest.mocked(process.stderr).write.mock;
  expect(calls).toEqual([[`Downloading Greeter 1.2.3 from ${server!.host}, 1 MB ...\n`]]);
});

it("what is cut off in the middle is asked for again", async () => {
  const release = await published((_, response) => {
    response.writeHead(200, { "content-length": ZIP.bytes.length });
    if (server!.asked.length === 3) response.end(ZIP.bytes);
    else response.write(ZIP.bytes.subarray(0, 40), () => response.destroy());
  });
  expect(existsSync(join(await bring(release, root), "greeter"))).toBe(true);
  expect(server!.asked).toHaveLength(3);
});

it("what is always cut off is told, with how far it came", async () => {
  const release = await published((_, response) => {
    response.writeHead(200, { "content-length": ZIP.bytes.length });
    response.write(ZIP.bytes.subarray(0, 40), () => response.destroy());
  });
  expect(await refusal(release)).toBe(missing(`the connection ended after 40 of ${ZIP.bytes.length} bytes`));
});

it("what is not what was published is never unpacked", async () => {
  const other = new TestArchive("zip", { greeter: "#!/bin/sh\necho stolen\n" });
  expect(await refusal(await published((_, response) => response.end(other.bytes)))).toBe(
    missing(
      `its SHA-256 is ${other.sum("sha256")}, not ${ZIP.sum("sha256")}: this is not what was published`,
    ),
  );
  expect(server!.asked).toHaveLength(1);
});

it("a server that knows no such file is asked once, one that has trouble again", async () => {
  expect(await refusal(await published((_, response) => response.writeHead(404).end()))).toBe(
    missing(`${server!.host} answers 404 Not Found`),
  );
  expect(server!.asked).toHaveLength(1);
  await server!.stop();
  const release = await published((_, response) =>
    server!.asked.length === 1 ? response.writeHead(503).end() : response.end(ZIP.bytes),
  );
  expect(existsSync(await bring(release, root))).toBe(true);
});

it("a redirection is followed, and not for ever", async () => {
  const release = await published((request, response) =>
    request.url === "/here"
      ? response.end(ZIP.bytes)
      : response.writeHead(302, { location: request.url === "/greeter.zip" ? "/here" : "/round" }).end(),
  );
  expect(await refusal(greeter(`${server!.url}/round`))).toBe(
    missing(`${server!.host} sends from one address to the next`),
  );
  expect(existsSync(await bring(release, root))).toBe(true);
});

it("without a network, the server is named", async () => {
  const release = await published();
  const { host } = server!;
  await server!.stop();
  server = undefined;
  expect(await refusal(release)).toBe(missing(`${host} cannot be reached: ECONNREFUSED`));
});

it("a mirror serves the archives under their own names", async () => {
  await published();
  process.env[MIRROR_VARIABLE] = `${server!.url}/mirror/`;
  await bring(greeter("https://releases.example.com/greeter/1.2.3/greeter.zip"), root);
  expect(server!.asked).toEqual(["/mirror/greeter.zip"]);
});

describe("behind a proxy", () => {
  it("what comes without TLS is asked of the proxy itself, as whom it names", async () => {
    let credentials: string | undefined;
    await published((request, response) => {
      credentials = request.headers["proxy-authorization"];
      response.end(ZIP.bytes);
    });
    process.env.http_proxy = server!.url.replace("//", "//me:a%20secret@");
    await bring(greeter("http://releases.example.com/greeter.zip"), root);
    expect(server!.asked).toEqual(["http://releases.example.com/greeter.zip"]);
    expect(credentials).toBe(`Basic ${Buffer.from("me:a secret").toString("base64")}`);
  });

  it("what comes with TLS goes through a tunnel", async () => {
    const publisher = await HttpsServer.start((_, response) => response.end(ZIP.bytes));
    await published();
    const tunnels: string[] = [];
    server!.server.on("connect", (request, socket) => {
      tunnels.push(request.url!);
      const onwards = connect(publisher.port, "localhost", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        onwards.pipe(socket).pipe(onwards);
      });
      for (const end of [onwards, socket]) end.on("error", () => undefined);
    });
    const authority = join(root, "..", "authority.pem");
    writeFileSync(authority, publisher.certificateAuthority);
    const release = greeter(`https://localhost:${publisher.port}/greeter.zip`);
    const env = { NODE_EXTRA_CA_CERTS: authority, HTTPS_PROXY: server!.url, NO_PROXY: "" };
    expect(await inAnotherProcess(release, env)).toMatchObject({ status: 0 });
    expect(tunnels).toEqual([`localhost:${publisher.port}`]);
    await publisher.stop();
  });

  it("that refuses the way, the proxy is named", async () => {
    const release = greeter("https://releases.example.com/greeter.zip");
    await published();
    server!.server.on("connect", (_, socket) =>
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
    );
    process.env.HTTPS_PROXY = server!.url;
    expect(await refusal(release)).toBe(
      missing("the proxy refuses the way to releases.example.com: 407 Proxy Authentication Required"),
    );
  });
});

it("two processes at once bring a release once", async () => {
  const release = await published((_, response) => void setTimeout(() => response.end(ZIP.bytes), 1500));
  const both = await Promise.all([inAnotherProcess(release), inAnotherProcess(release)]);
  expect(both.map(({ status }) => status)).toEqual([0, 0]);
  expect(both.map(({ output }) => output).join("\n")).toMatch(
    /^Process \d+ brings Greeter 1.2.3: waiting for it ...$/m,
  );
  expect(server!.asked).toHaveLength(1);
  expect(readdirSync(root)).toEqual(["greeter-1.2.3"]);
});

it("what a killed process left is no hindrance", async () => {
  const release = await published();
  mkdirSync(join(root, "greeter-1.2.3.part"), { recursive: true });
  writeFileSync(join(root, "greeter.zip.part"), "half of it");
  writeFileSync(join(root, "greeter.lock"), JSON.stringify({ pid: 2 ** 22 + 1, command: "gone" }));
  expect(existsSync(join(await bring(release, root), "greeter"))).toBe(true);
  expect(readdirSync(root)).toEqual(["greeter-1.2.3"]);
});

/** Root may write everywhere, unless it has no privileges. */
const WITHOUT_PRIVILEGES =
  process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] : [];

it("a directory that cannot be written is named", async () => {
  const release = await published();
  mkdirSync(root);
  chmodSync(root, 0o500);
  const { status, output } = await inAnotherProcess(release, {}, WITHOUT_PRIVILEGES);
  expect(status).toBe(1);
  expect(output).toBe(`${missing(`${root} cannot be written (EACCES)`)}\n`);
});

it("a machine for which no archive is known is told so", async () => {
  const release = greeter("", { archives: {} });
  expect(await refusal(release)).toBe(missing(`no archive for this machine (${MACHINE}) is known`));
});

it("without a Python that can unpack it, it is told which one is needed", async () => {
  const release = await published();
  const bin = join(root, "..", "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "python3"), "#!/bin/sh\necho Python 3.9.2\n", { mode: 0o755 });
  const { status, output } = await inAnotherProcess(release, { PATH: bin });
  expect(status).toBe(1);
  expect(output).toContain(missing("Python 3.10 or newer is needed, this is 3.9.2"));
  expect(readdirSync(root)).toEqual([]);
});

describe("the releases of the project", () => {
  const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"];

  it.each(releases.map((release) => [`${release.name} ${release.version}`, release] as const))(
    "%s has an archive with its sum for each platform, and a place that the sums are from",
    (_, { archives, sumsFrom, version }) => {
      expect(Object.keys(archives)).toEqual(PLATFORMS);
      const sums = Object.values(archives).map((archive) => JSON.stringify(archive));
      for (const sum of sums) expect(sum).toMatch(/"sha256":"[0-9a-f]{64}"|"sha512":"[0-9a-f]{128}"/);
      expect(new Set(sums).size).toBe(PLATFORMS.length);
      for (const { address } of Object.values(archives)) expect(address).toContain(version);
      expect(sumsFrom).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+\/blob\/[0-9a-f]{40}\//);
    },
  );

  it("are Terraform, and an API server for each version of Kubernetes that AWS Batch supports", () => {
    expect(TERRAFORM.programs).toEqual(["terraform"]);
    const { min, max } = BATCH_KUBERNETES_MINORS;
    for (let minor = min; minor <= max; minor += 1)
      expect(kubernetesRelease(`1.${minor}`)?.programs).toContain("controller-tools/envtest/kube-apiserver");
    expect(kubernetesRelease("1.3")).toBeUndefined();
  });
});
