import { CAUSES } from "./diagnosis-cases";
import { diagnosis, healthy } from "./waiting-job";

test.each(CAUSES)("%s is told with its fix (case %#)", (cause, changes, what, fix) => {
  const found = diagnosis(changes);
  expect(found).toMatchObject({ cause, text: expect.stringContaining(what) as string });
  expect(found.text).toContain(fix);
  expect(found.text).not.toContain("\n");
  expect(found.text).not.toMatch(/undefined|\.\./);
});

test("one environment that takes jobs is enough", () => {
  const environments = [{ ...healthy, status: "INVALID" }, healthy];
  expect(diagnosis({ facts: { environments } }).cause).toBe("unknown");
});

test("a DISABLED queue is told, but holds up nothing that is in it", () => {
  const queue = {
    name: "JQ_OD",
    environmentCount: 1,
    isFairShare: false,
    state: "DISABLED",
    status: "VALID",
  };
  const { cause, text } = diagnosis({ facts: { queue } });
  expect(cause).toBe("unknown");
  expect(text).toContain("The queue JQ_OD is DISABLED: what is in it can still run, new jobs are refused.");
});

test("a sick node group of the add-ons is told", () => {
  const nodeGroups = [{ name: "core", status: "DEGRADED", issues: ["AsgInstanceLaunchFailures: none"] }];
  expect(diagnosis({ facts: { nodeGroups } }).text).toContain(
    "The node group core of the add-ons is DEGRADED (AsgInstanceLaunchFailures: none): DNS and logs may not work.",
  );
});

test("what could not be looked at is told", () => {
  expect(diagnosis({ facts: { unknown: ["instances (AccessDenied)"] } }).text).toContain(
    "Could not be looked at: instances (AccessDenied).",
  );
});

test("a job in a fair-share queue is behind others by their shares", () => {
  const queue = { name: "q", environmentCount: 1, isFairShare: true, state: "ENABLED", status: "VALID" };
  expect(diagnosis({ facts: { queue, head: "first", position: 2 } }).text).toContain(
    "2 jobs are before it in its queue q, which takes jobs by their shares.",
  );
});
