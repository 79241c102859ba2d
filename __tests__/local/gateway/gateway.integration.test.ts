import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AllocateAddressCommand,
  CreateVpcCommand,
  DescribeAddressesCommand,
  DescribeVpcsCommand,
  EC2Client,
  ReleaseAddressCommand,
} from "@aws-sdk/client-ec2";
import { DescribeClusterCommand, EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { EmulatedService } from "../../../local/protocol/service";
import { ACCESS_KEY_ID, startGateway, type StartedGateway } from "./started-gateway";

const eksWithOneOperation: EmulatedService = {
  name: "eks",
  operations: [
    { action: "ListClusters", method: "GET", path: "/clusters", handle: () => ({ clusters: ["a"] }) },
    {
      action: "DeleteCluster",
      method: "DELETE",
      path: "/clusters/:name",
      handle: () => {
        throw new Error("a defect");
      },
    },
  ],
  inventory: () => [{ service: "eks", type: "cluster", id: "a", region: "us-east-1" }],
  holdersOf: () => [],
};

let gateway: StartedGateway;
let eks: EKSClient;
let ec2: EC2Client;

beforeAll(async () => {
  gateway = await startGateway([eksWithOneOperation]);
  eks = new EKSClient(gateway.client);
  ec2 = new EC2Client(gateway.client);
});

afterAll(() => gateway.stop());

function get(path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(gateway.url + path, { headers }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on("error", reject)
      .end();
  });
}

