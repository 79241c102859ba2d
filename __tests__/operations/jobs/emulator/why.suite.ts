import { UpdateComputeEnvironmentCommand, UpdateJobQueueCommand } from "@aws-sdk/client-batch";
import { until } from "../../../local/batch/fixtures";
import { ENVIRONMENTS, FastClock, MAX_VCPUS } from "./deployed-emulator";
import { emulator, job, reaching, statusOf, submit } from "./shared-emulator";

describe("why tells what holds a job up:", () => {
  const waiting: string[] = [];

  afterEach(async () => {
    if (waiting.length > 0) await job("stop", ...waiting.splice(0));
  });

  /** Submits a job that stays RUNNABLE. */
  async function stuck(...args: string[]): Promise<string> {
    const id = await submit(...args);
    waiting.unshift(id);
    await reaching(id, "RUNNABLE");
    return id;
  }

  async function why(id: string): Promise<{ cause: string; text: string }> {
    return (await job("why", id, "--json")).screen.json[0] as { cause: string; text: string };
  }

  async function change(state: "ENABLED" | "DISABLED"): Promise<void> {
    const computeEnvironment = ENVIRONMENTS.onDemand;
    await emulator.batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment, state }));
    await emulator.settled(computeEnvironment);
  }

  test("an INVALID environment", async () => {
    const reason = "CLIENT_ERROR - Your compute environment has been INVALIDATED: Unauthorized";
    const transition = "batch.compute-environment.update";
    await emulator.control.orderFault({ transition, resource: ENVIRONMENTS.onDemand, reason });
    await change("ENABLED");
    const { cause, text } = await why(await stuck());
    expect(cause).toBe("environment-invalid");
    expect(text).toContain(reason);
    const { screen } = await job("queues");
    expect(screen.text).toContain("On-Demand, ENABLED INVALID");
    expect(screen.lines.at(-1)).toContain(reason);
    await change("ENABLED");
  });

  test("a DISABLED environment", async () => {
    await change("DISABLED");
    expect((await why(await stuck())).cause).toBe("environment-disabled");
    await change("ENABLED");
  });

  test("more vCPUs than the environment may have, and for the next job the one before it", async () => {
    const large = await stuck("--vcpus", String(MAX_VCPUS + 1));
    expect((await why(large)).cause).toBe("too-many-vcpus");
    const { cause, text } = await why(await stuck());
    expect(cause).toBe("behind-others");
    expect(text).toContain(`npm run job -- why ${large}`);
  });

  test("an environment that is full", async () => {
    const id = await submit("--vcpus", String(MAX_VCPUS), "--command", "sleep 60");
    waiting.push(id);
    await reaching(id, "RUNNING");
    const { cause, text } = await why(await stuck());
    expect(cause).toBe("environment-full");
    expect(text).toContain(`has ${MAX_VCPUS} of its at most ${MAX_VCPUS} vCPUs`);
  });

  test("no Spot capacity", async () => {
    const reason = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested.";
    const order = { transition: "batch.job.starting", resource: "no-spot", reason, count: 1_000_000 };
    await emulator.control.orderFault(order);
    const id = await stuck("--spot", "--name", "no-spot");
    await until(async () => ((await statusOf(id)).reason === reason ? true : undefined));
    expect((await why(id)).cause).toBe("no-spot-capacity");
  });

  test("a pod that fits on no instance type", async () => {
    const reason = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested.";
    const order = { transition: "batch.job.starting", resource: "huge", reason, count: 1_000_000 };
    await emulator.control.orderFault(order);
    const { cause, text } = await why(await stuck("--name", "huge", "--memory", "1000000"));
    expect(cause).toBe("too-large-for-instances");
    expect(text).toMatch(
      /no instance of m5\.large, c5 is large enough \(the largest, c5\.\w+, has \d+ vCPUs/,
    );
  });

  test("unasked, when a job has been RUNNABLE for five minutes", async () => {
    await change("DISABLED");
    const program = emulator.program(new FastClock(1000));
    const running = program.run("run", "--name", "patient");
    await until(() =>
      program.screen.text.includes("is DISABLED, so it starts no nodes.") ? true : undefined,
    );
    await change("ENABLED");
    expect(await running).toBe(0);
  });

  test("a DISABLED queue refuses new jobs", async () => {
    const jobQueue = "doeks-JQ1_SPOT";
    await emulator.batch.send(new UpdateJobQueueCommand({ jobQueue, state: "DISABLED" }));
    await expect(job("run", "--spot")).rejects.toThrow("AWS Batch refuses the job: JobQueue");
  });
});
