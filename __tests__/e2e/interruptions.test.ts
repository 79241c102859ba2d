import { readFileSync } from "node:fs";
import { Installation } from "../support/lives/installation";
import { execute, UserShell, type Finished } from "../support/lives/user-shell";

/*
 * An installation that is told to end while stack cluster is created. The tests build on each other in order.
 */

const shell = new UserShell();

// What AWS takes its time for is the subject of other tests.
process.env.EMULATOR_DELAY = "0.1";

// At first Terraform starts the provider for each command, as for a user: Ctrl-C reaches the provider, too.
beforeAll(async () => expect(await shell.local("start")).toMatchObject({ status: 0 }));

afterAll(() => shell.leave());

interface StateResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly instances: readonly { readonly status?: string; readonly attributes: { readonly id: string } }[];
}

/** Type and id of what stack cluster has made, without what is tainted: that is made anew. */
function made(): string[] {
  const text = readFileSync(shell.stateFile("us-east-1", "cluster"), "utf8");
  const { resources } = JSON.parse(text) as { resources: readonly StateResource[] };
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, instances }) =>
      instances
        .filter(({ status }) => status !== "tainted")
        .map(({ attributes }) => `${type} ${attributes.id}`),
    );
}

/** What a script says that was told to end while stack cluster was being created. */
function expectGentleEnd({ status, output }: Finished): void {
  expect(status).toBe(1);
  expect(output).toContain("Stopping. Terraform ends what it has begun");
  expect(output).toContain("Stopped, as you asked; this was under way:");
  expect(output).toMatch(/Resources that exist now: cluster \d+/);
  expect(output).toContain("start again to go on from there");
  expect(output).not.toMatch(/^ +at /m);
  expect(made()).not.toEqual([]);
  expect(shell.locks()).toEqual([]);
}

it("ends gently on Ctrl-C, and keeps what was made", async () => {
  const terminal = ["__tests__/support/lives/terminal.py", " created (", "\\x03"];
  const script = ["/bin/sh", "install.sh", "--local", "--yes"];
  expectGentleEnd(await execute("python3", [...terminal, ...script], shell.environment));
});

it("goes on when started again, and ends gently on SIGTERM", async () => {
  // SIGTERM goes to the script alone: the provider may be attached.
  await shell.attachProviders();
  const before = made();
  const installation = new Installation(shell.environment);
  await installation.prints(/^cluster +\d+\/\d+ .* created/m);
  process.kill(installation.pid, "SIGTERM");
  expectGentleEnd({ status: await installation.ended, output: installation.output });
  expect(made()).toEqual(expect.arrayContaining(before));
  expect(made().length).toBeGreaterThan(before.length);
});
