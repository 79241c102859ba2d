import { silenceOf } from "../../../local/programs/download";
import { CountingServer } from "../../support/archive-server";

describe("somebody at an address", () => {
  let server: CountingServer;

  afterEach(() => server.stop());

  it("is there, whatever they answer", async () => {
    server = await CountingServer.start((_, response) => response.writeHead(404).end());
    expect(await silenceOf(server.url)).toBeUndefined();
  });

  it("who says nothing is not waited for", async () => {
    server = await CountingServer.start(() => undefined);
    expect(await silenceOf(server.url, 100)).toBe(`${server.host} does not answer within 0.1 s`);
  });

  it("who is not there is told as that", async () => {
    server = await CountingServer.start(() => undefined);
    const { host, url } = server;
    await server.stop();
    server = await CountingServer.start(() => undefined);
    expect(await silenceOf(url)).toBe(`${host} cannot be reached: ECONNREFUSED`);
  });
});
