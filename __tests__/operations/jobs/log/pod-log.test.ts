import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { LogSource } from "../../../../src/operations/jobs/log/log-source";
import { parseMessage } from "../../../../src/operations/jobs/log/log-message";
import { Patience } from "../../../../src/operations/jobs/api/patience";
import { PodLog } from "../../../../src/operations/jobs/log/pod-log";
import { awsError, FakeAws, FakeClock, START } from "../fixtures";

const POD = "aws-batch.1";
const PREFIX = `node-1-application.var.log.containers.${POD}_`;
const GROUP = "/aws/containerinsights/c/application";

function message(text: string, more: { pod?: string; container?: string; partial?: boolean } = {}): string {
  return JSON.stringify({
    log: text,
    stream: "stdout",
    _p: more.partial ? "P" : "F",
    kubernetes: { pod_name: more.pod ?? POD, container_name: more.container ?? "main" },
  });
}

let nextId = 0;
function event(seconds: number, text: string, more: Partial<FilteredLogEvent> = {}): FilteredLogEvent {
  return {
    eventId: String((nextId += 1)),
    logStreamName: `${PREFIX}ns_main-0123456789abcdef.log`,
    timestamp: START + seconds * 1000,
    message: message(text),
    ...more,
  };
}

/** A log group that answers as CloudWatch Logs does. */
class Group {
  readonly events: FilteredLogEvent[] = [];
  readonly aws = new FakeAws()
    .on("FilterLogEvents", (input) => this.filter(input))
    .on("DescribeLogStreams", () => ({
      logStreams: [...new Set(this.events.map(({ logStreamName }) => logStreamName))].map((name) => ({
        logStreamName: name,
      })),
    }));
  pageSize = 10_000;

  log(nodeName: string | undefined = "node-1", since = START): PodLog {
    const source = new LogSource(this.aws.clients.logs, GROUP, new Patience(new FakeClock()));
    return new PodLog(source, POD, nodeName, since);
  }

  private filter(input: Record<string, unknown>): object {
    const names = input.logStreamNames as string[] | undefined;
    const prefix = input.logStreamNamePrefix as string | undefined;
    const pattern = input.filterPattern as string | undefined;
    const matching = this.events
      .filter(({ timestamp }) => timestamp! >= (input.startTime as number))
      .filter(({ logStreamName }) => !names || names.includes(logStreamName!))
      .filter(({ logStreamName }) => !prefix || logStreamName!.startsWith(prefix))
      .filter(({ message: text }) => !pattern || text!.includes(`"pod_name":"${POD}"`))
      .sort((a, b) => a.timestamp! - b.timestamp!);
    const start = Number(input.nextToken ?? 0);
    const next = start + this.pageSize;
    return {
      events: matching.slice(start, next),
      nextToken: next < matching.length ? String(next) : undefined,
    };
  }
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const lines: T[] = [];
  for await (const page of pages) lines.push(...page);
  return lines;
}

const texts = (lines: readonly { text: string }[]): string[] => lines.map(({ text }) => text);

let group: Group;
beforeEach(() => (group = new Group()));

test("each read gives what came since the last one, in one call", async () => {
  const log = group.log();
  group.events.push(event(1, "a"), event(2, "b"));
  expect(texts(await all(log.read()))).toEqual(["a", "b"]);
  expect(texts(await all(log.read()))).toEqual([]);
  group.events.push(event(3, "c"));
  expect(texts(await all(log.read()))).toEqual(["c"]);
  expect(group.aws.counts()).toEqual({ FilterLogEvents: 3 });
});

test("the same line twice at the same moment is two lines, and the same event read twice is one", async () => {
  const log = group.log();
  group.events.push(event(1, "tick"), event(1, "tick"));
  expect(texts(await all(log.read()))).toEqual(["tick", "tick"]);
  group.events.push(event(1, "tick"));
  expect(texts(await all(log.read()))).toEqual(["tick"]);
});

test("events without an id are told apart by stream, time, ingestion and text", async () => {
  const log = group.log();
  const bare = { eventId: undefined, ingestionTime: 1 };
  group.events.push(event(1, "a", bare));
  expect(texts(await all(log.read()))).toEqual(["a"]);
  group.events.push(event(1, "a", { ...bare, ingestionTime: 2 }), event(1, "b", bare));
  expect(texts(await all(log.read()))).toEqual(["a", "b"]);
});

test("a line that arrives after later ones of another container is not lost", async () => {
  const log = group.log();
  group.events.push(event(100, "main"));
  expect(texts(await all(log.read()))).toEqual(["main"]);
  const logStreamName = `${PREFIX}ns_side-0123456789abcdef.log`;
  group.events.push(event(80, "side", { logStreamName, message: message("side", { container: "side" }) }));
  expect(await all(log.read())).toMatchObject([{ text: "side", container: "side" }]);
  group.events.push(event(5, "very late"));
  expect(await all(log.read())).toEqual([]);
  expect(texts(await all(log.read(true)))).toEqual(["very late"]);
});

