import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Deployment } from "../../../src/operations/terraform/deployment";
import { TerraformError } from "../../../src/operations/terraform/terraform";
import { FakeClock } from "../../support/fake-clock";
import { FakeTerraform } from "../../support/terraform/fake-terraform";

jest.mock("../../../src/operations/terraform/logged-process", () => ({
  ...jest.requireActual<object>("../../../src/operations/terraform/logged-process"),
  isToldToEnd: () => true,
}));

const directory = mkdtempSync(join(tmpdir(), "stopped-"));

afterAll(() => rmSync(directory, { recursive: true }));

it("what failed while the user stopped it is not tried again, nor waited for", async () => {
  jest.spyOn(console, "log").mockImplementation();
  const fake = new FakeTerraform(directory);
  const cluster = fake.stack("cluster");
  fake.plans(cluster);
  const diagnostic = { severity: "error", summary: "creating VPC", detail: "i/o timeout" } as const;
  fake.fails(cluster, "apply", 1, { type: "diagnostic", "@message": "", diagnostic });
  const clock = new FakeClock();
  const deployment = new Deployment({ stacks: [cluster], logDirectory: join(directory, "logs"), clock });
  await expect(deployment.destroy()).rejects.toThrow(TerraformError);
  expect(fake.commands()).toEqual(["cluster init", "cluster plan", "cluster apply"]);
});
