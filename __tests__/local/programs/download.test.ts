import { silenceOf } from "../../../local/programs/download";
import { CountingServer } from "../../support/archive-server";

describe("somebody at an address", () => {
  let server: CountingServer;

  afterEach(() => {
    jest.restoreAllMocks();
    return server.stop();
  });

  it("is there, whatever they answer", async () => {
    server = await CountingServer.start((_, response) => response.writeHead(404).end());
    expect(await silenceOf(server.url)).toBeUndefined();
  });

  it("who says nothing is not waited for", async () => {
    const patience = new AbortController();
    const timeout = jest.spyOn(AbortSignal, "timeout").mockReturnValueOnce(patience.signal);
    server = await CountingServer.start(() => patience.abort());
    expect(await silenceOf(server.url, 100)).toBe(`${server.host} does not answer within 0.1 s`);
    expect(timeout).toHaveBeenCalledWith(100);
    expect(server.asked).toEqual(["/"]);
  });

  it("who is not there is told as that", async () => {
    server = await CountingServer.start(() => undefined);
    const { host, url } = server;
    await server.stop();
    server = await CountingServer.start(() => undefined);
    expect(await silenceOf(url)).toBe(`${host} cannot be reached: ECONNREFUSED`);
  });
});
