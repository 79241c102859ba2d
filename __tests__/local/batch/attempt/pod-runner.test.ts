import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EksPodProperties } from "@aws-sdk/client-batch";
import type { LogSink } from "../../../../local/batch/attempt/container-log";
import { PodRunner, type Pod } from "../../../../local/batch/attempt/pod-runner";
import type { PodResult } from "../../../../local/batch/pods/pod-result";
import { shellContainer, until } from "../fixtures";

const IDENTITY = { podName: "pod", podUid: "u", namespace: "n", nodeName: "node", nodeUid: "v" };
const NEVER = new AbortController().signal;

let directory: string;
let runner: PodRunner;
let lines: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "pod-runner-"));
  runner = new PodRunner(join(directory, "jobs"));
  lines = [];
});

afterEach(async () => {
  await runner.close();
  rmSync(directory, { recursive: true });
});

function run(properties: EksPodProperties, signal = NEVER): Promise<PodResult> {
  const log: LogSink = {
    write: (stream, line) => void lines.push(`${stream}: ${line}`),
    close: () => Promise.resolve(),
  };
  const pod: Pod = {
    identity: IDENTITY,
    properties,
    batchVariables: [{ name: "AWS_BATCH_JOB_ID", value: "job-1" }],
    logOf: () => log,
  };
  return runner.run(pod, signal);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("a command runs, and its lines and exit code are known", async () => {
  const { containers } = await run({ containers: [shellContainer("echo out; echo err >&2; exit 3")] });
  expect(containers).toMatchObject([{ name: "main", exitCode: 3, reason: "Error" }]);
  expect(lines.sort()).toEqual(["stderr: err", "stdout: out"]);
});

const itOnLinux = process.platform === "linux" ? test : test.skip;

itOnLinux("a command that has more memory than its limit is OOMKilled, also what it started", async () => {
  const resources = { limits: { cpu: "1", memory: "32Mi" } };
  const greedy = `node -e 'const held = Buffer.alloc(64 * 2 ** 20, 1); setTimeout(() => held, 60000)'`;
  const modest = "sleep 1; echo done";
  const containers = [
    shellContainer(`${greedy}; echo never`, {
      name: "greedy",
      resources,
      env: [{ name: "PATH", value: process.env.PATH }],
    }),
    shellContainer(modest, { name: "modest", resources }),
  ];
  expect((await run({ containers })).containers).toMatchObject([
    { name: "greedy", exitCode: 137, reason: "OOMKilled" },
    { name: "modest", exitCode: 0, reason: "Completed" },
  ]);
  expect(lines).toEqual(["stdout: done"]);
});

test("a command with GPUs sees which, and has nvidia-smi on any machine", async () => {
  const limits = { cpu: "1", memory: "64Mi", "nvidia.com/gpu": "2" };
  const script = 'command -v nvidia-smi >/dev/null && echo "$NVIDIA_VISIBLE_DEVICES"';
  await run({ containers: [shellContainer(script, { resources: { limits } })] });
  expect(lines).toEqual(["stdout: GPU-0,GPU-1"]);
  const { containers } = await run({ containers: [shellContainer("test -z $NVIDIA_VISIBLE_DEVICES")] });
  expect(containers).toMatchObject([{ exitCode: 0 }]);
});

test("a command sees PATH, HOME, TMPDIR, its own variables and those of Batch, and nothing else", async () => {
  process.env.SECRET_OF_THE_EMULATOR = "secret";
  const env = [{ name: "OWN", value: "$(AWS_BATCH_JOB_ID)/own" }];
  await run({ containers: [shellContainer("env", { env })] });
  delete process.env.SECRET_OF_THE_EMULATOR;
  const seen = Object.fromEntries(
    lines.map((line) => /^stdout: ([^=]+)=(.*)$/.exec(line)!.slice(1) as [string, string]),
  );
  expect(seen).toMatchObject({
    PATH: "/usr/local/bin:/usr/bin:/bin",
    OWN: "job-1/own",
    AWS_BATCH_JOB_ID: "job-1",
  });
  expect(seen.HOME).toMatch(/jobs\/pod-\w+\/main$/);
  expect(seen.TMPDIR).toBe(seen.HOME);
  // PWD, SHLVL and _ are set by shells themselves.
  const allowed = ["PATH", "HOME", "TMPDIR", "OWN", "AWS_BATCH_JOB_ID", "PWD", "OLDPWD", "SHLVL", "_"];
  expect(Object.keys(seen).filter((name) => !allowed.includes(name))).toEqual([]);
});

test("the directory of a command is empty at first, and gone afterwards", async () => {
  await run({ containers: [shellContainer('ls -A; touch "$HOME/file"; cat "$TMPDIR/file"; pwd')] });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/jobs\/pod-\w+\/main$/);
  expect(readdirSync(join(directory, "jobs"))).toEqual([]);
});

