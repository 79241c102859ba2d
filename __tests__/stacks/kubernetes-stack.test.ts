import documented from "../fixtures/batch-rbac.json";
import { CHANGED_VARIABLES } from "../support/changed-variables";
import { synthesize } from "../support/synthesize";

const { kubernetes } = synthesize();
const { kubernetes: changed } = synthesize(CHANGED_VARIABLES);

it("consists of namespace, permissions and aws-auth", () =>
  expect(kubernetes.tree()).toMatchInlineSnapshot(`
    "aws-auth/config-map  kubernetes_config_map_v1
    batch/namespace  kubernetes_namespace_v1
    batch/rbac/cluster-role  kubernetes_cluster_role_v1
    batch/rbac/cluster-role-binding  kubernetes_cluster_role_binding_v1
    batch/rbac/role  kubernetes_role_v1
    batch/rbac/role-binding  kubernetes_role_binding_v1"
  `));

describe("the provider", () => {
  it("is configured from the state of a cluster that exists", () =>
    expect(kubernetes.providers.kubernetes).toEqual([
      expect.objectContaining({
        host: "${cluster:eks/cluster.endpoint}",
        cluster_ca_certificate: "${base64decode(cluster:eks/cluster.certificate_authority[0].data)}",
      }),
    ]));

  it("gets its tokens from the AWS CLI, for cluster and region of the variables", () =>
    expect(changed.providers.kubernetes).toEqual([
      expect.objectContaining({
        exec: [
          {
            api_version: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["eks", "get-token", "--cluster-name", "ml", "--region", "eu-west-1"],
          },
        ],
      }),
    ]));

  it("is the only one without GPUs", () => expect(Object.keys(kubernetes.providers)).toEqual(["kubernetes"]));
});

describe("with GPUs", () => {
  it("has NVIDIA's device plugin beside", () => {
    expect(changed.resources("helm_release")).toMatchObject([
      { constructPath: "nvidia-device-plugin/release" },
    ]);
    expect(kubernetes.resources("helm_release")).toEqual([]);
  });

  it("reaches the cluster through Helm's provider as through the other one", () => {
    const [{ exec, ...connection }] = changed.providers.kubernetes as [{ exec: object[] }];
    expect(exec).toHaveLength(1);
    expect(changed.providers.helm).toEqual([{ kubernetes: { ...connection, exec: exec[0] } }]);
  });

  it("has it for additional environments too", () => {
    const gpu = { capacity: "SPOT", instance_types: ["p5"], image_type: "EKS_AL2023_NVIDIA" } as const;
    const { kubernetes: additional } = synthesize({ aws_batch_compute_environments: { training: gpu } });
    expect(additional.resources("helm_release")).toHaveLength(1);
  });
});

it("the namespace has the name of the variable", () => {
  expect(kubernetes.resource("batch/namespace").metadata).toMatchObject({ name: "doeks-aws-batch" });
  expect(changed.resource("batch/namespace").metadata).toMatchObject({ name: "ml-jobs" });
});

it("AWS Batch has the documented permissions", () => {
  expect(kubernetes.resource("batch/rbac/cluster-role").rule).toEqual(documented.clusterRole.rules);
  expect(kubernetes.resource("batch/rbac/role").rule).toEqual(documented.role.rules);
});

it("aws-auth maps AWS Batch's role of the caller's account and the managed nodes' role", () =>
  expect(kubernetes.resource("aws-auth/config-map").data).toEqual({
    mapRoles:
      "${yamlencode([" +
      '{"rolearn" = "arn:aws:iam::${cluster:eks/caller.account_id}:role/AWSServiceRoleForBatch", ' +
      '"username" = "aws-batch"}, ' +
      '{"rolearn" = cluster:node-role/role.arn, "username" = "system:node:{{EC2PrivateDNSName}}", ' +
      '"groups" = ["system:bootstrappers", "system:nodes"]}' +
      "])}",
  }));

it("each role of jobs has a service account in the namespace, which waits for it", () => {
  expect(changed.resource("job-role-results/service-account").metadata).toEqual({
    name: "job-results",
    namespace: "${batch/namespace.metadata[0].name}",
    labels: { "app.kubernetes.io/part-of": "aws-batch-on-eks" },
    annotations: { "eks.amazonaws.com/role-arn": "${cluster:job-role-results/role/role.arn}" },
  });
  expect(kubernetes.resources("kubernetes_service_account_v1")).toEqual([]);
});

describe("order", () => {
  it.each(["batch/rbac/role", "batch/rbac/role-binding"])("%s waits for the namespace", (path) =>
    expect(kubernetes.upstream(path)).toContain("batch/namespace"),
  );

  it.each(["batch/rbac/cluster-role", "batch/namespace", "aws-auth/config-map"])(
    "%s waits for nothing",
    (path) => expect(kubernetes.upstream(path)).toEqual([]),
  );
});