function control(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${gateway.url}/_emulator/${path}`, {
    method,
    headers: { authorization: `Bearer ${ACCESS_KEY_ID}` },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

const signed = (accessKeyId: string): string =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/eks/aws4_request, SignedHeaders=host, Signature=0`;

describe("who may call", () => {
  test("a request without a signature is refused", async () => {
    expect((await get("/clusters", {})).status).toBe(403);
  });

  test("a request signed with another access key is refused, with the way to the right one", async () => {
    const { status, body } = await get("/clusters", { authorization: signed("AKIAIOSFODNN7EXAMPLE") });
    expect(status).toBe(403);
    expect(body).toContain("npm run local:env");
  });

  test.each(["EKS", "STS", "EC2"])("the SDK's %s client understands that refusal", async (service) => {
    const config = {
      ...gateway.client,
      credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    };
    const call = {
      EKS: () => new EKSClient(config).send(new ListClustersCommand({})),
      STS: () => new STSClient(config).send(new GetCallerIdentityCommand({})),
      EC2: () => new EC2Client(config).send(new DescribeVpcsCommand({})),
    }[service]!;
    await expect(call()).rejects.toMatchObject({
      name: "UnrecognizedClientException",
      message: expect.stringContaining("npm run local:env") as string,
      $metadata: { httpStatusCode: 403 },
    });
  });

  test("nobody from another machine: this one's other addresses do not answer", async () => {
    const { port } = new URL(gateway.url);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === "IPv4" && !internal)
      .map(({ address }) => address);
    // The second is loopback too, and answers where a server listens on all addresses.
    for (const address of [...others, "127.0.0.2"]) {
      await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
    }
    expect((await fetch(`${gateway.url}/`)).status).toBe(403);
  });

  test("a request under another host name is refused even with the key", async () => {
    const headers = { authorization: signed(ACCESS_KEY_ID), host: "evil.example" };
    expect((await get("/clusters", headers)).status).toBe(403);
    expect(
      (await get("/_emulator/health", { ...headers, authorization: `Bearer ${ACCESS_KEY_ID}` })).status,
    ).toBe(403);
  });

  test.each([
    ["another host name", { host: "evil.example" }],
    ["no key", {}],
    ["the control API without a key", {}, "/_emulator/faults"],
  ])("%s is refused before the body comes", async (_what, headers, path = "/clusters") => {
    const status = await new Promise((resolve, reject) => {
      const sending = request(gateway.url + path, {
        method: "POST",
        headers: { ...headers, "content-length": 1_000_000 },
      });
      sending.once("response", (response) => {
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.once("error", reject);
      sending.flushHeaders();
    });
    expect(status).toBe(403);
  });

  test.each([
    ["that says so", { "content-length": String(65 << 20) }],
    ["that comes in pieces", {}],
  ])("a body that no request of AWS has is refused with the key too, one %s", async (_what, headers) => {
    const body = new ReadableStream({
      start(controller) {
        for (let mebibyte = 0; mebibyte < 65; mebibyte += 1) controller.enqueue(new Uint8Array(1 << 20));
        controller.close();
      },
    });
    const { status } = await fetch(`${gateway.url}/clusters`, {
      method: "POST",
      headers: { ...headers, authorization: signed(ACCESS_KEY_ID) },
      body,
      duplex: "half",
    });
    expect(status).toBe(413);
  });

  test("the control API wants the key", async () => {
    expect((await get("/_emulator/health", {})).status).toBe(403);
    expect((await get("/_emulator/health", { authorization: "Bearer other" })).status).toBe(403);
    expect(await (await control("GET", "health")).json()).toEqual({ pid: process.pid });
  });
});

describe("what is answered", () => {
  test("what is not emulated goes to moto, as one IAM user", async () => {
    const identity = await new STSClient(gateway.client).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: "123456789012",
      Arn: "arn:aws:iam::123456789012:user/emulator",
    });
  });

  test("an emulated operation is answered by its service", async () => {
    expect((await eks.send(new ListClustersCommand({}))).clusters).toEqual(["a"]);
  });

  test("an unknown operation of an emulated service is named and refused, not invented", async () => {
    await expect(eks.send(new DescribeClusterCommand({ name: "a" }))).rejects.toMatchObject({
      name: "NotImplemented",
      message: "The emulator does not implement DescribeCluster.",
      $metadata: { httpStatusCode: 501 },
    });
  });

  test("a defect of an emulated service is an internal failure", async () => {
    const log = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const { status } = await fetch(`${gateway.url}/clusters/a`, {
      method: "DELETE",
      headers: { authorization: signed(ACCESS_KEY_ID) },
    });
    expect(status).toBe(500);
    expect(log).toHaveBeenCalledWith("eks DeleteCluster broke:", expect.any(Error));
    log.mockRestore();
  });

  test("Terraform's calls are told apart", async () => {
    const customUserAgent = "APN/1.0 HashiCorp/1.0 Terraform/1.11.0";
    await new EC2Client({ ...gateway.client, customUserAgent }).send(new DescribeVpcsCommand({}));
    await ec2.send(new DescribeVpcsCommand({}));
    expect(gateway.calls.all().slice(-2)).toMatchObject([{ byTerraform: true }, { byTerraform: false }]);
  });

  test("every call is recorded with its outcome", async () => {
    const before = gateway.calls.all().length;
    await ec2.send(new DescribeVpcsCommand({}));
    await eks.send(new ListClustersCommand({}));
    await eks.send(new DescribeClusterCommand({ name: "a" })).catch(() => undefined);
    expect(gateway.calls.all().slice(before)).toMatchObject([
      { service: "ec2", action: "DescribeVpcs", region: "us-east-1", status: 200 },
      { service: "eks", action: "ListClusters", region: "us-east-1", status: 200 },
      { service: "eks", action: "DescribeCluster", region: "us-east-1", status: 501 },
    ]);
  });
});

describe("S3", () => {
  const object = { Bucket: "objects", Key: "a/ü" };
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const create = new PutObjectCommand({ ...object, Body: bytes, IfNoneMatch: "*" });
  let s3: S3Client;

  beforeAll(async () => {
    s3 = new S3Client(gateway.client);
    await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
    await s3.send(create);
  });

  afterAll(async () => {
    await s3.send(new DeleteObjectCommand(object));
    await s3.send(new DeleteBucketCommand({ Bucket: object.Bucket }));
  });

  test("gives an object back as it was put, byte for byte", async () => {
    const { Body } = await s3.send(new GetObjectCommand(object));
    expect(await Body!.transformToByteArray()).toEqual(bytes);
  });

  test("tells of an object without it", async () => {
    expect(await s3.send(new HeadObjectCommand(object))).toMatchObject({
      ContentLength: 256,
      LastModified: expect.any(Date) as Date,
    });
  });

  test("creates an object only once where that is the condition", async () => {
    await expect(s3.send(create)).rejects.toMatchObject({
      name: "PreconditionFailed",
      $metadata: { httpStatusCode: 412 },
    });
  });
});

