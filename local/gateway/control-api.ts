import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { CallLog } from "./call-log";
import type { Faults } from "./faults";
import { webhookCallOf, type WebhookCall } from "../kubernetes/control-planes";
import { jsonAnswer, type HttpAnswer } from "../protocol/protocol";
import type { InventoryItem } from "../protocol/service";

export interface ControlApiProps {
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly inventory: () => Promise<InventoryItem[]>;
  /** Answers the API server of a cluster. @default - there is none */
  readonly reviews?: (call: WebhookCall, asked: object) => Promise<object | undefined>;
}

/** The emulator's own endpoints below `/_emulator/`, for its user and the tests. */
export class ControlApi {
  constructor(private readonly props: ControlApiProps) {}

  async answer(message: IncomingMessage, body: Buffer): Promise<HttpAnswer> {
    const { faults, calls, reviews } = this.props;
    const call = message.method === "POST" ? webhookCallOf(message.url ?? "") : undefined;
    const answer = call && (await reviews?.(call, JSON.parse(body.toString("utf8")) as object));
    if (answer) return jsonAnswer(answer);
    switch (`${message.method} ${message.url}`) {
      case "GET /_emulator/health":
        return jsonAnswer({ pid: process.pid });
      case "GET /_emulator/inventory":
        return jsonAnswer(await this.props.inventory());
      case "GET /_emulator/calls":
        return jsonAnswer(calls.all());
      case "GET /_emulator/faults":
        return jsonAnswer(faults.pending());
      case "DELETE /_emulator/faults":
        faults.clear();
        return jsonAnswer({});
      case "POST /_emulator/faults":
        return orderFault(faults, body);
      default:
        return jsonAnswer({ message: `There is no ${message.method} ${message.url}.` }, 404);
    }
  }
}

function orderFault(faults: Faults, body: Buffer): HttpAnswer {
  try {
    faults.order(JSON.parse(body.toString("utf8")));
    return jsonAnswer({}, 201);
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return jsonAnswer({ message }, 400);
  }
}
