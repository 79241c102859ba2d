import type { Readable } from "node:stream";
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type InputLogEvent,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { logMessage, type LogSource, logStreamName, type OutputStream } from "./log-event";

/** Takes the output of a container. */
export interface LogSink {
  /** @returns a promise when the writer must wait, because what it wrote before was not shipped yet */
  write(stream: OutputStream, line: string, isPartial: boolean): Promise<void> | undefined;
  /** Ships what is left. */
  close(): Promise<void>;
}

/** For clusters where nothing collects logs. */
export const NO_LOG: LogSink = { write: () => undefined, close: () => Promise.resolve() };

/** A sink that gives all to two others; only the second one lets the writer wait. */
export function both(first: LogSink, second: LogSink): LogSink {
  return {
    write: (...line) => {
      void first.write(...line);
      return second.write(...line);
    },
    close: async () => void (await Promise.all([first.close(), second.close()])),
  };
}

const SHIP_INTERVAL_MS = 200;

/** Lines that may wait in memory. */
const MAX_PENDING = 5_000;

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const MAX_BATCH = { events: 10_000, bytes: 1_048_576, bytesAroundEvent: 26 };

/** Ships the output of one container to CloudWatch Logs, as the add-on's Fluent Bit does. */
export class ContainerLog implements LogSink {
  private readonly streamName: string;
  private pending: InputLogEvent[] = [];
  private shipping = Promise.resolve();
  private timer?: NodeJS.Timeout | undefined;
  private isOpen = false;
  private isBroken = false;

  constructor(
    private readonly logs: CloudWatchLogsClient,
    private readonly groupName: string,
    private readonly source: LogSource,
  ) {
    this.streamName = logStreamName(source);
  }

  write(stream: OutputStream, line: string, isPartial: boolean): Promise<void> | undefined {
    if (this.isBroken) return undefined;
    const now = new Date();
    const message = logMessage(this.source, now, stream, line, isPartial);
    this.pending.push({ timestamp: now.getTime(), message });
    if (this.pending.length >= MAX_PENDING) return this.ship();
    this.timer ??= setTimeout(() => void this.ship(), SHIP_INTERVAL_MS);
    return undefined;
  }

  close(): Promise<void> {
    return this.ship();
  }

  private ship(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.shipping = this.shipping.then(async () => {
      try {
        while (this.pending.length > 0) await this.putNextBatch();
      } catch (error) {
        this.isBroken = true;
        this.pending = [];
        console.error(`The log of ${this.source.pod.podName} could not be shipped:`, error);
      }
    });
    return this.shipping;
  }

  private async putNextBatch(): Promise<void> {
    const { logs, groupName, streamName } = this;
    if (!this.isOpen) {
      await ignoreExisting(logs.send(new CreateLogGroupCommand({ logGroupName: groupName })));
      await ignoreExisting(
        logs.send(new CreateLogStreamCommand({ logGroupName: groupName, logStreamName: streamName })),
      );
      this.isOpen = true;
    }
    const logEvents = this.pending.splice(0, batchSize(this.pending));
    await logs.send(
      new PutLogEventsCommand({ logGroupName: groupName, logStreamName: streamName, logEvents }),
    );
  }
}

/** How many of the events, at least one, make a request that CloudWatch Logs accepts. */
function batchSize(events: readonly InputLogEvent[]): number {
  let bytes = 0;
  const tooMany = events.findIndex(({ message }, index) => {
    bytes += Buffer.byteLength(message!) + MAX_BATCH.bytesAroundEvent;
    return index === MAX_BATCH.events || (index > 0 && bytes > MAX_BATCH.bytes);
  });
  return tooMany === -1 ? events.length : tooMany;
}

async function ignoreExisting(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof Error && error.name === "ResourceAlreadyExistsException")) throw error;
  }
}

/** Where containerd cuts a line in two. */
const MAX_LINE_LENGTH = 16_384;

/** Hands an output stream on line by line until it ends; the stream waits when the log does. */
export async function forwardLines(output: Readable, stream: OutputStream, log: LogSink): Promise<void> {
  output.setEncoding("utf8");
  let rest = "";
  try {
    for await (const chunk of output as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      for (const [index, line] of lines.entries()) {
        rest = line;
        for (; rest.length > MAX_LINE_LENGTH; rest = rest.slice(MAX_LINE_LENGTH)) {
          await log.write(stream, rest.slice(0, MAX_LINE_LENGTH), true);
        }
        if (index < lines.length - 1) await log.write(stream, rest, false);
      }
    }
  } catch {
    // The stream was destroyed: its process has ended, what it held open has not.
  }
  if (rest) await log.write(stream, rest, false);
}
