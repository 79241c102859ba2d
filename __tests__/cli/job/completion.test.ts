import { execFileSync } from "node:child_process";
import { FakeAws, Program } from "../../operations/jobs/fixtures";

/** What bash offers for a line that ends at the cursor. */
async function offered(...words: string[]): Promise<string[]> {
  const program = new Program(new FakeAws().clients);
  await program.run("completion", "bash");
  const script = `${program.screen.text}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_job; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\n").filter(Boolean);
}

test("commands are completed", async () => {
  expect(await offered("job", "")).toEqual(
    expect.arrayContaining(["run", "status", "list", "logs", "stop", "why", "queues", "completion"]),
  );
  expect(await offered("job", "st")).toEqual(["status", "stop"]);
});

test("options of a command are completed", async () => {
  expect(await offered("job", "run", "--de")).toEqual(["--definition", "--depends-on"]);
  expect(await offered("job", "logs", "some-id", "--f")).toEqual(["--follow"]);
});

test("states and the environment's queues are completed", async () => {
  expect(await offered("job", "list", "--status", "RUNN")).toEqual(["RUNNABLE", "RUNNING"]);
  expect(await offered("job", "run", "--queue", "")).toEqual(["doeks-JQ1_OD", "doeks-JQ1_SPOT"]);
});

test("each command's help has an example", async () => {
  for (const command of ["run", "status", "list", "logs", "stop", "why", "queues", "completion"]) {
    const program = new Program(new FakeAws().clients);
    expect(await program.run(command, "--help")).toBe(0);
    expect(program.screen.text).toMatch(/Example:\n {2}(source <\()?npm run /);
  }
});
