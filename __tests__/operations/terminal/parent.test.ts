import { endWithParent } from "../../../src/operations/terminal/parent";

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it("ends the process when the one that started it is gone, and only once", () => {
  let parent = 4711;
  const end = jest.fn();
  endWithParent(() => parent, end);
  jest.advanceTimersByTime(10_000);
  expect(end).not.toHaveBeenCalled();
  parent = 1;
  jest.advanceTimersByTime(10_000);
  expect(end).toHaveBeenCalledTimes(1);
});
