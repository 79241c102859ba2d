import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsError } from "./aws-error";
import { actionOf, parseAwsRequest, type AwsRequest } from "./aws-request";
import { requestOf, type CallLog } from "./call-log";
import type { ControlApi } from "./control-api";
import type { Correction } from "../corrections/correction";
import { errorOfFault, type CallFault, type Faults } from "./faults";
import type { Moto } from "../moto/moto";
import { errorAnswer, jsonAnswer, type HttpAnswer, type Protocol } from "./protocol";
import { OperationRouter, type EmulatedService, type MatchedOperation } from "./service";

export interface GatewayProps {
  /** The only access key id that callers may sign with. */
  readonly accessKeyId: string;
  readonly moto: Moto;
  readonly services: readonly EmulatedService[];
  readonly corrections: readonly Correction[];
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly control: ControlApi;
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
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    // A name other than loopback's means a web page that was made to resolve to this machine.
    if (!this.ownHosts().includes(message.headers.host ?? "")) {
      send(response, jsonAnswer({ message: "The emulator answers on its loopback address only." }, 403));
    } else if (message.url?.startsWith("/_emulator/")) {
      send(
        response,
        this.isOwnKey(bearer(message)) ? await this.props.control.answer(message, body) : forbidden(),
      );
    } else {
      const request = parseAwsRequest(message, body);
      if (request && this.isOwnKey(request.accessKeyId)) await this.serveAws(request, response);
      else send(response, forbidden(request?.protocol));
    }
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

function bearer(message: IncomingMessage): string {
  return /^Bearer (\S+)$/.exec(message.headers.authorization ?? "")?.[1] ?? "";
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
