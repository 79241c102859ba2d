import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsError } from "../protocol/aws-error";
import { actionOf, parseAwsRequest, type AwsRequest } from "../protocol/aws-request";
import { requestOf, type CallLog } from "./call-log";
import type { ControlApi } from "./control-api";
import type { Correction } from "../corrections/correction";
import { errorOfFault, type CallFault, type Faults } from "./faults";
import type { JobSessions } from "../job-sessions/job-sessions";
import type { Moto } from "../moto/moto";
import { errorAnswer, jsonAnswer, type HttpAnswer, type Protocol } from "../protocol/protocol";
import { OperationRouter, type EmulatedService, type MatchedOperation } from "../protocol/service";

export interface GatewayProps {
  /** The only access key id that callers may sign with. */
  readonly accessKeyId: string;
  readonly moto: Moto;
  readonly services: readonly EmulatedService[];
  readonly corrections: readonly Correction[];
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly control: ControlApi;
  /** Credentials of jobs, which may do what their roles allow. @default - nobody else may call */
  readonly jobs?: Pick<JobSessions, "isOfJob" | "authorize">;
}

/**
 * The HTTP endpoint that `AWS_ENDPOINT_URL` names: answers for the services it emulates, passes
 * the others on to moto, and listens on loopback only.
 */
export class Gateway {
  private readonly server: Server;
  private readonly routers: ReadonlyMap<string, OperationRouter>;
  private readonly corrections: ReadonlyMap<string, Correction>;

  constructor(private readonly props: GatewayProps) {
    this.routers = new Map(props.services.map((service) => [service.name, new OperationRouter(service)]));
    this.corrections = new Map(
      props.corrections.flatMap((correction) =>
        correction.actions.map((action) => [`${correction.service}:${action}`, correction]),
      ),
    );
    this.server = createServer((message, response) => {
      this.serve(message, response).catch((error: unknown) => {
        console.error("The emulator broke:", error);
        response.destroy();
      });
    });
    // Terraform keeps connections open between its calls, longer than Node's default of 5 s.
    this.server.keepAliveTimeout = 60_000;
  }

  /** @returns the port, chosen by the operating system */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", resolve);
    });
    return this.port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = this.refusalOf(message);
    // Node.js throws a body away that is not read.
    const body = refusal ? undefined : await readBody(message);
    if (refusal) return send(response, refusal);
    if (!body) return send(response, tooLarge(message));
    if (message.url?.startsWith("/_emulator/")) {
      return send(response, await this.props.control.answer(message, body));
    }
    await this.serveAws(parseAwsRequest(message, body)!, response);
  }

  /** Judges by the headers alone who is not to be listened to. */
  private refusalOf(message: IncomingMessage): HttpAnswer | undefined {
    // A name other than loopback's means a web page that was made to resolve to this machine.
    if (!this.ownHosts().includes(message.headers.host ?? "")) {
      return jsonAnswer({ message: "The emulator answers on its loopback address only." }, 403);
    }
    if (message.url?.startsWith("/_emulator/")) {
      return this.isOwnKey(ownKeyOf(message)) ? undefined : forbidden();
    }
    const signed = parseAwsRequest(message);
    if (!signed || !(this.isOwnKey(signed.accessKeyId) || this.props.jobs?.isOfJob(signed))) {
      return forbidden(signed?.protocol);
    }
    // What moto offers to its own users: it resets, seeds and records.
    const isForMoto = !message.url?.startsWith("/") || /^\/+moto-api/i.test(decoded(message.url));
    return isForMoto ? jsonAnswer({ message: "There is no such address of AWS." }, 404) : undefined;
  }

  private async serveAws(request: AwsRequest, response: ServerResponse): Promise<void> {
    const started = Date.now();
    let action = actionOf(request);
    let answer: HttpAnswer | undefined;
    let fault: CallFault | undefined;
    try {
      const router = this.routers.get(request.service);
      const match = router?.match(request);
      action = match?.operation.action ?? action;
      fault = this.props.faults.takeCallFault(request.service, action);
      const error = fault && errorOfFault(fault.error);
      if (error) throw error;
      if (!fault || fault.error === "lost-answer") answer = await this.carryOut(request, action, match);
      if (fault?.error === "timeout") await closed(response, fault.seconds);
    } catch (error) {
      if (!(error instanceof AwsError)) {
        console.error(`${request.service} ${action} broke:`, error);
      }
      answer = errorAnswer(
        request.protocol,
        error instanceof AwsError ? error : new AwsError("InternalFailure", String(error), 500),
      );
    }
    this.props.calls.record({
      at: new Date(started).toISOString(),
      service: request.service,
      action,
      region: request.region,
      status: answer?.status ?? 0,
      request: requestOf(action, request),
      byTerraform: /\bTerraform\//.test(request.headers["user-agent"] ?? ""),
      fault: fault?.error,
      ms: Date.now() - started,
    });
    if (answer && fault?.error !== "lost-answer") send(response, answer);
    else response.socket?.resetAndDestroy();
  }

  private async carryOut(
    request: AwsRequest,
    action: string,
    match: MatchedOperation | undefined,
  ): Promise<HttpAnswer> {
    if (this.props.jobs?.isOfJob(request)) {
      const answer = await this.props.jobs.authorize(request, action);
      if (answer) return answer;
    }
    if (match) return jsonAnswer((await match.operation.handle(match.input)) ?? {});
    return this.forward(request, action);
  }

  private forward(request: AwsRequest, action: string): Promise<HttpAnswer> {
    const forward = (body?: URLSearchParams | Buffer): Promise<HttpAnswer> =>
      this.props.moto.forward(request, body);
    const correction = this.corrections.get(`${request.service}:${action}`);
    return correction ? correction.handle({ request, action, forward }) : forward();
  }

  private ownHosts(): string[] {
    return [`127.0.0.1:${this.port}`, `localhost:${this.port}`];
  }

  private isOwnKey(key: string): boolean {
    const [given, own] = [Buffer.from(key), Buffer.from(this.props.accessKeyId)];
    return given.length === own.length && timingSafeEqual(given, own);
  }
}

/** No request of AWS's APIs that passes here is larger. */
const MAX_BODY_BYTES = 64 << 20;

/** @returns undefined when the body is larger than any may be */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(message.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // What comes after the limit is read, so that the answer arrives, and forgotten.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function tooLarge(message: IncomingMessage): HttpAnswer {
  return errorAnswer(
    parseAwsRequest(message)?.protocol ?? "rest-json",
    new AwsError("RequestEntityTooLarge", `The emulator takes at most ${MAX_BODY_BYTES >> 20} MiB.`, 413),
  );
}

/** A path as a server reads it, once its percent signs are resolved. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** Waits until the caller hangs up, at most some seconds. */
function closed(response: ServerResponse, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The key that a caller of the emulator's own endpoints proves itself with: a bearer token, or a password. */
function ownKeyOf(message: IncomingMessage): string {
  const [, scheme, value = ""] = /^(Bearer|Basic) (\S+)$/.exec(message.headers.authorization ?? "") ?? [];
  return scheme === "Basic"
    ? Buffer.from(value, "base64")
        .toString()
        .replace(/^[^:]*:/, "")
    : value;
}

function forbidden(protocol: Protocol = "rest-json"): HttpAnswer {
  return errorAnswer(
    protocol,
    new AwsError(
      "UnrecognizedClientException",
      "This emulator accepts only requests that carry its own access key id; `npm run local:env` prints it.",
      403,
    ),
  );
}

function send(response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.status, { "content-length": Buffer.byteLength(answer.body), ...answer.headers });
  response.end(answer.body);
}