test("containers run side by side, and one that fails does not end the others", async () => {
  const { containers } = await run({
    containers: [
      shellContainer("exit 1", { name: "failing" }),
      shellContainer("sleep 0.2; echo done", { name: "other" }),
    ],
  });
  expect(containers.map(({ name, exitCode }) => [name, exitCode])).toEqual([
    ["failing", 1],
    ["other", 0],
  ]);
  expect(lines).toEqual(["stdout: done"]);
});

test("init containers come first, and the others only when they succeed", async () => {
  const pod = { containers: [shellContainer("echo main")] };
  await run({ ...pod, initContainers: [shellContainer("sleep 0.1; echo init", { name: "init" })] });
  expect(lines).toEqual(["stdout: init", "stdout: main"]);
  const failed = await run({ ...pod, initContainers: [shellContainer("exit 2", { name: "init" })] });
  expect(failed).toMatchObject({ initContainers: [{ name: "init", exitCode: 2 }], containers: [] });
});

test("a container without a command fails, because no image is pulled", async () => {
  const { containers } = await run({ containers: [shellContainer("", { command: undefined })] });
  expect(containers).toEqual([
    {
      name: "main",
      reason:
        "The emulator does not pull images: without a command it cannot run public.ecr.aws/amazonlinux/amazonlinux:2023",
    },
  ]);
});

test("a command that this machine does not have ends like one that the image does not have", async () => {
  const { containers } = await run({ containers: [shellContainer("", { command: ["no-such-thing"] })] });
  expect(containers).toMatchObject([
    { exitCode: 128, reason: expect.stringContaining("StartError") as string },
  ]);
});

test("what is ended gets SIGTERM and may end in its own way", async () => {
  const ending = new AbortController();
  const running = run(
    { containers: [shellContainer("trap 'echo ending; exit 5' TERM; echo ready; sleep 60 & wait")] },
    ending.signal,
  );
  await until(() => lines.includes("stdout: ready") || undefined);
  ending.abort();
  expect(await running).toMatchObject({ containers: [{ exitCode: 5 }] });
  expect(lines).toEqual(["stdout: ready", "stdout: ending"]);
});

test("the end of a command is the end of all that it started", async () => {
  const ending = new AbortController();
  const running = run({ containers: [shellContainer("sleep 60 & echo $!; wait")] }, ending.signal);
  const pid = Number((await until(() => lines[0])).replace("stdout: ", ""));
  expect(isAlive(pid)).toBe(true);
  ending.abort();
  expect(await running).toMatchObject({ containers: [{ exitCode: 143, reason: "Error" }] });
  await until(() => (isAlive(pid) ? undefined : true));
});

test("closing kills what runs and removes its directory", async () => {
  const running = run({ containers: [shellContainer("trap '' TERM; echo $$; sleep 60")] });
  const pid = Number((await until(() => lines[0])).replace("stdout: ", ""));
  await runner.close();
  expect(await running).toMatchObject({ containers: [{ exitCode: 137 }] });
  expect(isAlive(pid)).toBe(false);
  expect(readdirSync(join(directory, "jobs"))).toEqual([]);
});
