import type { ComputeResource, Ec2Configuration } from "@aws-sdk/client-batch";
import {
  newComputeResources,
  replacesInstances,
  updatedComputeResources,
} from "../../../../local/batch/compute-environments/resources";
import { environmentInput } from "../fixtures";

function imageTypes(more: Partial<ComputeResource>): (string | undefined)[] {
  const { ec2Configuration } = newComputeResources({ ...environmentInput("").computeResources!, ...more });
  return ec2Configuration!.map(({ imageType }: Ec2Configuration) => imageType);
}

test.each([
  [["optimal"], "EKS_AL2023"],
  [["g4ad"], "EKS_AL2023"],
  [["m5", "g6"], "EKS_AL2023"],
  [["g6.xlarge", "p5"], "EKS_AL2023_NVIDIA"],
])("an environment of %j that names no image runs %s", (instanceTypes, image) =>
  expect(imageTypes({ instanceTypes })).toEqual([image]),
);

test("an image that is named stays", () =>
  expect(imageTypes({ instanceTypes: ["g6"], ec2Configuration: [{ imageType: "EKS_AL2023" }] })).toEqual([
    "EKS_AL2023",
  ]));

describe("nodes of an environment that names no version of Kubernetes", () => {
  const resources = newComputeResources(environmentInput("").computeResources!);

  test("have the newest that AWS Batch supports, also after an update", () => {
    const updated = updatedComputeResources(resources, { ec2Configuration: [{ imageType: "EKS_AL2023" }] });
    for (const { ec2Configuration } of [resources, updated])
      expect(ec2Configuration).toEqual([{ imageType: "EKS_AL2023", imageKubernetesVersion: "1.36" }]);
  });

  test("have the version that an update names", () => {
    const ec2Configuration = [{ imageType: "EKS_AL2023", imageKubernetesVersion: "1.35" }];
    expect(updatedComputeResources(resources, { ec2Configuration }).ec2Configuration).toEqual(
      ec2Configuration,
    );
  });
});

test.each([
  ["other sizes", { minvCpus: 2, maxvCpus: 64, desiredvCpus: 4 }, false],
  ["the same subnets, groups and template again", { subnets: ["subnet-1"] }, false],
  ["other instance types", { instanceTypes: ["m7i"] }, true],
  [
    "another version of the launch template",
    { launchTemplate: { launchTemplateId: "lt-1", version: "2" } },
    true,
  ],
])("an update to %s: whether instances are replaced", (_what, update, replaced) => {
  const launchTemplate = { version: "1", launchTemplateId: "lt-1" };
  const before = newComputeResources({ ...environmentInput("").computeResources!, launchTemplate });
  expect(replacesInstances(before, updatedComputeResources(before, update))).toBe(replaced);
});
