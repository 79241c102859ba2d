import {
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilteredLogEvent,
  type FilterLogEventsCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";
import { errorKind } from "../../aws/errors";
import type { JobClients } from "../api/job-clients";
import type { Patience } from "../api/patience";

/** Streams of one request; AWS allows 100. */
const MAX_STREAMS = 100;
/** Pages of the group's newest streams that are searched for a pod, of 50 streams each. */
const MAX_STREAM_PAGES = 4;

/** Which events of a log group to read; a way to find those of a pod. */
export type Selection = Pick<
  FilterLogEventsCommandInput,
  "logStreamNames" | "logStreamNamePrefix" | "filterPattern"
>;

/** Reads one log group of CloudWatch Logs. */
export class LogSource {
  /** Whether the group was there when it was last asked for. */
  exists = true;

  constructor(
    private readonly logs: JobClients["logs"],
    readonly groupName: string,
    private readonly patience: Patience,
  ) {}

  /** The events of a selection since a moment, page by page, also after empty ones. */
  async *pages(selection: Selection, startTime: number): AsyncGenerator<readonly FilteredLogEvent[]> {
    let nextToken: string | undefined;
    do {
      const command = new FilterLogEventsCommand({
        ...selection,
        logGroupName: this.groupName,
        startTime: Math.max(0, Math.floor(startTime)),
        nextToken,
      });
      const page = await this.orNothing(() => this.logs.send(command));
      if (!page) break;
      yield page.events ?? [];
      if (page.nextToken === nextToken) break;
      nextToken = page.nextToken;
    } while (nextToken);
  }

  /** The newest streams whose name has a text in it, however the add-on's version names them. */
  async streamsWith(text: string): Promise<string[]> {
    const found: string[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < MAX_STREAM_PAGES && (page === 0 || nextToken); page += 1) {
      const command = new DescribeLogStreamsCommand({
        logGroupName: this.groupName,
        orderBy: "LastEventTime",
        descending: true,
        nextToken,
      });
      const answer = await this.orNothing(() => this.logs.send(command));
      for (const { logStreamName } of answer?.logStreams ?? []) {
        if (logStreamName?.includes(text)) found.push(logStreamName);
      }
      nextToken = answer?.nextToken;
    }
    return found.slice(0, MAX_STREAMS);
  }

  private async orNothing<T>(send: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await this.patience.call(send);
      this.exists = true;
      return answer;
    } catch (error) {
      if (!(error instanceof Error) || errorKind(error) !== "missing") throw error;
      // A stream may be missing as well; only a missing group is worth a word.
      this.exists = /stream/i.test(error.message);
      return undefined;
    }
  }
}
