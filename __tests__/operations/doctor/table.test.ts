import { createColors } from "picocolors";
import { couldNotCheck, failed, ok, warning } from "../../../src/operations/doctor/check";
import { Report } from "../../../src/operations/doctor/report";
import { table } from "../../../src/operations/doctor/table";

const report = new Report([
  ok("node", "20.11.0"),
  warning(
    "Spot role",
    "it is missing and so the Spot environment would never launch an instance",
    "a command",
  ),
  failed("region", "there is none"),
  couldNotCheck("VPCs", "not allowed"),
]);

it("shows state, check and what was found in columns, and what to do below, unbroken", () => {
  expect(table(report, { colors: createColors(false), width: 75 }))
    .toBe(`State            Check      Found, and what to do
ok               node       20.11.0
warning          Spot role  it is missing and so the Spot environment would
                            never launch an instance
                            -> a command
failed           region     there is none
could not check  VPCs       not allowed

1 ok, 1 warning, 1 failed, 1 could not be checked.`);
});

it("says the same words in colour", () => {
  const escape = String.fromCharCode(27);
  const colored = table(report, { colors: createColors(true), width: 75 });
  expect(colored).toContain(`${escape}[31mfailed`);
  const codes = new RegExp(`${escape}\\[\\d+m`, "g");
  expect(colored.replace(codes, "")).toBe(table(report, { colors: createColors(false), width: 75 }));
});

it("is JSON for machines", () => {
  expect(JSON.parse(JSON.stringify(report))).toMatchObject({
    failed: true,
    counts: { ok: 1, warning: 1, failed: 1, "could not check": 1 },
    checks: [{ check: "node", state: "ok", found: "20.11.0", todo: [] }, {}, {}, {}],
  });
});

it("has failed only when a check failed", () => {
  expect(new Report([warning("a", "b"), couldNotCheck("c", "d")]).hasFailed).toBe(false);
});
