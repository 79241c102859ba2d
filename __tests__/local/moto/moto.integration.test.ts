import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetUserCommand } from "@aws-sdk/client-iam";
import { CreateTopicCommand } from "@aws-sdk/client-sns";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Moto } from "../../../local/moto/moto";
import { MOTO_PROGRAM } from "../../../local/moto/moto-server";
import { ACCESS_KEY_ID, startGateway, type StartedGateway } from "../gateway/started-gateway";

/* moto asks for no key, runs containers in its own AWS Batch, and can be reset by anybody who reaches it. */

let gateway: StartedGateway;
const startedAs = { ...process.env };

beforeAll(async () => {
  // The one that users have.
  delete process.env[MOTO_PROGRAM];
  process.env.MOTO_ENABLE_RECORDING = "true";
  process.env.DOCKER_HOST = "unix:///var/run/docker.sock";
  gateway = await startGateway();
});

afterAll(async () => {
  process.env = startedAs;
  await gateway.stop();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
}

function send(method: string, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ ...urlOf(gateway.url), method, path, headers }, (response) => {
      response.resume();
      response.once("end", () => resolve({ status: response.statusCode, headers: response.headers }));
    })
      .once("error", reject)
      .end();
  });
}

function urlOf(url: string): { host: string; port: string } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port };
}

const signed = (service: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY_ID}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

/** Processes that this one started, and those that they started. */
function descendants(pid: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

const LISTENING = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ 0A (?:\S+ ){5}(\d+)/gm;

function listeningPorts(pid: number): number[] {
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return "";
    }
  });
  return ["tcp", "tcp6"].flatMap((family) =>
    [...readFileSync(`/proc/net/${family}`, "utf8").replace(/ +/g, " ").matchAll(LISTENING)]
      .filter(([, , inode]) => open.includes(`socket:[${inode}]`))
      .map(([, port]) => parseInt(port!, 16)),
  );
}

const onLinux = existsSync("/proc/net/tcp") ? test : test.skip;

onLinux("only the gateway listens on a port", () => {
  expect(listeningPorts(process.pid)).toContain(Number(urlOf(gateway.url).port));
  const motos = descendants(process.pid);
  expect(motos.length).toBeGreaterThan(0);
  expect(motos.flatMap(listeningPorts)).toEqual([]);
});

onLinux("moto runs in a directory of its own that nobody else can enter, without Docker and recorder", () => {
  const environments = descendants(process.pid).map((pid) => ({
    directory: readlinkSync(`/proc/${pid}/cwd`),
    variables: readFileSync(`/proc/${pid}/environ`, "utf8").split("\0"),
  }));
  expect(environments.length).toBeGreaterThan(0);
  for (const { directory, variables } of environments) {
    expect(directory).toContain("/moto/run-");
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(variables).toContain(`DOCKER_HOST=unix://${directory}/no-docker`);
    expect(variables.filter((variable) => variable.startsWith("MOTO_ENABLE_RECORDING"))).toEqual([]);
  }
});

test.each([
  "/moto-api/reset",
  "//moto-api/reset",
  "/%6doto-api/state-manager/get-transition",
  "http://x/moto-api/reset",
])("%s is nobody's, also with the key", async (path) =>
  expect(await send("POST", path, signed("s3"))).toMatchObject({ status: 404 }),
);

test("no web page may read an answer", async () => {
  const { headers } = await send("GET", "/", { ...signed("s3"), origin: "http://pages.example" });
  expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
});

test("its directory goes with it", async () => {
  const directory = mkdtempSync(join(tmpdir(), "moto-"));
  const moto = await Moto.start(directory);
  expect(readdirSync(join(directory, "moto"))).toHaveLength(1);
  await moto.stop();
  expect(readdirSync(join(directory, "moto"))).toEqual([]);
  rmSync(directory, { recursive: true });
});

describe("the caller, and the principals of IAM,", () => {
  it.each([
    ["eu-west-1", "aws"],
    ["cn-northwest-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ])("of %s are of partition %s", async (region, partition) => {
    const Arn = `arn:${partition}:iam::123456789012:user/emulator`;
    const configuration = { ...gateway.client, region };
    expect(await new STSClient(configuration).send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn });
    const { iam, sns } = gateway.moto.clients(region);
    expect((await iam.send(new GetUserCommand({ UserName: "emulator" }))).User).toMatchObject({ Arn });
    expect((await sns.send(new CreateTopicCommand({ Name: "here" }))).TopicArn).toBe(
      `arn:${partition}:sns:${region}:123456789012:here`,
    );
  });
});
