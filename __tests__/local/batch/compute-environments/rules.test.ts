import type { ComputeResource, CreateComputeEnvironmentRequest } from "@aws-sdk/client-batch";
import { checkNewEnvironment } from "../../../../local/batch/compute-environments/rules";
import { updatedComputeResources } from "../../../../local/batch/compute-environments/resources";
import { environmentInput } from "../fixtures";

const VALID = environmentInput("doeks-CE1_OD");

function withResources(more: Partial<ComputeResource>): CreateComputeEnvironmentRequest {
  return { ...VALID, computeResources: { ...VALID.computeResources!, ...more } };
}

function inNamespace(kubernetesNamespace: string): CreateComputeEnvironmentRequest {
  return { ...VALID, eksConfiguration: { ...VALID.eksConfiguration!, kubernetesNamespace } };
}

test("a compute environment on EKS is accepted", () => {
  expect(() => checkNewEnvironment(VALID)).not.toThrow();
});

test.each<[string, CreateComputeEnvironmentRequest, string]>([
  ["a name that begins with a dash", { ...VALID, computeEnvironmentName: "-x" }, "name should match"],
  ["a name of 129 characters", { ...VALID, computeEnvironmentName: "x".repeat(129) }, "name should match"],
  ["type UNMANAGED", { ...VALID, type: "UNMANAGED" }, "must be of type MANAGED"],
  ["the namespace default", inNamespace("default"), 'can not be set to "default"'],
  ["a namespace of Kubernetes", inNamespace("kube-system"), 'can not start with "kube-"'],
  ["a namespace in capitals", inNamespace("Batch"), "kubernetesNamespace should match"],
  ["fewer vCPUs at most than at least", withResources({ minvCpus: 8, maxvCpus: 4 }), "minvCpus (8)"],
  ["more desired vCPUs than at most", withResources({ desiredvCpus: 17 }), "desiredvCpus (17)"],
  ["no vCPUs", withResources({ maxvCpus: 0 }), "maxvCpus must be"],
  ["BEST_FIT", withResources({ allocationStrategy: "BEST_FIT" }), "BEST_FIT is not allowed"],
  ["no strategy", withResources({ allocationStrategy: undefined }), "BEST_FIT (the default) is not allowed"],
  [
    "a strategy for Spot on demand",
    withResources({ allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED" }),
    "is not allowed for EC2",
  ],
  ["Fargate", withResources({ type: "FARGATE" }), "must be EC2 or SPOT"],
  ["no instance types", withResources({ instanceTypes: [] }), "instanceTypes can not be empty"],
  ["no subnets", withResources({ subnets: [] }), "subnets can not be empty"],
  ["no instance profile", withResources({ instanceRole: "" }), "instanceRole must be provided"],
  [
    "an image type of ECS",
    withResources({ ec2Configuration: [{ imageType: "ECS_AL2023" }] }),
    "ECS_AL2023 is not valid",
  ],
  [
    "an old Kubernetes version",
    withResources({ ec2Configuration: [{ imageType: "EKS_AL2023", imageKubernetesVersion: "1.29" }] }),
    "imageKubernetesVersion in EC2Configuration is not supported",
  ],
  [
    "a launch template by both id and name",
    withResources({ launchTemplate: { launchTemplateId: "lt-1", launchTemplateName: "x" } }),
    "but not both",
  ],
])("refuses %s", (_, request, message) => {
  expect(() => checkNewEnvironment(request)).toThrow(message);
});

test("an environment on ECS is not emulated, and no success is made up", () => {
  expect(() => checkNewEnvironment({ ...VALID, eksConfiguration: undefined })).toThrow(
    "AWS Batch on Amazon EKS only",
  );
});

describe("an update of compute resources", () => {
  const before = {
    ...VALID.computeResources!,
    desiredvCpus: 8,
    launchTemplate: { launchTemplateId: "lt-1" },
  };

  test("leaves alone what it does not name", () => {
    expect(updatedComputeResources(before, { instanceTypes: ["m7i"] })).toEqual({
      ...before,
      instanceTypes: ["m7i"],
    });
  });

  test("removes the launch template with an empty id", () => {
    expect(updatedComputeResources(before, { launchTemplate: { launchTemplateId: "" } })).not.toHaveProperty(
      "launchTemplate",
    );
  });

  test("keeps desired vCPUs between minimum and maximum", () => {
    expect(updatedComputeResources(before, { maxvCpus: 4 }).desiredvCpus).toBe(4);
    expect(updatedComputeResources(before, { minvCpus: 10 }).desiredvCpus).toBe(10);
  });
});
