import { Readable } from "node:stream";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ContainerLog, forwardLines } from "../../../../local/batch/attempt/container-log";
import { applicationLogGroup, logMessage, logStreamName } from "../../../../local/batch/attempt/log-event";
import { privateDnsName } from "../../../../local/kubernetes/ec2-nodes";

const SOURCE = {
  pod: {
    podName: "aws-batch.1",
    podUid: "uid-1",
    namespace: "batch-jobs",
    nodeName: "ip-10-1-3-7.ec2.internal",
    nodeUid: "uid-2",
  },
  containerName: "main",
  containerId: "c0ffee",
  image: "busybox:1",
};

describe("the place of a log line", () => {
  test("is the application group of its cluster", () => {
    expect(applicationLogGroup("ml")).toBe("/aws/containerinsights/ml/application");
  });

  test("is a stream named after node, pod, namespace and container", () => {
    expect(logStreamName(SOURCE)).toBe(
      "ip-10-1-3-7.ec2.internal-application.var.log.containers.aws-batch.1_batch-jobs_main-c0ffee.log",
    );
  });

  test("has a node with the domain of its region", () => {
    expect(privateDnsName("us-east-1", "10.1.3.7")).toBe("ip-10-1-3-7.ec2.internal");
    expect(privateDnsName("eu-west-1", "10.1.3.7")).toBe("ip-10-1-3-7.eu-west-1.compute.internal");
  });
});

test("a log event is the JSON of Fluent Bit", () => {
  const time = new Date("2026-11-23T20:15:00.123Z");
  expect(JSON.parse(logMessage(SOURCE, time, "stderr", 'a "line"'))).toEqual({
    time: "2026-11-23T20:15:00.123Z",
    stream: "stderr",
    _p: "F",
    log: 'a "line"',
    kubernetes: {
      pod_name: "aws-batch.1",
      namespace_name: "batch-jobs",
      pod_id: "uid-1",
      host: "ip-10-1-3-7.ec2.internal",
      container_name: "main",
      docker_id: "c0ffee",
      container_hash: expect.stringMatching(/^busybox:1@sha256:[0-9a-f]{64}$/) as string,
      container_image: "busybox:1",
    },
  });
});

test("output is cut into lines, and long lines into parts", async () => {
  const written: [string, boolean][] = [];
  const log = {
    write: (_: string, line: string, isPartial: boolean) => void written.push([line, isPartial]),
    close: () => Promise.resolve(),
  };
  const long = "x".repeat(20_000);
  await forwardLines(Readable.from(["a\n\nb", `c\n${long}`, "\nlast"]), "stdout", log);
  expect(written).toEqual([
    ["a", false],
    ["", false],
    ["bc", false],
    [long.slice(0, 16_384), true],
    [long.slice(16_384), false],
    ["last", false],
  ]);
});

describe("ContainerLog", () => {
  class RecordingClient {
    readonly commands: [string, Record<string, unknown>][] = [];
    constructor(private readonly error?: Error) {}
    async send(command: { input: Record<string, unknown> }): Promise<object> {
      this.commands.push([command.constructor.name, command.input]);
      await Promise.resolve();
      if (this.error) throw this.error;
      return {};
    }
  }

  function logTo(client: RecordingClient): ContainerLog {
    return new ContainerLog(client as unknown as CloudWatchLogsClient, "group", SOURCE);
  }

  test("creates group and stream before its first events, which keep their order", async () => {
    const client = new RecordingClient();
    const log = logTo(client);
    for (let line = 0; line < 3; line += 1) void log.write("stdout", String(line), false);
    await log.close();
    expect(client.commands.map(([name]) => name)).toEqual([
      "CreateLogGroupCommand",
      "CreateLogStreamCommand",
      "PutLogEventsCommand",
    ]);
    const events = client.commands[2]![1].logEvents as { message: string }[];
    expect(events.map(({ message }) => (JSON.parse(message) as { log: string }).log)).toEqual([
      "0",
      "1",
      "2",
    ]);
  });

  test("makes no group for a container that says nothing", async () => {
    const client = new RecordingClient();
    await logTo(client).close();
    expect(client.commands).toEqual([]);
  });

  test("lets a writer wait that is far ahead", async () => {
    const client = new RecordingClient();
    const log = logTo(client);
    const waits = Array.from({ length: 5_000 }, () => log.write("stdout", "line", false));
    expect(waits.findIndex((wait) => wait !== undefined)).toBe(4_999);
    await log.close();
  });

  test("keeps requests below the limit of CloudWatch Logs", async () => {
    const client = new RecordingClient();
    const log = logTo(client);
    for (let line = 0; line < 100; line += 1) void log.write("stdout", "x".repeat(16_000), false);
    await log.close();
    const puts = client.commands.filter(([name]) => name === "PutLogEventsCommand");
    expect(puts.length).toBe(2);
    expect(puts.flatMap(([, input]) => input.logEvents)).toHaveLength(100);
  });

  test("gives up, and says so, when CloudWatch Logs cannot be reached", async () => {
    const complaint = jest.spyOn(console, "error").mockImplementation();
    const client = new RecordingClient(new Error("unreachable"));
    const log = logTo(client);
    void log.write("stdout", "line", false);
    await log.close();
    void log.write("stdout", "line", false);
    await log.close();
    expect(client.commands).toHaveLength(1);
    expect(complaint).toHaveBeenCalledTimes(1);
    complaint.mockRestore();
  });
});
