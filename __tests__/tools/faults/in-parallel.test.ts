import { setImmediate as turn } from "node:timers/promises";
import { inParallel } from "../../../tools/faults/in-parallel";

test("does some at a time, and gives the results in their order", async () => {
  let running = 0;
  let most = 0;
  const task = (turns: number) => async (): Promise<number> => {
    most = Math.max(most, ++running);
    for (let count = 0; count < turns; count += 1) await turn();
    running -= 1;
    return turns;
  };
  expect(await inParallel([task(5), task(1), task(3), task(0)], 2)).toEqual([5, 1, 3, 0]);
  expect(most).toBe(2);
});
