import { poll, retry } from "../../../src/operations/terminal/poll";
import { FakeClock } from "../../support/fake-clock";

let clock: FakeClock;

beforeEach(() => (clock = new FakeClock()));

/** Gives one value after the other, and the last one again and again. */
function oneAfterTheOther<T>(...values: T[]): () => Promise<T> {
  return () => Promise.resolve(values.length > 1 ? values.shift()! : values[0]!);
}

describe("poll", () => {
  const props = { isDone: (status: string) => status === "VALID", everySeconds: 3, forSeconds: 10 };

  it("looks until it finds what is waited for, and tells of each pause", async () => {
    const pauses: unknown[] = [];
    const look = oneAfterTheOther("CREATING", "UPDATING", "VALID");
    const onPause = (found: string, seconds: number): unknown => pauses.push([found, seconds]);
    expect(await poll(look, { ...props, onPause, clock })).toBe("VALID");
    expect(pauses).toEqual([
      ["CREATING", 0],
      ["UPDATING", 3],
    ]);
    expect(clock.pausesSeconds).toEqual([3, 3]);
  });

  it("waits for nothing that is there already", async () => {
    expect(await poll(oneAfterTheOther("VALID"), { ...props, clock })).toBe("VALID");
    expect(clock.pausesSeconds).toEqual([]);
  });

  it("gives what it found last when the time is over, without a pause after that", async () => {
    expect(await poll(oneAfterTheOther("UPDATING"), { ...props, clock })).toBe("UPDATING");
    expect(clock.pausesSeconds).toEqual([3, 3, 3]);
  });

  it("counts the time that the looks take", async () => {
    const slow = async (): Promise<string> => {
      await clock.sleep(6000);
      return "UPDATING";
    };
    await poll(slow, { ...props, clock });
    expect(clock.pausesSeconds).toEqual([6, 3, 6]);
  });

  it("does not wait on after a look that fails", async () => {
    await expect(poll(() => Promise.reject(new Error("denied")), { ...props, clock })).rejects.toThrow(
      "denied",
    );
    expect(clock.pausesSeconds).toEqual([]);
  });
});

describe("retry", () => {
  const props = { mayRepeat: (error: unknown) => (error as Error).message === "busy", pausesSeconds: [1, 5] };

  /** Fails as often as told, then succeeds. */
  function failing(times: number, message: string): () => Promise<string> {
    return () => (times-- > 0 ? Promise.reject(new Error(message)) : Promise.resolve("done"));
  }

  it("attempts again after each pause, and tells of it", async () => {
    const onPause = jest.fn();
    expect(await retry(failing(2, "busy"), { ...props, onPause, clock })).toBe("done");
    expect(clock.pausesSeconds).toEqual([1, 5]);
    expect(onPause.mock.calls).toEqual([
      [new Error("busy"), 1],
      [new Error("busy"), 5],
    ]);
  });

  it("throws what the attempt after the last pause threw", async () => {
    await expect(retry(failing(3, "busy"), { ...props, clock })).rejects.toThrow("busy");
    expect(clock.pausesSeconds).toEqual([1, 5]);
  });

  it("does not repeat what failed for good", async () => {
    await expect(retry(failing(1, "no"), { ...props, clock })).rejects.toThrow("no");
    expect(clock.pausesSeconds).toEqual([]);
  });
});
