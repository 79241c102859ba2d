import { once } from "node:events";
import {
  connect,
  constants,
  createServer,
  type ClientHttp2Session,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { createConnection } from "node:net";
import { narrowSchema, type UsedTypes } from "./narrow-schema";

const GET_SCHEMA = "/tfplugin5.Provider/GetSchema";

/** Before each message of gRPC: whether it is compressed, and its length. */
const FRAME_HEADER_BYTES = 5;

/** Between Terraform and a provider: passes on everything, but gives of the schema only what is used. */
export class SchemaProxy {
  private readonly server: Http2Server = createServer();
  private readonly connections = new Set<ClientHttp2Session>();
  private schema: Promise<Buffer> | undefined;

  private constructor(
    private readonly providerSocket: string,
    private readonly types: UsedTypes,
  ) {
    this.server.on("session", (session) => {
      const provider = this.connect();
      session.on("stream", (stream, headers) => this.handle(provider, stream, headers));
      session.once("close", () => provider.destroy());
      session.on("error", () => provider.destroy());
      provider.once("close", () => session.destroy());
    });
  }

  /**
   * @param providerSocket where the provider listens
   * @param socket where the proxy is to listen
   */
  static async start(providerSocket: string, socket: string, types: UsedTypes): Promise<SchemaProxy> {
    const proxy = new SchemaProxy(providerSocket, types);
    await once(proxy.server.listen(socket), "listening");
    return proxy;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    for (const connection of this.connections) connection.destroy();
    await closed;
  }

  private connect(): ClientHttp2Session {
    const session = connect("http://localhost", {
      createConnection: () => createConnection(this.providerSocket),
    });
    this.connections.add(session);
    session.once("close", () => this.connections.delete(session));
    // What it breaks are its streams, each of which tells.
    session.on("error", () => undefined);
    return session;
  }

  private handle(
    provider: ClientHttp2Session,
    stream: ServerHttp2Stream,
    headers: IncomingHttpHeaders,
  ): void {
    stream.on("error", () => undefined);
    if (headers[":path"] !== GET_SCHEMA) return passOn(provider, stream, headers);
    stream.resume();
    const schema = (this.schema ??= this.narrowAnswer(provider, headers));
    schema.then(
      (frame) => {
        if (stream.destroyed) return;
        stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
        stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
        stream.end(frame);
      },
      () => {
        // The next connection asks again.
        if (this.schema === schema) this.schema = undefined;
        stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      },
    );
  }

  /** The provider's answer with the used types alone. */
  private async narrowAnswer(provider: ClientHttp2Session, headers: IncomingHttpHeaders): Promise<Buffer> {
    const frame = await readAnswer(provider, headers);
    const narrow = narrowSchema(frame.subarray(FRAME_HEADER_BYTES), this.types);
    const header = Buffer.alloc(FRAME_HEADER_BYTES);
    header.writeUInt32BE(narrow.length, 1);
    return Buffer.concat([header, narrow]);
  }
}

function passOn(provider: ClientHttp2Session, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  if (provider.closed || provider.destroyed) return stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  const call = provider.request(headers);
  let trailers: IncomingHttpHeaders = {};
  call.once("response", (answer, flags) => {
    if (stream.destroyed) return call.close(constants.NGHTTP2_CANCEL);
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(answer, endStream ? { endStream } : { waitForTrailers: true });
    stream.once("wantTrailers", () => stream.sendTrailers(trailers));
    if (!endStream) call.pipe(stream);
  });
  call.once("trailers", (all: IncomingHttpHeaders) => (trailers = all));
  call.on("error", () => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  stream.pipe(call);
  // Terraform gave up, or was killed: so does the provider.
  stream.once("aborted", () => call.close(constants.NGHTTP2_CANCEL));
}

/** @throws Error when the answer is not one whole, uncompressed message of a call that succeeded */
async function readAnswer(provider: ClientHttp2Session, headers: IncomingHttpHeaders): Promise<Buffer> {
  const call = provider.request(headers);
  // The request has no fields.
  call.end(Buffer.alloc(FRAME_HEADER_BYTES));
  let trailers: IncomingHttpHeaders = {};
  call.once("trailers", (all: IncomingHttpHeaders) => (trailers = all));
  const chunks: Buffer[] = [];
  for await (const chunk of call) chunks.push(chunk as Buffer);
  const frame = Buffer.concat(chunks);
  const status = trailers["grpc-status"];
  if (status !== "0") throw new Error(`the provider gave its schema with status ${String(status)}`);
  const isWhole = frame[0] === 0 && frame.length === FRAME_HEADER_BYTES + frame.readUInt32BE(1);
  if (!isWhole) throw new Error("the provider's schema is not one whole message");
  return frame;
}
