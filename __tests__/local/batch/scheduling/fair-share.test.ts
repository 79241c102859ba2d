import { fairOrder } from "../../../../local/batch/scheduling/fair-share";
import type { Job } from "../../../../local/batch/job";

function job(name: string, shareIdentifier: string, vcpus = 1, schedulingPriority?: number): Job {
  const detail = { jobId: name, shareIdentifier, schedulingPriority };
  return { id: name, name, vcpus, detail } as unknown as Job;
}

const policy = (weights: Record<string, number>): { shareDistribution: object[] } => ({
  shareDistribution: Object.entries(weights).map(([shareIdentifier, weightFactor]) => ({
    shareIdentifier,
    weightFactor,
  })),
});

function order(waiting: Job[], running: Job[] = [], weights: Record<string, number> = {}): string {
  return fairOrder(waiting, running, policy(weights) as never)
    .map(({ name }) => name)
    .join(" ");
}

test("shares of the same weight take turns, the one that came first beginning", () =>
  expect(order([job("a1", "a"), job("a2", "a"), job("a3", "a"), job("b1", "b"), job("b2", "b")])).toBe(
    "a1 b1 a2 b2 a3",
  ));

test("half the weight gets twice as much", () =>
  expect(
    order(
      [job("a1", "a"), job("a2", "a"), job("b1", "b"), job("b2", "b"), job("b3", "b"), job("b4", "b")],
      [],
      { a: 1, b: 0.5 },
    ),
  ).toBe("a1 b1 b2 a2 b3 b4"));

test("a share that uses much already waits, by vCPUs and not by jobs", () =>
  expect(order([job("a1", "a"), job("b1", "b"), job("b2", "b")], [job("large", "a", 2)])).toBe("b1 b2 a1"));

test("a weight with an asterisk is for each share that begins so", () =>
  expect(
    order(
      [job("x1", "team1"), job("x2", "team1"), job("y1", "team2"), job("y2", "team2"), job("o", "other")],
      [],
      {
        "team*": 4,
      },
    ),
  ).toBe("x1 y1 o x2 y2"));

test("within a share the higher priority is first, and never across shares", () =>
  expect(order([job("a1", "a"), job("b-low", "b"), job("b-high", "b", 1, 9)])).toBe("a1 b-high b-low"));
