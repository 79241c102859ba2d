import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { checkNodeImages, judgeNodeImage } from "../../../../src/operations/doctor/region/node-images";
import { parse } from "../../../support/variables";
import { context, type Answers } from "../fakes";

/** As DescribeInstanceTypes answers, as far as it is read. */
const type = (name: string, architecture: "x86_64" | "arm64", more: object = {}): InstanceTypeInfo => ({
  InstanceType: name as InstanceTypeInfo["InstanceType"],
  ProcessorInfo: { SupportedArchitectures: [architecture] },
  ...more,
});
const gpus = (Manufacturer: string): object => ({ GpuInfo: { Gpus: [{ Manufacturer, Count: 1 }] } });

const KNOWN = [
  type("m7i.large", "x86_64"),
  type("m9z.large", "arm64"),
  type("g5g.xlarge", "arm64", gpus("NVIDIA")),
  type("g6.xlarge", "x86_64", gpus("NVIDIA")),
  type("g99.xlarge", "x86_64", gpus("NVIDIA")),
  type("g4ad.xlarge", "x86_64", gpus("AMD")),
  type("inf2.xlarge", "x86_64", { InferenceAcceleratorInfo: { Accelerators: [{}] } }),
  type("trn1.2xlarge", "x86_64", { NeuronInfo: {} }),
  type("f2.6xlarge", "x86_64", { FpgaInfo: { Fpgas: [{}] } }),
];

test.each([
  [["m7i"], "EKS_AL2023"],
  [["m9z.large"], "EKS_AL2023"],
  [["default_arm64", "m9z"], "EKS_AL2023"],
  [["g6.xlarge"], "EKS_AL2023_NVIDIA"],
  [["unheard-of"], "EKS_AL2023"],
] as const)("%j goes with %s", (instanceTypes, imageType) =>
  expect(judgeNodeImage({ title: "x", instanceTypes, imageType }, KNOWN)).toEqual([]),
);

test.each([
  [["m7i", "m9z"], "EKS_AL2023", "failed", "m9z.large has ARM processors and m7i.large has x86"],
  [["optimal", "m9z"], "EKS_AL2023", "failed", "m9z.large has ARM processors and optimal has x86"],
  [
    ["g5g"],
    "EKS_AL2023_NVIDIA",
    "warning",
    "g5g.xlarge has ARM processors, and AWS documents EKS_AL2023_NVIDIA",
  ],
  [["g99"], "EKS_AL2023", "warning", "g99.xlarge has GPUs of NVIDIA, and EKS_AL2023 has no drivers"],
  [["g4ad.xlarge"], "EKS_AL2023", "warning", "g4ad.xlarge has accelerators"],
  [["inf2"], "EKS_AL2023", "warning", "inf2.xlarge has accelerators"],
  [["trn1"], "EKS_AL2023", "warning", "trn1.2xlarge has accelerators"],
  [["f2"], "EKS_AL2023", "warning", "f2.6xlarge has accelerators"],
] as const)("%j does not go with %s", (instanceTypes, imageType, state, text) => {
  const [result, ...others] = judgeNodeImage({ title: "x", instanceTypes, imageType }, KNOWN);
  expect(others).toEqual([]);
  expect(result).toMatchObject({ state, found: expect.stringContaining(`environment x: ${text}`) as string });
  expect(result!.todo).not.toEqual([]);
});

test("EC2 is asked for the types and families of all environments, and for nothing where there are none", async () => {
  const asked: unknown[] = [];
  const answers: Answers = {
    DescribeInstanceTypes: ({ Filters }: { Filters: unknown }) => {
      asked.push(Filters);
      return { InstanceTypes: KNOWN };
    },
  };
  const variables = parse({
    aws_batch_gpu_instance_types: ["g5g"],
    aws_batch_compute_environments: { more: { capacity: "EC2", instance_types: ["m7i.large"] } },
  });
  const results = await checkNodeImages(context({ variables, answers }));
  expect(results.map(({ state, found }) => [state, found.slice(0, 16)])).toEqual([
    ["warning", "environment GPU:"],
  ]);
  expect(asked).toEqual([[{ Name: "instance-type", Values: ["g5g.*", "m7i.large"] }]]);
  expect(await checkNodeImages(context())).toEqual([]);
});
