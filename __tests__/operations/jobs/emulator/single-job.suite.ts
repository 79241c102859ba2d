import { CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { until } from "../../../local/batch/fixtures";
import { container, HeldClock } from "./deployed-emulator";
import { emulator, job, reaching, submit } from "./shared-emulator";

test("a job succeeds, with its states, its place, its lines and a summary", async () => {
  const { status, screen } = await job("run", "--logs");
  expect(status).toBe(0);
  expect(screen.text).toMatch(/Job [0-9a-f-]{36} \(doeks-hello-world\) is submitted to doeks-JQ1_OD\./);
  expect(screen.text).toMatch(
    /pod aws-batch\.[0-9a-f-]+ on node ip-10-1-[\d-]+\.eu-west-1\.compute\.internal/,
  );
  expect(screen.lines).toContain("Hello World!");
  expect(screen.lines.at(-1)).toMatch(/^SUCCEEDED: .*exit code 0$/);
});

test("a job fails with the exit code of its container", async () => {
  const { status, screen } = await job("run", "--json", "--env", "CODE=7", "--command", "exit $CODE");
  expect(status).toBe(1);
  expect(screen.json.at(-1)).toMatchObject({ event: "summary", state: "FAILED", exitCode: 7, attempts: 1 });
});

test("what is overridden reaches the container", async () => {
  const args = [
    "--name",
    "overridden",
    "--vcpus",
    "0.5",
    "--memory",
    "128",
    "--",
    "/bin/echo",
    "a  b",
    "$HOME",
  ];
  const { screen } = await job("run", "--logs", ...args);
  expect(screen.lines).toContain("a  b $HOME");
});

test("a job that is tried again shows both attempts, labelled in its log", async () => {
  const command = "echo try $AWS_BATCH_JOB_ATTEMPT; exit $((2 - AWS_BATCH_JOB_ATTEMPT))";
  const { status, screen } = await job(
    "run",
    "--name",
    "retried",
    "--retries",
    "2",
    "--logs",
    "--command",
    command,
  );
  expect(status).toBe(0);
  expect(screen.text).toMatch(/attempt 1 failed: Container main exited with code 1/);
  expect(screen.lines.at(-1)).toMatch(/2 attempts/);
  const { screen: log } = await job("logs", "retried");
  expect(log.lines).toEqual(["--- attempt 1 ---", "try 1", "--- attempt 2 ---", "try 2"]);
});

test("rules decide after which exit code a job is tried again", async () => {
  const command = "exit $((76 - AWS_BATCH_JOB_ATTEMPT))";
  const { status, screen } = await job("run", "--name", "ruled", "--retry-on", "75", "--command", command);
  expect(status).toBe(1);
  expect(screen.text).toMatch(/attempt 1 failed: Container main exited with code 75/);
  expect(screen.lines.at(-1)).toMatch(/^FAILED: .*2 attempts.*Container main exited with code 74$/);
});

test("a job that ran too long says so, and why tells what helps", async () => {
  const reason = "Job attempt duration exceeded timeout";
  await emulator.control.orderFault({ transition: "batch.job.succeeded", resource: "slow", reason });
  const { status, screen } = await job("run", "--name", "slow", "--timeout", "1");
  expect(status).toBe(1);
  expect(screen.lines.at(-1)).toContain(reason);
  expect((await job("why", "slow")).screen.text).toContain("allow more with --timeout");
});

test("a throttled API delays a job's following, and nothing else", async () => {
  await emulator.control.orderFault({ service: "batch", action: "*", error: "throttling", count: 3 });
  const { status, screen } = await job("run", "--command", "true");
  expect(status).toBe(0);
  expect(screen.notes[0]).toContain("AWS does not answer (ThrottlingException: Rate exceeded)");
  expect(screen.lines.at(-1)).toMatch(/^SUCCEEDED/);
});

test("lines of two containers are prefixed, and one can be picked", async () => {
  await emulator.registerDefinition("two", [
    container("main", "echo from main"),
    container("sidecar", "echo from sidecar"),
  ]);
  const { screen } = await job("run", "--definition", "two", "--name", "two", "--logs");
  expect(screen.lines).toEqual(expect.arrayContaining(["main    | from main", "sidecar | from sidecar"]));
  expect((await job("logs", "two", "--container", "sidecar")).screen.lines).toEqual(["from sidecar"]);
});

test("a log that arrives after the end is waited for", async () => {
  const id = await submit("--command", "true");
  const { attempts } = await reaching(id, "SUCCEEDED");
  const { podName, nodeName } = attempts[0]!;
  const clock = new HeldClock();
  const program = emulator.program(clock);
  const reading = program.run("logs", id);
  await until(() => program.screen.notes[0]);
  const stream = {
    logGroupName: "/aws/containerinsights/doeks-aws-batch/application",
    logStreamName: `${nodeName}-application.var.log.containers.${podName}_doeks-aws-batch_main-0123abcd.log`,
  };
  const kubernetes = { pod_name: podName, container_name: "main" };
  const message = JSON.stringify({ log: "late\n", kubernetes });
  await emulator.logs.send(new CreateLogStreamCommand(stream));
  await emulator.logs.send(
    new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message }] }),
  );
  await until(() => program.screen.text || undefined);
  clock.letGo();
  expect(await reading).toBe(0);
  expect(program.screen.text).toBe("late\n");
  expect(program.screen.notes[0]).toContain("its log has not arrived yet");
});

test("a log that is followed loses nothing and repeats nothing", async () => {
  const id = await submit(
    "--command",
    "for i in $(seq 1 200); do echo $i; [ $((i % 50)) = 0 ] && sleep 0.2; done; true",
  );
  const { screen } = await job("logs", id, "--follow");
  expect(screen.lines).toEqual(Array.from({ length: 200 }, (_, line) => String(line + 1)));
});
