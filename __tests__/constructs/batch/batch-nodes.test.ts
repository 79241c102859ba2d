import { BatchNodes, type BatchNodesProps } from "../../../src/constructs/batch/batch-nodes";
import { JobQueue } from "../../../src/constructs/batch/job-queue";
import { parsePolicy } from "../../support/policy";
import { synthesizeStack } from "../../support/synthesize";
import type { Block, SynthesizedStack } from "../../support/synthesized-stack";

function nodesWith(props: Partial<BatchNodesProps> = {}): SynthesizedStack {
  return synthesizeStack((scope) => {
    const nodes = new BatchNodes(scope, "nodes", {
      clusterName: "doeks-aws-batch",
      partition: "aws",
      clusterVersion: "1.35",
      tags: { Blueprint: "doeks-aws-batch" },
      ...props,
    });
    new JobQueue(scope, "jobs", {
      name: "jobs",
      priority: 1,
      computeEnvironmentArns: [],
      dependsOn: nodes.admission,
    });
    nodes.addLaunchTemplate("big", { rootVolumeGib: 200, tags: { team: "research", Blueprint: "other" } });
    nodes.addLaunchTemplate("gpu", { hasGpus: true });
  });
}

const stack = nodesWith();

describe("the role", () => {
  it("can be taken by instances, under no statement id", () =>
    expect(parsePolicy(stack.resource("nodes/role/role").assume_role_policy).Statement).toEqual([
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]));

  it("can be taken by China's instances in China", () => {
    const role = nodesWith({ partition: "aws-cn" }).resource("nodes/role/role");
    expect(parsePolicy(role.assume_role_policy).Statement).toMatchObject([
      { Principal: { Service: "ec2.amazonaws.com.cn" } },
    ]);
  });

  it("is named after the cluster, and described", () =>
    expect(stack.resource("nodes/role/role")).toMatchObject({
      name_prefix: "doeks-aws-batch-batch-node-",
      description: "Nodes of AWS Batch",
    }));

  it("has the original's policies", () =>
    expect(
      stack
        .resources("aws_iam_role_policy_attachment")
        .map(({ policy_arn }) => policy_arn)
        .sort(),
    ).toEqual([
      "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy",
    ]));

  it("is that of the instance profile", () =>
    expect(stack.resource("nodes/instance-profile")).toMatchObject({
      name_prefix: "doeks-aws-batch-batch-node-",
      role: "${nodes/role/role.name}",
    }));
});

it("the nodes may join through an access entry for Linux nodes, not through aws-auth", () =>
  expect(stack.resource("nodes/access-entry")).toMatchObject({
    cluster_name: "doeks-aws-batch",
    principal_arn: "${nodes/role/role.arn}",
    type: "EC2_LINUX",
  }));

it("a job waits for the access entry and all policies: nodes without them do not join", () =>
  expect(stack.resource("jobs/queue").depends_on).toEqual([
    "nodes/access-entry",
    "nodes/role/AmazonEKSWorkerNodePolicy",
    "nodes/role/AmazonEC2ContainerRegistryPullOnly",
    "nodes/role/AmazonEKS_CNI_Policy",
    "nodes/role/AWSXrayWriteOnlyAccess",
    "nodes/role/CloudWatchAgentServerPolicy",
    "nodes/role/AmazonSSMManagedInstanceCore",
  ]));

describe("the launch template", () => {
  it("is named after the cluster, and tags and names the nodes", () =>
    expect(stack.resource("nodes/launch-template/template")).toMatchObject({
      name_prefix: "doeks-aws-batch-batch-node-",
      tag_specifications: ["instance", "volume", "network-interface"].map((type) => ({
        resource_type: type,
        tags: {
          Blueprint: "doeks-aws-batch",
          KubernetesVersion: "1.35",
          Name: "doeks-aws-batch-batch-node",
        },
      })),
    }));

  // A new description makes a new version, too, but the provider's plan does not tell.
  it("launches other nodes for another version of the cluster, and says so", () => {
    const template = (clusterVersion: string): Block =>
      nodesWith({ clusterVersion }).resource("nodes/launch-template/template");
    expect(template("1.36").description).toBe("Nodes of AWS Batch for Kubernetes 1.36");
    expect(template("1.36").tag_specifications).not.toEqual(template("1.35").tag_specifications);
  });

  it("leaves the security groups to the compute environment", () => {
    expect(stack.resource("nodes/launch-template/template")).not.toHaveProperty("vpc_security_group_ids");
    expect(stack.resource("nodes/launch-template/template")).toHaveProperty("metadata_options");
  });
});

describe("a launch template of its own", () => {
  const template = (id: string): Block => stack.resource(`nodes/${id}-launch-template/template`);

  it("has the root volume and tags that make it one, and the environment's tags all the same", () =>
    expect(template("big")).toMatchObject({
      block_device_mappings: [{ ebs: { volume_size: 200 } }],
      tag_specifications: ["instance", "volume", "network-interface"].map((resource_type) => ({
        resource_type,
        tags: { team: "research", Blueprint: "doeks-aws-batch", Name: "doeks-aws-batch-batch-node" },
      })),
    }));

  it("is like the common one in everything else", () => {
    const { block_device_mappings, tag_specifications, name_prefix, ...rest } = template("big");
    expect([block_device_mappings, tag_specifications]).not.toContain(undefined);
    expect(name_prefix).toBe("doeks-aws-batch-batch-big-node-");
    expect(stack.resource("nodes/launch-template/template")).toMatchObject({
      ...rest,
      constructPath: expect.any(String) as string,
      terraformAddress: expect.any(String) as string,
    });
  });

  it("labels nodes with GPUs, in the MIME parts that AWS Batch demands", () => {
    const userData = Buffer.from(String(template("gpu").user_data), "base64").toString();
    expect(userData).toMatch(
      /^MIME-Version: 1\.0\nContent-Type: multipart\/mixed; boundary="\/\/"\n\n--\/\/\n/,
    );
    expect(userData).toContain(
      "\nContent-Type: application/node.eks.aws\n\napiVersion: node.eks.aws/v1alpha1\n",
    );
    expect(userData).toContain("\n      - --node-labels=nvidia.com/gpu.present=true\n\n--//--\n");
    expect(template("big")).not.toHaveProperty("user_data");
  });
});
