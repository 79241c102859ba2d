import { ComputeEnvironment } from "../../../src/constructs/batch/compute-environment";
import { NodeLaunchTemplate } from "../../../src/constructs/eks/node-launch-template";
import { synthesizeStack } from "../../support/synthesize";

const stack = synthesizeStack((scope) => {
  const props = {
    clusterArn: "arn:aws:eks:us-east-1:111122223333:cluster/doeks-aws-batch",
    namespace: "ml-jobs",
    instanceProfileArn: "arn:aws:iam::111122223333:instance-profile/node",
    launchTemplate: new NodeLaunchTemplate(scope, "template", {
      namePrefix: "batch-",
      description: "Nodes",
      nodeName: "node",
      tags: {},
    }),
    securityGroupIds: ["sg-1"],
    subnetIds: ["subnet-1", "subnet-2"],
    instanceTypes: ["m5", "c5.large"],
    minVcpus: 4,
    maxVcpus: 64,
  };
  const imageType = "EKS_AL2023";
  new ComputeEnvironment(scope, "on-demand", { ...props, imageType, name: "doeks-CE1_OD", capacity: "EC2" });
  new ComputeEnvironment(scope, "spot", { ...props, imageType, name: "doeks-CE1_SPOT", capacity: "SPOT" });
  new ComputeEnvironment(scope, "gpu", {
    ...props,
    name: "doeks-CE1_GPU",
    capacity: "EC2",
    imageType: "EKS_AL2023_NVIDIA",
  });
});

/** Another version of the template is another name, and so another environment. */
const VERSION = "${template/template.latest_version}";

const onDemand = stack.resource("on-demand/environment");
const spot = stack.resource("spot/environment");

describe.each([
  ["On-Demand", onDemand],
  ["Spot", spot],
])("an environment on %s capacity", (_, environment) => {
  it("is managed and enabled", () =>
    expect(environment).toMatchObject({ type: "MANAGED", state: "ENABLED" }));

  it("runs pods in the given cluster and namespace", () =>
    expect(environment.eks_configuration).toEqual({
      eks_cluster_arn: "arn:aws:eks:us-east-1:111122223333:cluster/doeks-aws-batch",
      kubernetes_namespace: "ml-jobs",
    }));

  it("launches nodes of the given types, in the given numbers, subnets and groups, with the profile", () =>
    expect(environment.compute_resources).toMatchObject({
      instance_type: ["m5", "c5.large"],
      min_vcpus: 4,
      max_vcpus: 64,
      subnets: ["subnet-1", "subnet-2"],
      security_group_ids: ["sg-1"],
      instance_role: "arn:aws:iam::111122223333:instance-profile/node",
    }));

  it("runs the given image, not one of AWS Batch's choice", () =>
    expect(environment.compute_resources).toMatchObject({
      ec2_configuration: [{ image_type: "EKS_AL2023" }],
    }));

  it("launches nodes from the newest version of the template", () =>
    expect(environment.compute_resources).toMatchObject({
      launch_template: { launch_template_id: "${template/template.id}", version: "$Latest" },
    }));

  it("is made anew before the old one goes: a queue may be using it", () =>
    expect(environment.lifecycle).toMatchObject({ create_before_destroy: true }));

  it("leaves the number of nodes to AWS Batch, and the service role to its service-linked one", () => {
    expect(environment).not.toHaveProperty(["compute_resources", "desired_vcpus"]);
    expect(environment).not.toHaveProperty("service_role");
    expect(environment).toHaveProperty("compute_resources");
  });

  it("lets jobs on instances that an update replaces go on for as long as AWS Batch allows", () =>
    expect(environment.update_policy).toEqual({
      terminate_jobs_on_update: false,
      job_execution_timeout_minutes: 360,
    }));

  it("has no fixed name, which its successor would need too", () => {
    expect(environment).not.toHaveProperty("compute_environment_name");
    expect(environment).toHaveProperty("compute_environment_name_prefix");
  });
});

it("On-Demand nodes are chosen by fit", () => {
  expect(onDemand.compute_environment_name_prefix).toBe(`doeks-CE1_OD-${VERSION}-`);
  expect(onDemand.compute_resources).toMatchObject({
    type: "EC2",
    allocation_strategy: "BEST_FIT_PROGRESSIVE",
  });
});

it("Spot nodes are chosen by price and capacity, at any price up to On-Demand's", () => {
  expect(spot.compute_environment_name_prefix).toBe(`doeks-CE1_SPOT-${VERSION}-`);
  expect(spot.compute_resources).toMatchObject({
    type: "SPOT",
    allocation_strategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
  });
  expect(spot).not.toHaveProperty(["compute_resources", "bid_percentage"]);
  expect(spot).not.toHaveProperty(["compute_resources", "spot_iam_fleet_role"]);
});

it("an environment with GPUs runs the image with NVIDIA's drivers", () =>
  expect(stack.resource("gpu/environment").compute_resources).toMatchObject({
    ec2_configuration: [{ image_type: "EKS_AL2023_NVIDIA" }],
  }));
