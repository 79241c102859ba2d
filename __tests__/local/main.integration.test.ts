import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { execute, UserShell, type Finished } from "../support/lives/user-shell";

/* What a user does with the rehearsal's own commands, and what goes wrong on the way. */

let shell: UserShell;

beforeEach(() => {
  shell = new UserShell();
  shell.rehearsal.create();
});

afterEach(() => shell.leave());

const succeeded = { status: 0 };

/** What a shell does with the output of `npm run local:env`, when it goes on with an AWS command. */
function evaluated(then: string): Promise<Finished> {
  const script = `eval "$(node --require ./src/typescript.cjs local/main.ts env 2>/dev/null)"; echo "eval $?"; ${then}`;
  const account = { AWS_ACCESS_KEY_ID: "a real one", AWS_PROFILE: "real", AWS_DEFAULT_REGION: "us-east-1" };
  return execute("/bin/sh", ["-c", script], { ...shell.environment, ...account });
}

test("however many are started at once, one emulator runs, and stop ends it", async () => {
  const starts = await Promise.all([shell.local("start"), shell.local("start"), shell.local("start")]);
  expect(starts).toEqual(
    [succeeded, succeeded, succeeded].map((one) => expect.objectContaining(one) as unknown),
  );
  const { pid } = shell.rehearsal.instance()!;
  expect(shell.rehearsal.lock.owner()).toBe(pid);
  expect(await shell.local("serve")).toMatchObject({
    status: 1,
    output: expect.stringContaining(`runs already, as process ${pid}`) as string,
  });
  expect(await shell.local("stop")).toMatchObject(succeeded);
  expect(shell.rehearsal.lock.owner()).toBeUndefined();
  expect(shell.rehearsal.instance()).toBeUndefined();
});

test("without a rehearsal the evaluated environment fails, and reaches nobody's account", async () => {
  const { output } = await evaluated("env; aws sts get-caller-identity");
  expect(output).toContain("eval 1");
  expect(output).not.toMatch(/^AWS_PROFILE=|a real one/m);
  expect(output).toContain(
    'Could not connect to the endpoint URL: "http://127.0.0.1:9/there-is-no-rehearsal',
  );
});

test("mistakes in the variables end nothing: they are told, and the emulator stays", async () => {
  await shell.local("start");
  const { pid } = shell.rehearsal.instance()!;
  writeFileSync(shell.rehearsal.variablesFile, '{"num_az": 2}');
  const message = expect.stringContaining("num_az is not a variable; did you mean num_azs?") as string;
  const cleanup = await shell.run("cleanup.sh", "--local", "--yes");
  expect(cleanup).toMatchObject({ status: 1, output: message });
  expect(cleanup.output).not.toContain("nothing to remove");
  expect(shell.rehearsal.lock.owner()).toBe(pid);
  expect((await evaluated("aws sts get-caller-identity")).output).toMatch(/eval 1[^]*there-is-no-rehearsal/);
});

test("a torn file of the emulator is named, with what to do; stop works all the same", async () => {
  await shell.local("start");
  const pid = shell.rehearsal.lock.owner();
  const file = shell.rehearsal.path("emulator.json");
  writeFileSync(file, '{"pid": 1');
  const told = expect.stringMatching(/emulator\.json is not whole.*npm run local -- stop/) as string;
  for (const run of [() => shell.local("start"), () => shell.run("cleanup.sh", "--local", "--yes")]) {
    expect(await run()).toMatchObject({ status: 1, output: told });
  }
  expect(shell.rehearsal.lock.owner()).toBe(pid);
  expect(await shell.local("stop")).toMatchObject(succeeded);
  expect(shell.rehearsal.lock.owner()).toBeUndefined();
  expect(existsSync(file)).toBe(false);
});

test("nothing of a killed emulator stays after a clean-up", async () => {
  await shell.local("start");
  const { pid } = shell.rehearsal.instance()!;
  for (const name of ["state/us-east-1", "jobs/a pod"])
    mkdirSync(shell.rehearsal.path(name), { recursive: true });
  process.kill(pid, "SIGKILL");
  expect(await shell.run("cleanup.sh", "--local", "--yes")).toMatchObject({
    status: 0,
    output: expect.stringContaining("nothing to remove") as string,
  });
  expect(readdirSync(shell.rehearsal.directory).sort()).toEqual(["emulator.log", "variables.json"]);
});