describe("ordered faults", () => {
  afterEach(() => control("DELETE", "faults"));

  const calls = {
    eks: { action: "ListClusters", send: () => eks.send(new ListClustersCommand({})) },
    ec2: { action: "DescribeVpcs", send: () => ec2.send(new DescribeVpcsCommand({})) },
  };

  describe.each(["eks", "ec2"] as const)("on %s", (service) => {
    const { action, send } = calls[service];
    test.each([
      ["throttling", { name: "ThrottlingException", $metadata: { httpStatusCode: 429 } }, 429],
      ["500", { name: "InternalFailure", $metadata: { httpStatusCode: 500 } }, 500],
      ["503", { name: "ServiceUnavailable", $metadata: { httpStatusCode: 503 } }, 503],
      ["connection-reset", { message: expect.stringContaining("ECONNRESET") as string }, 0],
    ])("%s hits as many calls as ordered", async (error, seen, status) => {
      expect((await control("POST", "faults", { service, action, error, count: 2 })).status).toBe(201);
      await expect(send()).rejects.toMatchObject(seen);
      await expect(send()).rejects.toMatchObject(seen);
      await send();
      const recorded = gateway.calls.all().slice(-3);
      expect(recorded.map((call) => call.status)).toEqual([status, status, 200]);
      expect(await (await control("GET", "faults")).json()).toEqual([]);
    });
  });

  const hit = (error: string): unknown => gateway.calls.all().find(({ fault }) => fault === error);

  test("a timeout answers nothing until the caller hangs up, and does nothing", async () => {
    await control("POST", "faults", { service: "ec2", action: "CreateVpc", error: "timeout" });
    const abortSignal = AbortSignal.timeout(300);
    const call = ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }), { abortSignal });
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
    while (!hit("timeout")) await sleep(10);
    expect(hit("timeout")).toMatchObject({ action: "CreateVpc", status: 0 });
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  });

  test("a timeout ends after its seconds", async () => {
    await control("POST", "faults", { service: "eks", action: "*", error: "timeout", seconds: 0.1 });
    await expect(calls.eks.send()).rejects.toThrow(/ECONNRESET|socket hang up/);
  });

  test("a lost answer is that of a call which was carried out", async () => {
    await control("POST", "faults", { service: "ec2", action: "AllocateAddress", error: "lost-answer" });
    const call = ec2.send(new AllocateAddressCommand({}));
    await expect(call).rejects.toThrow(/ECONNRESET|socket hang up/);
    expect(hit("lost-answer")).toMatchObject({ action: "AllocateAddress", status: 200 });
    const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
    expect(Addresses).toHaveLength(1);
    await ec2.send(new ReleaseAddressCommand({ AllocationId: Addresses[0]!.AllocationId }));
  });

  test("an SDK that retries gets over them", async () => {
    await control("POST", "faults", { service: "ec2", action: "*", error: "throttling", count: 2 });
    const patient = new EC2Client({ ...gateway.client, maxAttempts: 3 });
    expect((await patient.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  });

  test("an order that makes no sense is refused with what is wrong", async () => {
    const answer = await control("POST", "faults", { service: "ec2", action: "*", error: "on fire" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toHaveProperty("message", expect.stringContaining("error"));
    expect(gateway.faults.pending()).toEqual([]);
  });
});

test("the control API shows the calls, the inventory, and nothing else", async () => {
  expect(await (await control("GET", "calls")).json()).toEqual(gateway.calls.all());
  expect(await (await control("GET", "inventory")).json()).toEqual(eksWithOneOperation.inventory());
  expect((await control("GET", "nothing")).status).toBe(404);
});
