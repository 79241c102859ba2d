import { randomUUID } from "node:crypto";
import { ACCOUNT_ID } from "../moto/moto";

/** An event as EventBridge hands it on. @see https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface AwsEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** What happened, without what is the same in all events of a region. */
export interface Happening {
  readonly source: string;
  readonly detailType: string;
  /** ARNs. */
  readonly resources: readonly string[];
  readonly detail: object;
}

export function awsEvent(region: string, { source, detailType, resources, detail }: Happening): AwsEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": detailType,
    source,
    account: ACCOUNT_ID,
    time: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources,
    detail,
  };
}
