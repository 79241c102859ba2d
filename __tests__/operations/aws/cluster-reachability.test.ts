import { EKSClient, ResourceNotFoundException } from "@aws-sdk/client-eks";
import { unreachableBecause } from "../../../src/operations/aws/cluster-reachability";
import { HttpsServer } from "../../support/https-server";

let server: HttpsServer;

beforeAll(async () => (server = await HttpsServer.start()));

afterAll(() => server.stop());

function answering(answer: () => unknown): EKSClient {
  const client = new EKSClient({ region: "eu-west-1" });
  const send: jest.SpyInstance = jest.spyOn(client, "send");
  send.mockImplementation(() => Promise.resolve().then(answer));
  return client;
}

function clusterAt(endpoint: string | undefined): EKSClient {
  const data = Buffer.from(server.certificateAuthority).toString("base64");
  return answering(() => ({ cluster: { endpoint, certificateAuthority: { data } } }));
}

it("is nothing when the endpoint answers, whatever it says", async () => {
  expect(await unreachableBecause(clusterAt(`https://localhost:${server.port}`), "x")).toBeUndefined();
});

it("is the refusal of the endpoint", async () => {
  expect(await unreachableBecause(clusterAt("https://localhost:1"), "x")).toMatch(
    /^localhost: .*ECONNREFUSED/,
  );
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
