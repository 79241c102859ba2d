import type { CheckResult } from "../../../../src/operations/doctor/check";
import { checkQuotas } from "../../../../src/operations/doctor/account/quotas";
import { defaultVariables } from "../../../../src/model/variables";
import { parse } from "../../../support/variables";
import { awsError, context, told, type ContextProps } from "../fakes";
import { stateOf } from "../states";

const ample = { Quota: { Value: 1000 } };
const inUse = {
  DescribeAddresses: { Addresses: [{}, {}] },
  DescribeVpcs: { Vpcs: [{}, {}, {}] },
};

const check = (quota: unknown, props: ContextProps = {}): Promise<CheckResult[]> =>
  checkQuotas(context({ ...props, answers: { ...inUse, GetServiceQuota: quota, ...props.answers } }));

it("counts the managed nodes with On-Demand, and what is in use with addresses and VPCs", async () => {
  const results = await check(ample);
  expect(results.map(({ check: name, state, found }) => [name, state, found])).toEqual([
    ["vCPUs On-Demand", "ok", "1000 allowed, 260 wanted: On-Demand (256), two m5.large (4)"],
    ["vCPUs Spot", "ok", "1000 allowed, 256 wanted: Spot (256)"],
    ["Elastic IPs", "ok", "1000 allowed, 3 wanted: 2 in use and one for this environment"],
    ["VPCs", "ok", "1000 allowed, 4 wanted: 3 in use and one for this environment"],
  ]);
});

it("warns with the request for more", async () => {
  const results = await check({ Quota: { Value: 2 } });
  expect(results.map(({ state }) => state)).toEqual(["warning", "warning", "warning", "warning"]);
  expect(results.map(({ todo }) => /--service-code .*/.exec(todo[0]!)?.[0])).toEqual([
    "--service-code ec2 --quota-code L-1216C47A --desired-value 260 --region us-east-1",
    "--service-code ec2 --quota-code L-34B43A08 --desired-value 256 --region us-east-1",
    "--service-code ec2 --quota-code L-0263D0A3 --desired-value 3 --region us-east-1",
    "--service-code vpc --quota-code L-F678F1CE --desired-value 4 --region us-east-1",
  ]);
});

it("does not ask for a second address and VPC when the environment has its own", async () => {
  const state = stateOf({ aws_eip: [{ id: "e" }], aws_vpc: [{ id: "v" }] });
  const results = await check({ Quota: { Value: 3 } }, { state });
  expect(told(results, "Elastic IPs")).toMatch(/^ok: 3 allowed, 2 wanted/);
  expect(told(results, "VPCs")).toMatch(/^ok: 3 allowed, 3 wanted/);
});

describe("with a NAT gateway for each zone", () => {
  const variables = { ...defaultVariables(), num_azs: 3, single_nat_gateway: false };

  it("asks for an address for each", async () =>
    expect(told(await check(ample, { variables }), "Elastic IPs")).toBe(
      "ok: 1000 allowed, 5 wanted: 2 in use and 3 for this environment",
    ));

  it("asks for those that an environment with one gateway has not yet", async () => {
    const state = stateOf({ aws_eip: [{ id: "e", arn: "arn:e" }] });
    expect(told(await check({ Quota: { Value: 3 } }, { variables, state }), "Elastic IPs")).toMatch(
      /^warning: 3 allowed, 4 wanted: 2 in use and 2 more for this environment\n.*--desired-value 4 /,
    );
  });

  it("asks for none when going back to one", async () => {
    const state = stateOf({ aws_eip: [{ id: "e" }, { id: "f" }] });
    expect(told(await check({ Quota: { Value: 2 } }, { state }), "Elastic IPs")).toMatch(
      /^ok: 2 allowed, 2 wanted/,
    );
  });
});

it("does not count instances that have quotas of their own", async () => {
  const variables = { ...defaultVariables(), aws_batch_instance_types: ["g5.xlarge", "p4d"] };
  expect(told(await check(ample, { variables }), "vCPUs On-Demand")).toMatch(/^ok: 1000 allowed, 4 wanted/);
  const mixed = { ...variables, aws_batch_instance_types: ["g5", "m6i.large"] };
  expect(told(await check(ample, { variables: mixed }), "vCPUs Spot")).toMatch(/256 wanted/);
});

