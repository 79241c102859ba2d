import type { AwsRequest } from "../gateway/aws-request";
import type { HttpAnswer } from "../gateway/protocol";

/** A call on its way to moto. */
export interface ForwardedCall {
  readonly request: AwsRequest;
  readonly action: string;
  /** Sends the call on, with another body, or other form fields, when given. */
  readonly forward: (body?: URLSearchParams | Buffer) => Promise<HttpAnswer>;
}

/** One place where moto answers otherwise than AWS, put right on the way. */
export interface Correction {
  /** SigV4 signing name of the service. */
  readonly service: string;
  readonly actions: readonly string[];
  /** What moto does without it. */
  readonly why: string;
  /** @throws AwsError where AWS refuses what moto would do. */
  handle(call: ForwardedCall): Promise<HttpAnswer>;
}
