import { randomUUID } from "node:crypto";
import type { AwsError } from "./aws-error";

/** The wire protocols of the AWS services that pass through the emulator. */
export type Protocol = "rest-json" | "json" | "query" | "ec2" | "rest-xml";

const PROTOCOL_OF_SERVICE: Readonly<Record<string, Protocol>> = {
  batch: "rest-json",
  eks: "rest-json",
  ec2: "ec2",
  autoscaling: "query",
  cloudformation: "query",
  iam: "query",
  sns: "query",
  sts: "query",
  s3: "rest-xml",
};

/** The protocol of a service by its SigV4 signing name; whatever is not listed speaks JSON 1.x. */
export function protocolOf(service: string): Protocol {
  return PROTOCOL_OF_SERVICE[service] ?? "json";
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
}

export function jsonAnswer(value: unknown, status = 200): HttpAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

/** Renders an error the way the service's own protocol does, so that SDKs and Terraform recognise it. */
export function errorAnswer(protocol: Protocol, error: AwsError): HttpAnswer {
  const requestId = randomUUID();
  if (protocol === "rest-json" || protocol === "json") {
    const answer = jsonAnswer({ __type: error.code, message: error.message, ...error.members }, error.status);
    return {
      ...answer,
      headers: { ...answer.headers, "x-amzn-errortype": error.code, "x-amzn-requestid": requestId },
    };
  }
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const code = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  const body = {
    ec2: `<Response><Errors><Error>${code}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    query: `<ErrorResponse><Error><Type>${type}</Type>${code}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    "rest-xml": `<Error>${code}<RequestId>${requestId}</RequestId></Error>`,
  }[protocol];
  return { status: error.status, headers: { "content-type": "text/xml" }, body };
}

/** Text as the content of an XML element. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&]/g, (char) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;" })[char]!);
}
