import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import {
  connect,
  constants,
  createServer,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { SchemaProxy } from "../../../tools/attached-provider/schema-proxy";
import { entry, framed } from "./messages";

const GET_SCHEMA = "/tfplugin5.Provider/GetSchema";
const TYPES = { resources: new Set(["aws_vpc"]), dataSources: new Set<string>() };
const SCHEMA = Buffer.concat([entry(2, "aws_vpc"), entry(2, "aws_other")]);

interface Answer {
  readonly status: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the provider does with a call. */
let provide: (stream: ServerHttp2Stream) => void;
/** Paths of the calls that reached the provider. */
let asked: string[];
let directory: string;
let provider: Http2Server;
let proxy: SchemaProxy;
let caller: ClientHttp2Session;

beforeEach(async () => {
  asked = [];
  directory = mkdtempSync(join(tmpdir(), "schema-proxy-"));
  provider = createServer();
  provider.on("stream", (stream, headers) => {
    asked.push(headers[":path"]!);
    stream.on("error", () => undefined);
    provide(stream);
  });
  await once(provider.listen(join(directory, "provider")), "listening");
  proxy = await SchemaProxy.start(join(directory, "provider"), join(directory, "proxy"), TYPES);
  caller = connected();
});

afterEach(async () => {
  caller.destroy();
  await proxy.stop();
  const closed = once(provider, "close");
  provider.close();
  await closed;
  rmSync(directory, { recursive: true });
});

function connected(): ClientHttp2Session {
  const session = connect("http://localhost", {
    createConnection: () => createConnection(join(directory, "proxy")),
  });
  session.on("error", () => undefined);
  return session;
}

function request(path: string): ClientHttp2Stream {
  return caller.request({ ":path": path, ":method": "POST", "content-type": "application/grpc" });
}

async function call(path: string, message = Buffer.alloc(5)): Promise<Answer> {
  const stream = request(path);
  let status: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  stream.once("response", (headers) => (status = headers));
  stream.once("trailers", (headers: IncomingHttpHeaders) => (trailers = headers));
  stream.end(message);
  const body = await buffer(stream);
  return { status, trailers, body };
}

/** Answers with a body, and with a status of gRPC after it. */
function answer(body: Buffer, status: string): (stream: ServerHttp2Stream) => void {
  return (stream) => {
    stream.respond({ ":status": 200 }, { waitForTrailers: true });
    stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": status, "grpc-message": "told" }));
    stream.end(body);
  };
}

it("passes on a call and its answer, trailers included", async () => {
  provide = (stream) => void buffer(stream).then((sent) => answer(sent, "5")(stream));
  const { status, trailers, body } = await call("/other", Buffer.from("question"));
  expect(status[":status"]).toBe(200);
  expect(body.toString()).toBe("question");
  expect(trailers).toMatchObject({ "grpc-status": "5", "grpc-message": "told" });
});

it("passes on an answer that has trailers only", async () => {
  provide = (stream) => stream.respond({ ":status": 200, "grpc-status": "12" }, { endStream: true });
  const { status, body } = await call("/other");
  expect(status["grpc-status"]).toBe("12");
  expect(body).toHaveLength(0);
});

it("cancels the provider's call when the caller goes", async () => {
  const begun = new Promise<ServerHttp2Stream>((resolve) => (provide = resolve));
  const stream = request("/other");
  stream.on("error", () => undefined);
  const upstream = await begun;
  const closed = once(upstream, "close");
  stream.close(constants.NGHTTP2_CANCEL);
  await closed;
  expect(upstream.rstCode).toBe(constants.NGHTTP2_CANCEL);
});

it("gives the used types alone, and asks the provider for them once", async () => {
  provide = answer(framed(SCHEMA), "0");
  for (let time = 0; time < 2; time += 1) {
    const { trailers, body } = await call(GET_SCHEMA);
    expect(body).toEqual(framed(entry(2, "aws_vpc")));
    expect(trailers["grpc-status"]).toBe("0");
  }
  expect(asked).toEqual([GET_SCHEMA]);
});

it.each<[string, (stream: ServerHttp2Stream) => void]>([
  ["a status that tells a failure", answer(framed(SCHEMA), "13")],
  ["a part of the message", answer(framed(SCHEMA).subarray(0, -1), "0")],
  ["a compressed message", answer(Buffer.concat([Buffer.from([1]), framed(SCHEMA).subarray(1)]), "0")],
  ["no message", answer(Buffer.alloc(0), "0")],
  ["trailers only", (stream) => stream.respond({ ":status": 200, "grpc-status": "12" }, { endStream: true })],
  ["a broken stream", (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM)],
])("asks again for a schema that came with %s", async (_, fails) => {
  provide = fails;
  await expect(call(GET_SCHEMA)).rejects.toThrow("NGHTTP2_INTERNAL_ERROR");
  provide = answer(framed(SCHEMA), "0");
  expect((await call(GET_SCHEMA)).body).toEqual(framed(entry(2, "aws_vpc")));
  expect(asked).toEqual([GET_SCHEMA, GET_SCHEMA]);
});

it("survives a caller that goes before the schema comes", async () => {
  const begun = new Promise<ServerHttp2Stream>((resolve) => (provide = resolve));
  const stream = request(GET_SCHEMA);
  stream.on("error", () => undefined);
  stream.end();
  const upstream = await begun;
  stream.close(constants.NGHTTP2_CANCEL);
  await once(stream, "close");
  answer(framed(SCHEMA), "0")(upstream);
  expect((await call(GET_SCHEMA)).body).toEqual(framed(entry(2, "aws_vpc")));
});
