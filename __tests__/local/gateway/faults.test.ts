import { z } from "zod";
import { errorOfFault, Faults } from "../../../local/gateway/faults";

let faults: Faults;

beforeEach(() => {
  faults = new Faults();
});

describe("faults of calls", () => {
  test("are used up after their count, which is one unless ordered otherwise", () => {
    faults.order({ service: "ec2", action: "CreateVpc", error: "500" });
    faults.order({ service: "ec2", action: "DeleteVpc", error: "503", count: 2 });
    const taken = ["CreateVpc", "CreateVpc", "DeleteVpc", "DeleteVpc", "DeleteVpc"].map(
      (action) => faults.takeCallFault("ec2", action)?.error,
    );
    expect(taken).toEqual(["500", undefined, "503", "503", undefined]);
    expect(faults.pending()).toEqual([]);
  });

  test("hit only their service and action, or any action with *", () => {
    faults.order({ service: "ec2", action: "*", error: "throttling" });
    expect(faults.takeCallFault("eks", "CreateCluster")).toBeUndefined();
    expect(faults.takeCallFault("ec2", "CreateVpc")).toBeDefined();
  });

  test("come in the order in which they were ordered", () => {
    faults.order({ service: "ec2", action: "*", error: "500" });
    faults.order({ service: "ec2", action: "CreateVpc", error: "503" });
    expect(faults.takeCallFault("ec2", "CreateVpc")?.error).toBe("500");
    expect(faults.takeCallFault("ec2", "CreateVpc")?.error).toBe("503");
  });
});

describe("failed states", () => {
  test("hit their transition of the named resource", () => {
    faults.order({ transition: "eks.cluster.create", resource: "a", reason: "No capacity." });
    expect(faults.takeFailedState("eks.cluster.create", "b")).toBeUndefined();
    expect(faults.takeFailedState("eks.cluster.delete", "a")).toBeUndefined();
    expect(faults.takeFailedState("eks.cluster.create", "a")?.reason).toBe("No capacity.");
    expect(faults.takeFailedState("eks.cluster.create", "a")).toBeUndefined();
  });

  test("hit any resource, with a reason, when nothing else is said", () => {
    faults.order({ transition: "eks.cluster.create" });
    expect(faults.takeFailedState("eks.cluster.create", "any")?.reason).toMatch(
      /request of the emulator's user/,
    );
  });
});

test("what was ordered stays pending until it is used up or cleared", () => {
  faults.order({ service: "ec2", action: "*", error: "500", count: 2 });
  faults.order({ transition: "eks.cluster.create" });
  faults.takeCallFault("ec2", "CreateVpc");
  expect(faults.pending()).toMatchObject([
    { service: "ec2", count: 1 },
    { transition: "eks.cluster.create" },
  ]);
  faults.clear();
  expect(faults.pending()).toEqual([]);
  expect(faults.takeFailedState("eks.cluster.create", "a")).toBeUndefined();
});

test.each([
  ["an unknown error", { service: "ec2", action: "*", error: "fire" }, "error"],
  ["a count of nothing", { service: "ec2", action: "*", error: "500", count: 0 }, "count"],
  ["a missing service", { action: "*", error: "500" }, "service"],
  ["an unknown member", { transition: "eks.cluster.create", error: "500" }, '"error"'],
])("%s is refused and named", (_what, order, named) => {
  let message = "";
  try {
    faults.order(order);
  } catch (error) {
    message = z.prettifyError(error as z.ZodError);
  }
  expect(message).toContain(named);
  expect(faults.pending()).toEqual([]);
});

test.each([
  ["throttling", "ThrottlingException", 429],
  ["500", "InternalFailure", 500],
  ["503", "ServiceUnavailable", 503],
] as const)("%s is answered as AWS does", (fault, code, status) => {
  expect(errorOfFault(fault)).toMatchObject({ code, status });
});

test.each(["connection-reset", "timeout", "lost-answer"] as const)("%s has no answer", (fault) => {
  expect(errorOfFault(fault)).toBeUndefined();
});
