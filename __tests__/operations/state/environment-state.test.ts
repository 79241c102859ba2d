import { checkState } from "../../../src/operations/doctor/terraform-state";
import { CLUSTER, told } from "../doctor/fakes";
import { readState, stateFile } from "../doctor/states";

const HERE = `us-east-1/${CLUSTER}`;
const role = (name: string): string => stateFile({ aws_iam_role: [{ id: name, name }] });

it("is empty before the first installation", () => {
  expect(told(checkState(readState({})), "Terraform state")).toMatch(/^ok: nothing in .*not installed yet$/);
  expect(told(checkState(readState({}), true), "Terraform state")).toMatch(
    /^failed: nothing in .*not installed yet\n\.\/install\.sh installs it/,
  );
});

it("counts the resources of each stack, and of each type", () => {
  const state = readState({
    [`${HERE}/cluster.tfstate`]: stateFile({
      aws_vpc: [{ id: "vpc-1" }],
      aws_eip: [{ id: "a" }, { id: "b" }],
    }),
    [`${HERE}/batch.tfstate`]: stateFile({ aws_batch_job_queue: [{ name: "q" }] }),
    [`${HERE}/cluster.tfstate.backup`]: stateFile({ aws_vpc: [{ id: "vpc-0" }] }),
  });
  expect(told(checkState(state), "Terraform state")).toBe("ok: 4 resources of batch (1), cluster (3)");
  expect(["aws_eip", "aws_vpc", "aws_subnet"].map((type) => state.countOf(type))).toEqual([2, 1, 0]);
});

it("owns a resource by its id, name or ARN, and only under its own type", () => {
  const arn = "arn:aws:batch:us-east-1:111122223333:job-queue/q";
  const state = readState({
    [`${HERE}/batch.tfstate`]: stateFile({ aws_batch_job_queue: [{ id: arn, arn, name: "q" }] }),
  });
  expect(state.owns("aws_batch_job_queue", "q")).toBe(true);
  expect(state.owns("aws_batch_job_queue", arn)).toBe(true);
  expect(state.owns("aws_eks_cluster", "q")).toBe(false);
  expect([...state.accounts]).toEqual(["111122223333"]);
});

it("tells another region's environment of the same name from its own, and other names from both", () => {
  const state = readState({
    [`eu-west-1/${CLUSTER}/cluster.tfstate`]: role("there"),
    "us-east-1/other/cluster.tfstate": role("other"),
  });
  expect(state.owns("aws_iam_role", "there")).toBe(false);
  expect(state.ownsInAnyRegion("aws_iam_role", "there")).toBe(true);
  expect(state.ownsInAnyRegion("aws_iam_role", "other")).toBe(false);
});

it("fails on what is not JSON, and on the format of a newer Terraform", () => {
  const state = readState({
    [`${HERE}/batch.tfstate`]: "{",
    [`${HERE}/cluster.tfstate`]: JSON.stringify({ version: 5, terraform_version: "2.0.0" }),
  });
  expect(told(checkState(state), "Terraform state")).toMatch(
    /^failed: .*batch\.tfstate: is not JSON; .*cluster\.tfstate: has the format 5 of Terraform 2\.0\.0, newer than 4/,
  );
});

it("takes an empty file for no state, as Terraform does", () => {
  expect(readState({ [`${HERE}/cluster.tfstate`]: "" }).resourceCount).toBe(0);
});
