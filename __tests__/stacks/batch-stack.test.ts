import { CHANGED_VARIABLES } from "../support/changed-variables";
import { synthesize } from "../support/synthesize";

const { batch } = synthesize();
const { batch: changed } = synthesize(CHANGED_VARIABLES);

/** Part of the name of each environment: another version of the template is another environment. */
const VERSION = "${nodes/launch-template/template.latest_version}";

it("consists of nodes, environments, queues and the example job", () =>
  expect(batch.tree()).toMatchInlineSnapshot(`
    "hello-world/definition  aws_batch_job_definition
    nodes/access-entry  aws_eks_access_entry
    nodes/instance-profile  aws_iam_instance_profile
    nodes/launch-template/template  aws_launch_template
    nodes/role/AWSXrayWriteOnlyAccess  aws_iam_role_policy_attachment
    nodes/role/AmazonEC2ContainerRegistryPullOnly  aws_iam_role_policy_attachment
    nodes/role/AmazonEKSWorkerNodePolicy  aws_iam_role_policy_attachment
    nodes/role/AmazonEKS_CNI_Policy  aws_iam_role_policy_attachment
    nodes/role/AmazonSSMManagedInstanceCore  aws_iam_role_policy_attachment
    nodes/role/CloudWatchAgentServerPolicy  aws_iam_role_policy_attachment
    nodes/role/role  aws_iam_role
    on-demand-environment/environment  aws_batch_compute_environment
    on-demand-queue/queue  aws_batch_job_queue
    spot-environment/environment  aws_batch_compute_environment
    spot-queue/queue  aws_batch_job_queue"
  `));

describe.each([
  ["on-demand", "EC2", "BEST_FIT_PROGRESSIVE", "OD"],
  ["spot", "SPOT", "SPOT_PRICE_CAPACITY_OPTIMIZED", "SPOT"],
])("the %s environment", (kind, type, allocationStrategy, suffix) => {
  const path = `${kind}-environment/environment`;

  it("takes cluster, subnets and security group from stack cluster", () =>
    expect(batch.resource(path)).toMatchObject({
      eks_configuration: { eks_cluster_arn: "${cluster:eks/cluster.arn}" },
      compute_resources: {
        subnets: ["${cluster:vpc/private/subnet-0.id}", "${cluster:vpc/private/subnet-1.id}"],
        security_group_ids: ["${cluster:eks/security-groups/node.id}"],
      },
    }));

  it("takes profile and launch template from the nodes, and a new one for a new template", () =>
    expect(batch.resource(path)).toMatchObject({
      compute_resources: {
        instance_role: "${nodes/instance-profile.arn}",
        launch_template: { launch_template_id: "${nodes/launch-template/template.id}", version: "$Latest" },
      },
      lifecycle: { create_before_destroy: true },
    }));

  it("has the original's name as a prefix, its kind of capacity and strategy", () =>
    expect(batch.resource(path)).toMatchObject({
      compute_environment_name_prefix: `doeks-CE1_${suffix}-${VERSION}-`,
      compute_resources: {
        type,
        allocation_strategy: allocationStrategy,
        min_vcpus: 0,
        max_vcpus: 256,
        instance_type: ["optimal"],
        ec2_configuration: [{ image_type: "EKS_AL2023" }],
      },
    }));

  it("takes name, namespace, vCPUs and instance types from the variables", () =>
    expect(changed.resource(path)).toMatchObject({
      compute_environment_name_prefix: `capacity_${suffix}-${VERSION}-`,
      eks_configuration: { kubernetes_namespace: "ml-jobs" },
      compute_resources: { min_vcpus: 4, max_vcpus: 64, instance_type: ["c7i", "m7i.large"] },
    }));

  it("does not wait for the nodes' way into the cluster: it is VALID without", () =>
    expect(batch.upstream(path)).toEqual([
      "nodes/instance-profile",
      "nodes/launch-template/template",
      "nodes/role/role",
    ]));
});

