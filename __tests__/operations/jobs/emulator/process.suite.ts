import { job, processes, reaching, statusOf } from "./shared-emulator";

describe("as a process", () => {
  test("in a pipe it prints plain lines in the region of the variables file, and ends as the job does", async () => {
    const { status, output } = await processes.pipe;
    expect(status).toBe(1);
    expect(output).not.toContain("\u001b");
    expect(output).toContain("eu-west-1.compute.internal");
    expect(output.split("\n")).toEqual(expect.arrayContaining(["one", "two"]));
    expect(output).toMatch(/^FAILED: .*Container main exited with code 4$/m);
  });

  test("on a terminal it shows living lines in colour", async () => {
    const { status, output } = await processes.terminal;
    expect(status).toBe(0);
    expect(output).toContain("\r\u001b[2K");
    expect(output).toContain("\u001b[32mSUCCEEDED");
    expect(output).toMatch(/✓ {2}.*RUNNING/);
  });

  test("Ctrl-C once leaves the job running", async () => {
    const { status, output } = await processes.once;
    expect(status).toBe(130);
    const [, id] = /Job ([0-9a-f-]{36}) goes on\. Stop it [^]*npm run job -- stop/.exec(output) ?? [];
    expect((await statusOf(id!)).state).toBe("RUNNING");
    await job("stop", id!);
  });

  test("Ctrl-C twice terminates the job", async () => {
    const { status, output } = await processes.twice;
    expect(status).toBe(130);
    const [, id] = /Job ([0-9a-f-]{36}) is being terminated/.exec(output) ?? [];
    expect((await reaching(id!, "FAILED")).reason).toBe("Terminated by its user with Ctrl-C");
  });
});
