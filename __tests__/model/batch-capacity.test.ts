import {
  batchCapacities,
  batchQueues,
  schedulingPolicyName,
  shareIdentifiers,
  usesGpus,
} from "../../src/model/batch-capacity";
import { parse } from "../support/variables";

describe("by default", () => {
  const variables = parse({});

  it("there are an On-Demand and a Spot environment, each with a queue", () =>
    expect(batchCapacities(variables)).toMatchObject([
      { id: "on-demand", type: "EC2", environmentName: "doeks-CE1_OD" },
      { id: "spot", type: "SPOT", environmentName: "doeks-CE1_SPOT" },
    ]));

  it("each has a queue of its own, and there is none over both", () =>
    expect(batchQueues(variables)).toEqual([
      {
        id: "on-demand",
        title: "On-Demand",
        suffix: "OD",
        name: "doeks-JQ1_OD",
        priority: 1,
        capacityIds: ["on-demand"],
      },
      {
        id: "spot",
        title: "Spot",
        suffix: "SPOT",
        name: "doeks-JQ1_SPOT",
        priority: 1,
        capacityIds: ["spot"],
      },
    ]));

  it("their nodes are the common ones", () =>
    expect(batchCapacities(variables).map(({ nodes }) => nodes)).toEqual([undefined, undefined]));

  it("there are neither GPUs nor shares", () => {
    expect(usesGpus(variables)).toBe(false);
    expect([schedulingPolicyName(variables), shareIdentifiers(variables)]).toEqual([undefined, []]);
  });
});

it("an additional environment takes from the common variables what it does not set", () =>
  expect(
    batchCapacities(parse({ aws_batch_compute_environments: { Graviton: { capacity: "SPOT" } } })).at(-1),
  ).toEqual({
    id: "additional-graviton",
    title: "Graviton",
    suffix: "Graviton",
    type: "SPOT",
    environmentName: "doeks-CE1_Graviton",
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
            instance_types: ["g6"],
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
    instanceTypes: ["g6"],
    minVcpus: 2,
    maxVcpus: 8,
    priority: 5,
    imageType: "EKS_AL2023_NVIDIA",
    nodes: { hasGpus: true, rootVolumeGib: 500, tags: { team: "research" } },
  }));

it("GPU instance types make an On-Demand environment with NVIDIA's image and room for CUDA", () => {
  const variables = parse({ aws_batch_gpu_instance_types: ["g6"] });
  expect(batchCapacities(variables).at(-1)).toMatchObject({
    id: "gpu",
    type: "EC2",
    environmentName: "doeks-CE1_GPU",
    instanceTypes: ["g6"],
    imageType: "EKS_AL2023_NVIDIA",
    nodes: { hasGpus: true, rootVolumeGib: 100 },
  });
  expect(batchQueues(variables).at(-1)).toMatchObject({ name: "doeks-JQ1_GPU", capacityIds: ["gpu"] });
  expect(usesGpus(variables)).toBe(true);
});

it("the queue over both tries Spot first", () =>
  expect(batchQueues(parse({ aws_batch_spot_fallback: true })).at(-1)).toMatchObject({
    name: "doeks-JQ1_FALLBACK",
    capacityIds: ["spot", "on-demand"],
  }));

it("shares are named as jobs name them, and have a policy of the queues' name", () => {
  const variables = parse({ aws_batch_fair_share: { research: 1, "team*": 2 } });
  expect(shareIdentifiers(variables)).toEqual(["research", "team"]);
  expect(schedulingPolicyName(variables)).toBe("doeks-JQ1_FAIR");
});

it("queues with fair share have names of their own: AWS Batch cannot turn one into the other", () =>
  expect(
    batchQueues(parse({ aws_batch_fair_share: { research: 1 }, aws_batch_spot_fallback: true })).map(
      ({ name }) => name,
    ),
  ).toEqual(["doeks-JQ1_OD_FAIR", "doeks-JQ1_SPOT_FAIR", "doeks-JQ1_FALLBACK_FAIR"]));
