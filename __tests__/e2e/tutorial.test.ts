import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describeWithApiServer, KUBERNETES_ASSETS } from "../support/kubernetes/api-server";
import { recordedIn, stable } from "../support/lives/transcript";
import { execute, UserShell } from "../support/lives/user-shell";
import { withSection } from "../../tools/markdown";

/*
 * The tutorial that this project follows, from its first command to its last, with all four stacks: docs/tutorial.md.
 * With RECORD_TRANSCRIPT=1 the page is recorded anew; else each command must print what stands there, but for ids,
 * names of nodes, ages and times. The tests build on each other in order.
 */

const PAGE = join(__dirname, "..", "..", "docs", "tutorial.md");
const CONNECT = "aws eks --region us-east-1 update-kubeconfig --name doeks-aws-batch";

const tutorial = (): void => {
  const shell = new UserShell(KUBERNETES_ASSETS);
  const recorded: [title: string, text: string, block: string][] = [];
  let installed = "";

  beforeAll(async () => {
    shell.rehearsal.create();
    writeFileSync(shell.rehearsal.variablesFile, "{}");
    await shell.start();
  });

  afterAll(() => shell.leave());

  const printed = async (line: string): Promise<string> => {
    const { status, output } = await execute("/bin/sh", ["-c", line], shell.rehearsalEnvironment);
    expect([line, status, output]).toEqual([line, 0, output]);
    return output.trimEnd();
  };

  /** What a command prints that follows something, from now on until it is stopped. */
  const follow = (line: string): { readonly text: () => string; stop(): void } => {
    const child = spawn("/bin/sh", ["-c", `exec ${line}`], { env: shell.rehearsalEnvironment });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    return { text: () => text.trimEnd(), stop: () => void child.kill() };
  };

  /** Records a chapter, or compares it with what stands on the page. */
  const tell = (
    title: string,
    text: string,
    ...lines: readonly (readonly [line: string, output: string])[]
  ): void => {
    const block = lines
      .map(([line, output]) => `$ ${line}\n${output}`)
      .join("\n")
      .replaceAll(shell.rehearsal.directory, "$PWD/.local");
    recorded.push([title, text, block]);
    if (!process.env.RECORD_TRANSCRIPT) expect(comparable(block)).toBe(comparable(recordedIn(PAGE, title)));
  };

  const ended = async (id: string): Promise<void> => {
    const status = (): Promise<string> =>
      printed(`aws batch describe-jobs --jobs ${id} --query 'jobs[].status' --output text`);
    while (!/SUCCEEDED|FAILED/.test(await status())) await sleep(1000);
  };

  test("deploys the four stacks", async () => {
    const { status, output } = await shell.run("install.sh", "--local", "--yes");
    installed = output;
    expect([status, output]).toEqual([
      0,
      expect.stringContaining("The rehearsal is complete, with a Kubernetes API of its own."),
    ]);
    expect(output).toMatch(/^kubernetes +done/m);
  });

  test("connects kubectl, and shows nodes and namespaces", async () => {
    expect(installed).toContain(CONNECT);
    const nodes = "kubectl get nodes";
    const namespaces = "kubectl get ns";
    tell(
      "Connect kubectl",
      "`configure_kubectl_cmd` is one of the outputs that `install.sh` prints:",
      [CONNECT, await printed(CONNECT)],
      [nodes, await printed(nodes)],
      [namespaces, await printed(namespaces)],
    );
  });

  test("runs the example, whose node and pod are seen to come and go", async () => {
    const submit = installed.split("\n")[installed.split("\n").indexOf("run_example_aws_batch_job") + 1]!;
    const watchNodes = "kubectl get nodes -w";
    const watchPods = "kubectl get pods -n doeks-aws-batch -w";
    const nodes = follow(watchNodes);
    const pods = follow(watchPods);
    while (nodes.text() === "") await sleep(200);
    const id = await printed(submit);
    while (!pods.text().includes("Running")) await sleep(200);
    const [, podName = ""] = /(aws-batch\.\S+)/.exec(pods.text())!;
    const follows = `kubectl logs -n doeks-aws-batch ${podName} -f`;
    const log = await printed(follows);
    await ended(id);
    while (
      (await printed("kubectl get pods -n doeks-aws-batch 2>&1")) !==
      "No resources found in doeks-aws-batch namespace."
    )
      await sleep(500);
    nodes.stop();
    pods.stop();
    tell("Run the example", "`run_example_aws_batch_job` is an output too:", [submit, id]);
    tell("Its node", "In another terminal, before the job is submitted:", [watchNodes, nodes.text()]);
    tell("Its pod", "In a third terminal:", [watchPods, pods.text()]);
    tell("Its log", "While its pod is there:", [follows, log]);
    const describe = `aws batch describe-jobs --jobs ${id}`;
    const status = `${describe} --query 'jobs[].[jobId,status]' --output text`;
    const place = `${describe} --query 'jobs[].eksAttempts[].{nodeName: nodeName, podName: podName}' --output text`;
    const logs = `npm run job -- logs ${id}`;
    tell(
      "Afterwards",
      "AWS Batch deletes a pod soon after its end. What it was is told by the job, and its log is in CloudWatch:",
      [status, await printed(status)],
      [place, await printed(place)],
      [logs, await printed(logs.replace("npm run job", "npm run --silent job"))],
    );
  });

  test("cleans up, and leaves nothing", async () => {
    const { status, output } = await shell.run("cleanup.sh", "--local", "--yes");
    expect([status, output]).toEqual([
      0,
      expect.stringContaining("Nothing is left, and the emulator is stopped."),
    ]);
  });

  test("is written when it is recorded", () => {
    if (!process.env.RECORD_TRANSCRIPT) return;
    const chapters = recorded.map(
      ([title, text, block]) =>
        `## ${title}\n\n${text}\n\n\`\`\`console recorded-in=rehearsal\n${block}\n\`\`\``,
    );
    writeFileSync(PAGE, withSection(readFileSync(PAGE, "utf8"), "recorded", chapters.join("\n\n")));
    expect(recorded).toHaveLength(6);
  });
};

describeWithApiServer("the tutorial", tutorial, "kubectl", "provider");

/** Without ages and columns; what is told twice in a row counts once. */
function comparable(block: string): string {
  const lines = stable(block)
    .split("\n")
    .map((line) => line.replace(/ {2,}/g, " ").replace(/ \d+[smh](\d+s)?(?= |$)/g, " AGE"));
  return lines.filter((line, index) => line !== lines[index - 1]).join("\n");
}