describe.each([
  ["on-demand", "OD"],
  ["spot", "SPOT"],
])("the %s queue", (kind, suffix) => {
  const queue = batch.resource(`${kind}-queue/queue`);

  it("has the original's name, or the variable's", () => {
    expect(queue.name).toBe(`doeks-JQ1_${suffix}`);
    expect(changed.resource(`${kind}-queue/queue`).name).toBe(`jobs_${suffix}_FAIR`);
  });

  it("feeds its own environment only", () =>
    expect(queue.compute_environment_order).toEqual([
      { order: 1, compute_environment: `\${${kind}-environment/environment.arn}` },
    ]));

  it("waits for the nodes' access entry and all their policies", () =>
    expect(queue.depends_on).toEqual([
      "nodes/access-entry",
      "nodes/role/AmazonEKSWorkerNodePolicy",
      "nodes/role/AmazonEC2ContainerRegistryPullOnly",
      "nodes/role/AmazonEKS_CNI_Policy",
      "nodes/role/AWSXrayWriteOnlyAccess",
      "nodes/role/CloudWatchAgentServerPolicy",
      "nodes/role/AmazonSSMManagedInstanceCore",
    ]));
});

describe("stuck and failed work", () => {
  it("waits, and nobody is told, unless the variables say so", () => {
    for (const kind of ["on-demand", "spot"]) {
      expect(batch.resource(`${kind}-queue/queue`)).not.toHaveProperty("job_state_time_limit_action");
    }
    expect(batch.resources("aws_sns_topic")).toEqual([]);
    expect(changed.resources("aws_sns_topic")).toHaveLength(1);
  });

  it.each(["on-demand", "spot"])("is cancelled in the %s queue after the variable's time", (kind) =>
    expect(changed.resource(`${kind}-queue/queue`).job_state_time_limit_action).toContainEqual(
      expect.objectContaining({ action: "CANCEL", max_time_seconds: 1800 }),
    ),
  );

  it("is told of to the variable's address, for every queue of the environment", () => {
    expect(changed.resource("alerts/topic/subscription").endpoint).toBe("batch-alerts@example.com");
    const queues = changed
      .resources("aws_batch_job_queue")
      .map(({ constructPath }) => `\${${constructPath}.arn}`);
    for (const rule of ["alerts/failed-jobs", "alerts/blocked-queues"]) {
      const { detail } = parsePattern(changed.resource(rule).event_pattern);
      expect([...detail.jobQueue].sort()).toEqual(queues);
    }
  });

  it("has its key for the topic of this region and account", () =>
    expect(changed.resource("alerts/topic/key").policy).toContain(
      ":eu-west-1:${cluster:eks/caller.account_id}:ml-alerts",
    ));
});

function parsePattern(text: unknown): { readonly detail: { readonly jobQueue: readonly string[] } } {
  return JSON.parse(String(text)) as ReturnType<typeof parsePattern>;
}

describe("the example job", () => {
  const definition = batch.resource("hello-world/definition");

  it("is the original's, to the byte", () =>
    expect(definition).toEqual({
      constructPath: "hello-world/definition",
      blockType: "aws_batch_job_definition",
      terraformAddress: expect.stringMatching(/^aws_batch_job_definition\./) as string,
      name: "doeks-hello-world",
      type: "container",
      eks_properties: {
        pod_properties: {
          host_network: true,
          containers: [
            {
              name: "application-hello",
              image: "public.ecr.aws/amazonlinux/amazonlinux:2023",
              command: ["/bin/sh", "-c", "sleep 30 && echo 'Hello World!'"],
              resources: { limits: { cpu: "1", memory: "1024Mi" } },
            },
          ],
          metadata: { labels: { environment: "data-on-eks-sample" } },
        },
      },
    }));

  it("has the name of the variable", () =>
    expect(changed.resource("hello-world/definition").name).toBe("train"));

  it("waits for nothing", () => expect(batch.upstream("hello-world/definition")).toEqual([]));
});

