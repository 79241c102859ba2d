import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Life, Outcome } from "../../../tools/faults/life";
import { matrixReport } from "../../../tools/faults/report";
import { isGood, Results } from "../../../tools/faults/results";

const directory = mkdtempSync(join(tmpdir(), "results-"));
afterAll(() => rmSync(directory, { recursive: true }));

const outcome: Outcome = {
  phase: "destroy",
  trouble: "throttling",
  target: "2 actions",
  run: { status: 0, output: "", calls: [] },
  pending: [],
  hasConverged: true,
  touched: [],
  next: undefined,
};
const calls = {
  actions: { deploy: ["ec2 CreateVpc", "ec2 CreateSubnet", "eks CreateCluster"], change: [], destroy: [] },
  terraformCalls: { deploy: 3, change: 0, destroy: 0 },
};

/** Without the padding of the table. */
const reportOf = (...args: Parameters<typeof matrixReport>): string =>
  matrixReport(...args).replaceAll(/ +/g, " ");

function resultsOf(...lives: Life[]): Results {
  const results = new Results(join(directory, `${Math.random()}.json`));
  results.put("throttling", lives);
  return results;
}

test("tells of what converged and left nothing", () => {
  const results = resultsOf({ outcomes: [outcome], left: [], cleanUps: [] });
  expect(results.all().every(isGood)).toBe(true);
  expect(reportOf(results.all(), [], calls)).toContain(
    "| throttling | destroy | 2 actions | nothing of it | nothing left | |",
  );
});

test("shouts when a run did not converge, something was left or not even reached", () => {
  const pending = [{ service: "ec2", action: "DeleteVpc" }];
  const run = { status: 1, output: "it broke", calls: [] };
  const results = resultsOf({
    outcomes: [{ ...outcome, pending, run, hasConverged: false }],
    left: ["vpc vpc-1"],
    cleanUps: [],
  });
  expect(results.all().every(isGood)).toBe(false);
  expect(reportOf(results.all(), [], calls)).toContain(
    "| 2 actions; not reached: ec2 DeleteVpc | status 1: it broke | DID NOT CONVERGE; LEFT: vpc vpc-1 | |",
  );
});

test("names the actions by service", () => {
  expect(reportOf([], [], calls)).toContain(
    "- deploy: 3 actions, 3 calls of Terraform. ec2: CreateVpc, CreateSubnet; eks: CreateCluster",
  );
});

test("names what has no result", () => {
  expect(reportOf([], ["500", "timeout"], calls)).toContain("Not tried to the end yet: 500, timeout.");
});

test("results of an earlier run stay until the same trouble is tried again", () => {
  const file = join(directory, "kept.json");
  new Results(file).put("throttling", [{ outcomes: [outcome], left: [], cleanUps: [] }]);
  new Results(file).put("500", [{ outcomes: [{ ...outcome, trouble: "500" }], left: [], cleanUps: [] }]);
  new Results(file).put("throttling", [
    { outcomes: [{ ...outcome, target: "3 actions" }], left: [], cleanUps: [] },
  ]);
  const all = new Results(file).all().map(({ trouble, target }) => `${trouble}: ${target}`);
  expect(all).toEqual(["500: 2 actions", "throttling: 3 actions"]);
});

test("tells how a clean-up right after the trouble went, and wants a look at one that left something", () => {
  const deployed: Outcome = { ...outcome, phase: "deploy" };
  const resultsWith = (status: number, left: string[], touched: string[] = []): Results =>
    resultsOf({ outcomes: [deployed], left: [], cleanUps: [{ phase: "deploy", status, left, touched }] });
  const good = resultsWith(0, []);
  expect(good.all().every(isGood)).toBe(true);
  expect(reportOf(good.all(), [], calls)).toContain("| nothing left to change | status 0, nothing left |");
  for (const bad of [resultsWith(1, []), resultsWith(0, ["vpc vpc-1"]), resultsWith(0, [], ["eks X: y"])])
    expect(bad.all().every(isGood)).toBe(false);
  expect(reportOf(resultsWith(3, ["vpc vpc-1"]).all(), [], calls)).toContain("| status 3, LEFT: vpc vpc-1 |");
});

test("shouts when something of another environment was touched", () => {
  const touched = ["kms ScheduleKeyDeletion: key-1"];
  const results = resultsOf({ outcomes: [{ ...outcome, touched }], left: [], cleanUps: [] });
  expect(results.all().every(isGood)).toBe(false);
  expect(reportOf(results.all(), [], calls)).toContain(
    "nothing left; TOUCHED ANOTHER ENVIRONMENT: kms ScheduleKeyDeletion: key-1 |",
  );
});