test("lines of several streams are in the order of their time, and of their arrival within a millisecond", async () => {
  const other = { logStreamName: `${PREFIX}ns_side-0123456789abcdef.log` };
  group.events.push(event(3, "3"), event(1, "1"), event(2, "2a", other), event(2, "2b"));
  expect(texts(await all(group.log().read()))).toEqual(["1", "2a", "2b", "3"]);
});

test("all pages are read, 10,000 lines in 100 of them", async () => {
  group.pageSize = 100;
  for (let line = 0; line < 10_000; line += 1) group.events.push(event(line / 1000, String(line)));
  const lines = await all(group.log().read());
  expect(texts(lines)).toEqual(Array.from({ length: 10_000 }, (_, line) => String(line)));
});

test("an empty page is not the end", async () => {
  const pages: object[] = [
    { events: [], nextToken: "1" },
    { events: [], nextToken: "2" },
    { events: [event(1, "behind the gap")] },
  ];
  group.aws.on("FilterLogEvents", ({ nextToken }) => pages[Number(nextToken ?? 0)]);
  expect(texts(await all(group.log().read()))).toEqual(["behind the gap"]);
});

test("streams of another naming are found by the pod's name in theirs", async () => {
  const logStreamName = `fluent-bit/${POD}/main`;
  group.events.push(event(1, "a", { logStreamName }));
  const log = group.log();
  expect(await all(log.read())).toEqual([]);
  expect(texts(await all(log.read(true)))).toEqual(["a"]);
  group.events.push(event(2, "b", { logStreamName }));
  expect(texts(await all(log.read()))).toEqual(["b"]);
  expect(group.aws.calls.at(-1)!.input.logStreamNames).toEqual([logStreamName]);
});

test("streams that do not name the pod are searched by the pod's name in their events", async () => {
  const logStreamName = "node-1";
  group.events.push(
    event(1, "ours", { logStreamName }),
    event(1, "theirs", { logStreamName, message: message("theirs", { pod: "other" }) }),
  );
  expect(texts(await all(group.log().read(true)))).toEqual(["ours"]);
  expect(group.aws.calls.at(-1)!.input.filterPattern).toBe(`{ $.kubernetes.pod_name = "${POD}" }`);
});

test("a long line that containerd cut is one line again", async () => {
  const part = (text: string): string => message(text, { partial: true });
  group.events.push(event(1, "", { message: part("one ") }), event(1, "", { message: part("two ") }));
  const log = group.log();
  expect(await all(log.read())).toEqual([]);
  group.events.push(event(2, "three"));
  expect(await all(log.read())).toEqual([
    { timestamp: START + 1000, container: "main", text: "one two three" },
  ]);
  group.events.push(event(3, "", { message: part("no end") }));
  expect(await all(log.read())).toEqual([]);
  expect(texts(log.rest())).toEqual(["no end"]);
});

test("a group that does not exist has no lines, and is told apart from a missing stream", async () => {
  const source = new LogSource(group.aws.clients.logs, GROUP, new Patience(new FakeClock()));
  group.aws.on("FilterLogEvents", () => {
    throw awsError("ResourceNotFoundException", "The specified log group does not exist.");
  });
  expect(await all(source.pages({}, 0))).toEqual([]);
  expect(source.exists).toBe(false);
  group.aws.on("FilterLogEvents", () => {
    throw awsError("ResourceNotFoundException", "The specified log stream does not exist.");
  });
  expect(await all(source.pages({}, 0))).toEqual([]);
  expect(source.exists).toBe(true);
});

test.each([
  ["a Fluent Bit event", '{"log":"hi\\n","kubernetes":{"pod_name":"p","container_name":"c"}}', "hi"],
  ["a line of JSON that was left as it is", '{"log":"{\\"a\\":1}","log_processed":{"a":1}}', '{"a":1}'],
  ["a line of JSON that was taken apart", '{"log_processed":{"a":1}}', '{"a":1}'],
  ["plain text", "just text\r\n", "just text"],
  ["JSON that is no event", '{"level":"info"}', '{"level":"info"}'],
  ["broken JSON", '{"log":', '{"log":'],
  ["an empty line", '{"log":""}', ""],
])("%s is unpacked to its line", (_, text, line) => {
  expect(parseMessage(text).text).toBe(line);
});

test("a page is given before the next one is asked for", async () => {
  group.pageSize = 2;
  group.events.push(...["a", "b", "c", "d", "e"].map((text, index) => event(index, text)));
  const calls = (): number => group.aws.counts().FilterLogEvents ?? 0;
  const seen: [string[], number][] = [];
  for await (const page of group.log().read()) seen.push([texts(page), calls()]);
  expect(seen).toEqual([
    [["a", "b"], 1],
    [["c", "d"], 2],
    [["e"], 3],
  ]);
});

test("of more lines than are remembered none comes twice", async () => {
  const log = group.log();
  group.events.push(...Array.from({ length: 60_000 }, (_, index) => event(index / 1000, String(index))));
  expect(await all(log.read(true))).toHaveLength(60_000);
  expect(await all(log.read(true))).toEqual([]);
  group.events.push(event(60, "last"));
  expect(texts(await all(log.read(true)))).toEqual(["last"]);
});
