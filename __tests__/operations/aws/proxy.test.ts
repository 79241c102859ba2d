import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect as connectTo, type AddressInfo } from "node:net";
import { awsClients } from "../../../src/operations/aws/aws-clients";
import { connect } from "../../../src/operations/aws/connect";
import { checkProxy } from "../../../src/operations/doctor/machine/proxy";
import { proxyFor } from "../../../src/operations/aws/proxy";
import { HttpsServer } from "../../support/https-server";

const before = { ...process.env };
const tunnels: string[] = [];
let server: HttpsServer;
let proxy: Server;

/** A proxy as companies have: it lets through to this machine, and refuses every other way. */
beforeAll(async () => {
  server = await HttpsServer.start();
  proxy = createServer().on("connect", (request, client) => {
    tunnels.push(request.url!);
    if (!request.url!.startsWith("localhost:")) return client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const upstream = connectTo(server.port, "localhost", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    return client.on("error", () => upstream.destroy());
  });
  proxy.listen(0, "localhost");
  await once(proxy, "listening");
});

afterAll(async () => {
  await server.stop();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

beforeEach(() => {
  tunnels.splice(0);
  for (const name of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"])
    delete process.env[name];
});

afterEach(() => (process.env = { ...before }));

const proxyUrl = (): string => `http://localhost:${(proxy.address() as AddressInfo).port}`;
const reach = (): Promise<void> =>
  connect({ host: "localhost", port: server.port, certificateAuthority: server.certificateAuthority });

describe.each(["HTTPS_PROXY", "https_proxy"])("%s", (variable) => {
  it("is the way to AWS", async () => {
    Object.assign(process.env, {
      [variable]: proxyUrl(),
      AWS_ACCESS_KEY_ID: "x",
      AWS_SECRET_ACCESS_KEY: "x",
    });
    delete process.env.AWS_ENDPOINT_URL;
    const { sts } = awsClients("eu-west-1");
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow(
      "refuses the way: 403 Forbidden",
    );
    expect(new Set(tunnels)).toEqual(new Set(["sts.eu-west-1.amazonaws.com:443"]));
  });

  it("is the way to the Kubernetes API", async () => {
    process.env[variable] = proxyUrl();
    await reach();
    expect(tunnels).toEqual([`localhost:${server.port}`]);
  });
});

it("is passed by for the hosts of NO_PROXY", async () => {
  Object.assign(process.env, { HTTPS_PROXY: proxyUrl(), NO_PROXY: "localhost,.eks.amazonaws.com" });
  await reach();
  expect(tunnels).toEqual([]);
  expect(proxyFor("ABC.gr7.eu-west-1.eks.amazonaws.com")).toBeUndefined();
  expect(proxyFor("batch.eu-west-1.amazonaws.com")).toBe(proxyUrl());
});

it("needs no scheme", () => {
  process.env.HTTPS_PROXY = "proxy.example.com:3128";
  expect(proxyFor("batch.eu-west-1.amazonaws.com")).toBe("http://proxy.example.com:3128");
  process.env.HTTPS_PROXY = "https://proxy.example.com:3129";
  expect(proxyFor("batch.eu-west-1.amazonaws.com")).toBe("https://proxy.example.com:3129");
});

describe("in the doctor's table", () => {
  it("is named without its password, with the hosts that pass it by", () => {
    Object.assign(process.env, {
      HTTPS_PROXY: "http://jo:secret@proxy.example.com:3128",
      NO_PROXY: ".local",
    });
    expect(checkProxy("eu-west-1")).toMatchObject([
      { state: "ok", found: "proxy.example.com:3128 is the way to AWS, NO_PROXY is .local" },
    ]);
  });

  it("fails when it is none that is understood", () => {
    process.env.HTTPS_PROXY = "socks5://proxy.example.com:1080";
    expect(checkProxy("eu-west-1")).toMatchObject([
      { state: "failed", found: "socks5://proxy.example.com:1080 is no HTTP proxy" },
    ]);
  });

  it("has no line when the way is direct", () => expect(checkProxy("eu-west-1")).toEqual([]));
});

it("that does not let through is told as the reason", async () => {
  process.env.HTTPS_PROXY = proxyUrl();
  const elsewhere = { host: "example.invalid", port: 443, certificateAuthority: "" };
  await expect(connect(elsewhere)).rejects.toThrow(/the proxy localhost:\d+ refuses the way: 403 Forbidden/);
});

it("is not needed", async () => {
  await reach();
  expect(tunnels).toEqual([]);
  expect(proxyFor("batch.eu-west-1.amazonaws.com")).toBeUndefined();
});