describe("the outputs", () => {
  it("are exactly the original's five", () =>
    expect(Object.keys(batch.outputs).sort()).toEqual([
      "aws_batch_ondemand_job_queue",
      "aws_batch_spot_job_queue",
      "configure_kubectl_cmd",
      "run_example_aws_batch_job",
      "run_example_aws_batch_job_on_spot",
    ]));

  it.each([
    [
      "configure_kubectl_cmd",
      "Command that points kubectl at the cluster",
      "aws eks --region us-east-1 update-kubeconfig --name doeks-aws-batch",
    ],
    [
      "aws_batch_ondemand_job_queue",
      "Name of the job queue on On-Demand capacity",
      "${on-demand-queue/queue.name}",
    ],
    ["aws_batch_spot_job_queue", "Name of the job queue on Spot capacity", "${spot-queue/queue.name}"],
    [
      "run_example_aws_batch_job",
      "Command that submits the example job to the On-Demand queue",
      "JOB_ID=$(aws batch --region us-east-1  submit-job --job-definition ${hello-world/definition.arn} " +
        "--job-queue ${on-demand-queue/queue.name} --job-name doeks_hello_example " +
        "--output text --query jobId) && echo $JOB_ID",
    ],
    [
      "run_example_aws_batch_job_on_spot",
      "Command that submits the example job to the Spot queue",
      "JOB_ID=$(aws batch --region us-east-1  submit-job --job-definition ${hello-world/definition.arn} " +
        "--job-queue ${spot-queue/queue.name} --job-name doeks_hello_spot_example " +
        "--output text --query jobId) && echo $JOB_ID",
    ],
  ])("%s tells what it is and is shown", (name, description, value) =>
    expect(batch.outputs[name]).toEqual({ description, value }),
  );

  it("name region and cluster of the variables", () => {
    expect(changed.outputs.configure_kubectl_cmd!.value).toBe(
      "aws eks --region eu-west-1 update-kubeconfig --name ml",
    );
    expect(changed.outputs.run_example_aws_batch_job!.value).toContain(
      "aws batch --region eu-west-1  submit-job",
    );
    expect(changed.outputs.run_example_aws_batch_job_on_spot!.value).toContain("--region eu-west-1 ");
  });
});

it("the nodes take cluster, version and tags from the variables", () => {
  expect(changed.resource("nodes/access-entry").cluster_name).toBe("ml");
  expect(changed.resource("nodes/launch-template/template")).toMatchObject({
    description: "Nodes of AWS Batch for Kubernetes 1.35",
    tag_specifications: ["instance", "volume", "network-interface"].map((type) => ({
      resource_type: type,
      tags: { team: "research", Blueprint: "ml", KubernetesVersion: "1.35", Name: "ml-batch-node" },
    })),
  });
});

