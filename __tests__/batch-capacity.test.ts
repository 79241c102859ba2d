import { batchCapacities, batchQueueNames, fallbackQueueName } from "../src/batch-capacity";
import { parse } from "./support/variables";

describe("by default", () => {
  const variables = parse({});

  it("there are an On-Demand and a Spot environment, each with a queue", () =>
    expect(batchCapacities(variables)).toMatchObject([
      { id: "on-demand", type: "EC2", environmentName: "doeks-CE1_OD", queueName: "doeks-JQ1_OD" },
      { id: "spot", type: "SPOT", environmentName: "doeks-CE1_SPOT", queueName: "doeks-JQ1_SPOT" },
    ]));

  it("their nodes are the common ones", () =>
    expect(batchCapacities(variables).map(({ nodes }) => nodes)).toEqual([undefined, undefined]));

  it("there is no queue over both", () => expect(fallbackQueueName(variables)).toBeUndefined());
});

it("an additional environment takes from the common variables what it does not set", () =>
  expect(
    batchCapacities(parse({ aws_batch_compute_environments: { Graviton: { capacity: "SPOT" } } })).at(-1),
  ).toEqual({
    id: "additional-graviton",
    type: "SPOT",
    environmentName: "doeks-CE1_Graviton",
    queueName: "doeks-JQ1_Graviton",
    instanceTypes: ["optimal"],
    minVcpus: 0,
    maxVcpus: 256,
    imageType: "EKS_AL2023",
    priority: 1,
  }));

it("an additional environment keeps what it sets", () =>
  expect(
    batchCapacities(
      parse({
        aws_batch_compute_environments: {
          big: {
            capacity: "EC2",
            instance_types: ["r7i"],
            min_vcpus: 2,
            max_vcpus: 8,
            priority: 5,
            image_type: "EKS_AL2023_NVIDIA",
            root_volume_gib: 500,
            tags: { team: "research" },
          },
        },
      }),
    ).at(-1),
  ).toMatchObject({
    instanceTypes: ["r7i"],
    minVcpus: 2,
    maxVcpus: 8,
    priority: 5,
    imageType: "EKS_AL2023_NVIDIA",
    nodes: { rootVolumeGib: 500, tags: { team: "research" } },
  }));

it("GPU instance types make an On-Demand environment with NVIDIA's image and room for CUDA", () =>
  expect(batchCapacities(parse({ aws_batch_gpu_instance_types: ["g6"] })).at(-1)).toMatchObject({
    id: "gpu",
    type: "EC2",
    queueName: "doeks-JQ1_GPU",
    instanceTypes: ["g6"],
    imageType: "EKS_AL2023_NVIDIA",
    nodes: { rootVolumeGib: 100 },
  }));

it("queues with fair share have names of their own: AWS Batch cannot turn one into the other", () =>
  expect(
    batchQueueNames(parse({ aws_batch_fair_share: { research: 1 }, aws_batch_spot_fallback: true })),
  ).toEqual(["doeks-JQ1_OD_FAIR", "doeks-JQ1_SPOT_FAIR", "doeks-JQ1_FALLBACK_FAIR"]));
