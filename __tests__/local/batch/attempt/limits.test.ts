import { attemptLimit } from "../../../../local/batch/attempt/outcome";
import { CommandSlots } from "../../../../local/batch/attempt/command-slots";

const NEVER = new AbortController().signal;

describe("attemptLimit", () => {
  test("is the job's timeout, in the words of Batch", () => {
    expect(attemptLimit(60, 900)).toEqual({
      seconds: 60,
      statusReason: "Job attempt duration exceeded timeout",
    });
  });

  test("is the emulator's where that is shorter or the job has none", () => {
    const own = { seconds: 900, statusReason: "The emulator ends commands after 900 s" };
    expect(attemptLimit(3600, 900)).toEqual(own);
    expect(attemptLimit(undefined, 900)).toEqual(own);
  });
});

describe("CommandSlots", () => {
  test("lets as many commands run as there are slots, then in the order of asking", async () => {
    const slots = new CommandSlots(2);
    const order: string[] = [];
    const first = await slots.acquire(2, NEVER);
    const waiting = ["a", "b", "c"].map(async (name) => {
      const giveBack = await slots.acquire(1, NEVER);
      order.push(name);
      return giveBack;
    });
    await Promise.resolve();
    expect(order).toEqual([]);
    first();
    const [a] = await Promise.all(waiting.slice(0, 2));
    expect(order).toEqual(["a", "b"]);
    a!();
    await waiting[2];
    expect(order).toEqual(["a", "b", "c"]);
  });

  test("a pod with more commands than slots runs alone", async () => {
    const slots = new CommandSlots(2);
    const giveBack = await slots.acquire(10, NEVER);
    giveBack();
    await expect(slots.acquire(2, NEVER)).resolves.toBeDefined();
  });

  test("who is ended while waiting does not hold up the others", async () => {
    const slots = new CommandSlots(2);
    const giveBack = await slots.acquire(1, NEVER);
    const ending = new AbortController();
    const large = slots.acquire(2, ending.signal);
    const small = slots.acquire(1, NEVER);
    ending.abort(new Error("ended"));
    await expect(large).rejects.toThrow("ended");
    await expect(small).resolves.toBeDefined();
    giveBack();
  });
});