describe("with every option", () => {
  it("has environments, queues, definitions and a policy beside", () =>
    expect(changed.tree()).toMatchInlineSnapshot(`
      "additional-graviton-environment/environment  aws_batch_compute_environment
      additional-graviton-queue/queue  aws_batch_job_queue
      alerts/blocked-queues  aws_cloudwatch_event_rule
      alerts/blocked-queues-target  aws_cloudwatch_event_target
      alerts/failed-jobs  aws_cloudwatch_event_rule
      alerts/failed-jobs-target  aws_cloudwatch_event_target
      alerts/topic/key  aws_kms_key
      alerts/topic/policy  aws_sns_topic_policy
      alerts/topic/subscription  aws_sns_topic_subscription
      alerts/topic/topic  aws_sns_topic
      examples/array/definition  aws_batch_job_definition
      examples/gpu/definition  aws_batch_job_definition
      examples/multi-node/definition  aws_batch_job_definition
      examples/packed/definition  aws_batch_job_definition
      fallback-queue/queue  aws_batch_job_queue
      gpu-environment/environment  aws_batch_compute_environment
      gpu-queue/queue  aws_batch_job_queue
      hello-world/definition  aws_batch_job_definition
      job-role-results/definition  aws_batch_job_definition
      nodes/access-entry  aws_eks_access_entry
      nodes/gpu-launch-template/template  aws_launch_template
      nodes/instance-profile  aws_iam_instance_profile
      nodes/launch-template/template  aws_launch_template
      nodes/role/AWSXrayWriteOnlyAccess  aws_iam_role_policy_attachment
      nodes/role/AmazonEC2ContainerRegistryPullOnly  aws_iam_role_policy_attachment
      nodes/role/AmazonEKSWorkerNodePolicy  aws_iam_role_policy_attachment
      nodes/role/AmazonEKS_CNI_Policy  aws_iam_role_policy_attachment
      nodes/role/AmazonSSMManagedInstanceCore  aws_iam_role_policy_attachment
      nodes/role/CloudWatchAgentServerPolicy  aws_iam_role_policy_attachment
      nodes/role/role  aws_iam_role
      on-demand-environment/environment  aws_batch_compute_environment
      on-demand-queue/queue  aws_batch_job_queue
      scheduling-policy/policy  aws_batch_scheduling_policy
      spot-environment/environment  aws_batch_compute_environment
      spot-queue/queue  aws_batch_job_queue"
    `));

  it.each([
    ["gpu", "EC2", "EKS_AL2023_NVIDIA", ["g6"], "gpu-launch-template"],
    ["additional-graviton", "SPOT", "EKS_AL2023", ["m8g"], "launch-template"],
  ])("environment %s has its capacity, image, instances and template", (id, type, image, types, template) =>
    expect(changed.resource(`${id}-environment/environment`).compute_resources).toMatchObject({
      type,
      ec2_configuration: [{ image_type: image }],
      instance_type: types,
      launch_template: { launch_template_id: `\${nodes/${template}/template.id}` },
    }),
  );

  it("the fallback queue tries Spot first", () =>
    expect(changed.resource("fallback-queue/queue")).toMatchObject({
      name: "jobs_FALLBACK_FAIR",
      compute_environment_order: [
        { order: 1, compute_environment: "${spot-environment/environment.arn}" },
        { order: 2, compute_environment: "${on-demand-environment/environment.arn}" },
      ],
    }));

  it("all queues share their capacity by the policy", () => {
    const queues = changed.resources("aws_batch_job_queue");
    expect(queues).toHaveLength(5);
    for (const queue of queues) expect(queue.scheduling_policy_arn).toBe("${scheduling-policy/policy.arn}");
    expect(changed.resource("scheduling-policy/policy").name).toBe("jobs_FAIR");
  });

  it("the example's commands name a share, and the priority that AWS Batch wants with it", () => {
    for (const output of ["run_example_aws_batch_job", "run_example_aws_batch_job_on_spot"]) {
      expect(changed.outputs[output]!.value).toContain(
        " --share-identifier research --scheduling-priority-override 0 --output text ",
      );
    }
  });

  it("the example job is the same", () => {
    const { eks_properties } = batch.resource("hello-world/definition");
    expect(changed.resource("hello-world/definition").eks_properties).toEqual(eks_properties);
  });
});

it("an environment's own priority is its queue's, and its own volume makes a template", () => {
  const { batch: additional } = synthesize({
    aws_batch_compute_environments: { big: { capacity: "EC2", priority: 7, root_volume_gib: 200 } },
  });
  expect(additional.resource("additional-big-queue/queue").priority).toBe(7);
  expect(additional.resource("nodes/additional-big-launch-template/template")).toMatchObject({
    block_device_mappings: [{ ebs: { volume_size: 200 } }],
  });
});

describe("roles of jobs", () => {
  it("each has a job definition whose pods have its service account", () => {
    const { eks_properties } = changed.resource("job-role-results/definition");
    expect(changed.resource("job-role-results/definition").name).toBe("train-as-results");
    expect(eks_properties).toMatchObject({ pod_properties: { service_account_name: "job-results" } });
  });

  it("the other definitions have none", () => {
    const { eks_properties } = changed.resource("hello-world/definition");
    expect(JSON.stringify(eks_properties)).not.toContain("service_account_name");
  });
});