it("counts every environment with the quota of its kind of instances", async () => {
  const variables = parse({
    aws_batch_compute_environments: {
      more: { capacity: "EC2", instance_types: ["g6"], image_type: "EKS_AL2023_NVIDIA", max_vcpus: 256 },
      cheap: { capacity: "SPOT", instance_types: ["m8g"], max_vcpus: 16 },
      training: {
        capacity: "SPOT",
        instance_types: ["p5", "p4d"],
        image_type: "EKS_AL2023_NVIDIA",
        max_vcpus: 192,
      },
    },
  });
  const results = await check({ Quota: { Value: 200 } }, { variables });
  const counted = results.filter(({ check: name }) => name.startsWith("vCPUs"));
  expect(counted.map(({ check: name, state, found }) => [name, state, found])).toEqual([
    ["vCPUs On-Demand", "warning", "200 allowed, 260 wanted: On-Demand (256), two m5.large (4)"],
    ["vCPUs Spot", "warning", "200 allowed, 272 wanted: Spot (256), cheap (16)"],
    ["vCPUs On-Demand G", "warning", "200 allowed, 256 wanted: more (256)"],
    ["vCPUs Spot P4, P3, P2", "ok", "200 allowed, 192 wanted: training (192)"],
    ["vCPUs Spot P5", "ok", "200 allowed, 192 wanted: training (192)"],
  ]);
  expect(told(results, "vCPUs On-Demand G")).toContain("--quota-code L-DB2E81BA --desired-value 256");
});

it("asks for the quota that P5 has of its own with Spot, and names what Spot has no known quota for", async () => {
  const variables = parse({
    aws_batch_compute_environments: {
      training: {
        capacity: "SPOT",
        instance_types: ["p5en"],
        image_type: "EKS_AL2023_NVIDIA",
        max_vcpus: 384,
      },
      newest: {
        capacity: "SPOT",
        instance_types: ["p6-b200"],
        image_type: "EKS_AL2023_NVIDIA",
        max_vcpus: 192,
      },
      rented: {
        capacity: "EC2",
        instance_types: ["p6-b200"],
        image_type: "EKS_AL2023_NVIDIA",
        max_vcpus: 192,
      },
    },
  });
  const results = await check({ Quota: { Value: 0 } }, { variables });
  expect(told(results, "vCPUs Spot P5")).toMatch(
    /^warning: 0 allowed, 384 wanted: training \(384\)\n.*--quota-code L-C4BD4855 /,
  );
  expect(told(results, "vCPUs On-Demand P")).toMatch(/^warning: 0 allowed, 192 wanted: rented \(192\)/);
  const unknown = results.filter(({ state }) => state === "could not check");
  expect(unknown.map(({ check: name, found }) => [name, found])).toEqual([
    ["vCPUs Spot", "no quota is known for p6-b200"],
  ]);
});

it("counts accelerators and other families with quotas of their own, and names what has none", async () => {
  const variables = parse({
    aws_batch_compute_environments: {
      neuron: { capacity: "EC2", instance_types: ["trn1", "inf2"], max_vcpus: 256 },
      hpc: { capacity: "EC2", instance_types: ["hpc7a", "x2iedn", "u-6tb1.112xlarge"], max_vcpus: 512 },
      odd: { capacity: "SPOT", instance_types: ["hpc7a", "zz9.large"], max_vcpus: 8 },
    },
  });
  const results = await check(ample, { variables });
  const counted = results.filter(({ check: name }) => name.startsWith("vCPUs"));
  expect(counted.map(({ check: name, found }) => [name, found])).toEqual([
    ["vCPUs On-Demand", "1000 allowed, 260 wanted: On-Demand (256), two m5.large (4)"],
    ["vCPUs Spot", "1000 allowed, 256 wanted: Spot (256)"],
    ["vCPUs On-Demand HPC", "1000 allowed, 512 wanted: hpc (512)"],
    ["vCPUs On-Demand Inf", "1000 allowed, 256 wanted: neuron (256)"],
    ["vCPUs On-Demand Trn", "1000 allowed, 256 wanted: neuron (256)"],
    ["vCPUs On-Demand X", "1000 allowed, 512 wanted: hpc (512)"],
    ["vCPUs On-Demand High Memory", "1000 allowed, 512 wanted: hpc (512)"],
    ["vCPUs Spot", "no quota is known for hpc7a, zz9.large"],
  ]);
});

it("takes AWS's default where the account has no value of its own", async () => {
  const unknown = awsError("NoSuchResourceException");
  const results = await check(unknown, { answers: { GetAWSDefaultServiceQuota: { Quota: { Value: 5 } } } });
  expect(told(results, "vCPUs Spot")).toMatch(/^warning: 5 allowed/);
  const neither = await check(unknown, { answers: { GetAWSDefaultServiceQuota: unknown } });
  expect(told(neither, "VPCs")).toBe("could not check: Service Quotas does not know L-F678F1CE here");
});

it("could not check what may not be asked, each by itself", async () => {
  const results = await check(ample, {
    answers: { DescribeAddresses: awsError("UnauthorizedOperation", "no") },
  });
  expect(told(results, "Elastic IPs")).toBe("could not check: not allowed: no");
  expect(told(results, "VPCs")).toMatch(/^ok/);
  const denied = await check(awsError("AccessDeniedException", "no"));
  expect(new Set(denied.map(({ state }) => state))).toEqual(new Set(["could not check"]));
});
