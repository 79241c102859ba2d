import { criticalPath } from "../../../tools/documentation/critical-path";

const GRAPH = new Map([
  ["vpc", []],
  ["subnet", ["vpc"]],
  ["key", []],
  ["cluster", ["subnet", "key"]],
]);

const SECONDS: Record<string, number> = { vpc: 10, subnet: 1, key: 12, cluster: 500 };
const seconds = (id: string): number => SECONDS[id]!;

test("the critical path is the longest by duration, not by number", () => {
  expect(criticalPath(GRAPH, seconds)).toEqual({ seconds: 512, ids: ["key", "cluster"] });
});

test("a path may have to end in a certain place", () => {
  const toSubnet = criticalPath(GRAPH, seconds, (id) => id === "subnet");
  expect(toSubnet).toEqual({ seconds: 11, ids: ["vpc", "subnet"] });
});
