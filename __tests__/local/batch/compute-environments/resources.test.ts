import type { ComputeResource, Ec2Configuration } from "@aws-sdk/client-batch";
import { newComputeResources } from "../../../../local/batch/compute-environments/resources";
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
