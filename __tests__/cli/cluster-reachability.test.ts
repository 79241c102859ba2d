import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { EKSClient, ResourceNotFoundException } from "@aws-sdk/client-eks";
import { unreachableBecause } from "../../src/cli/cluster-reachability";

let server: Server;

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

function answering(answer: () => unknown): EKSClient {
  const client = new EKSClient({ region: "eu-west-1" });
  const send: jest.SpyInstance = jest.spyOn(client, "send");
  send.mockImplementation(() => Promise.resolve().then(answer));
  return client;
}

const clusterAt = (endpoint: string | undefined): EKSClient => answering(() => ({ cluster: { endpoint } }));

it("is nothing when the endpoint takes connections", async () => {
  const { port } = server.address() as AddressInfo;
  expect(await unreachableBecause(clusterAt(`https://127.0.0.1:${port}`), "x")).toBeUndefined();
});

it("is the refusal of the endpoint", async () => {
  expect(await unreachableBecause(clusterAt("https://127.0.0.1:1"), "x")).toMatch(/ECONNREFUSED/);
});

it("is a cluster that is gone", async () => {
  const gone = answering(() => {
    throw new ResourceNotFoundException({ message: "No cluster found for name: x.", $metadata: {} });
  });
  expect(await unreachableBecause(gone, "x")).toBe("the cluster does not exist");
});

it("is a cluster that has no endpoint yet", async () => {
  expect(await unreachableBecause(clusterAt(undefined), "x")).toBe("the cluster has no endpoint");
});

it("is not guessed when AWS refuses to tell", async () => {
  const denied = answering(() => {
    throw new Error("AccessDenied");
  });
  await expect(unreachableBecause(denied, "x")).rejects.toThrow("AccessDenied");
});
