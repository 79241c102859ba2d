import {
  isOfKubernetesApi,
  isPassing,
  remediesOf,
  type Failure,
} from "../../../src/operations/diagnosis/failures";

const failure = (detail: string, address = "aws_eks_cluster.this"): Failure => ({
  summary: "creating",
  detail,
  address,
});

const UPDATES = [
  "ResourceInUseException: Cannot EndpointAccessUpdate because cluster x currently has update 408c in progress",
  "ResourceInUseException: Cannot delete because cluster x currently has an update in progress",
  "ResourceInUseException: Nodegroup cannot be updated, an operation is in progress",
];

test.each(UPDATES)("%s is waited for, and nothing has to be removed", (text) => {
  expect(isPassing(failure(text))).toBe(true);
  expect(remediesOf(failure(text)).join()).toContain("wait until it has ended");
  expect(remediesOf(failure(text)).join()).not.toContain("terraform import");
});

test.each([
  "Unauthorized",
  "the server has asked for the client to provide credentials",
  'configmaps is forbidden: User "arn:aws:sts::1:assumed-role/a/b" cannot create resource "configmaps" in API group ""',
])("an access entry that is not yet effective passes, some times: %s", (text) => {
  expect(isPassing(failure(text, "kubernetes_config_map_v1.aws-auth"))).toBe(true);
  expect(remediesOf(failure(text)).join()).toContain("eks_admin_principal_arns");
});

test.each([
  "context deadline exceeded",
  "timeout while waiting for resource to be gone (last state: 'Terminating', timeout: 1m0s)",
])("a namespace that does not go does not pass by itself: %s", (summary) => {
  const stuck = { summary, detail: "", address: "kubernetes_namespace_v1.batch_namespace_58B2A2FD" };
  expect(isPassing(stuck)).toBe(false);
  expect(remediesOf(stuck).join()).toContain("kubectl get namespace NAME -o yaml");
  expect(isOfKubernetesApi(stuck)).toBe(true);
});

test("an object that exists already is taken in by the next attempt, and no variable can rename it", () => {
  const summary = 'clusterroles.rbac.authorization.k8s.io "aws-batch-cluster-role" already exists';
  const exists = {
    summary,
    detail: "",
    address: "kubernetes_cluster_role_v1.batch_rbac_cluster-role_6AF03A8D",
  };
  expect(isPassing(exists)).toBe(true);
  expect(remediesOf(exists)).toEqual([expect.stringMatching(/^Start again: what this environment made/)]);
});

test("the API of a namespace that does not answer may pass", () => {
  const summary = 'Post "https://api/api/v1/namespaces": context deadline exceeded';
  expect(isPassing({ summary, detail: "", address: "kubernetes_namespace_v1.batch" })).toBe(true);
});

test.each([
  ["Unauthorized", "kubernetes_namespace_v1.batch", true],
  ["dial tcp 10.0.0.1:443: i/o timeout", "helm_release.nvidia-device-plugin", true],
  ["dial tcp 10.0.0.1:443: i/o timeout", "aws_vpc.this", false],
  ["roles.rbac.authorization.k8s.io is invalid", "kubernetes_role_v1.batch", false],
])("%s of %s is the Kubernetes API's: %s", (summary, address, expected) =>
  expect(isOfKubernetesApi({ summary, detail: "", address })).toBe(expected),
);

test("a principal of this run may not be seen yet; one of the variables is there or is not", () => {
  const text = "InvalidParameterException: The specified principalArn is invalid: invalid principal.";
  expect(isPassing(failure(text, "aws_eks_access_entry.nodes"))).toBe(true);
  expect(isPassing(failure(text, 'aws_eks_access_entry.principals_entry["arn:aws:iam::1:role/x"]'))).toBe(
    false,
  );
  expect(remediesOf(failure(text)).join()).toContain("eks_admin_principal_arns");
});

test.each([
  "PendingVerification: Your request for accessing resources in this region is being validated",
  "ResourceInUseException: Cluster has nodegroups attached",
  "another operation (install/upgrade/rollback) is in progress",
  "Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state",
  "DependencyViolation: resource sg-1 has a dependent object",
])("%s does not pass by itself", (text) => expect(isPassing(failure(text))).toBe(false));

test("an environment that became INVALID is told by AWS Batch's reason", () => {
  const text =
    "waiting for Batch Compute Environment (x) create: unexpected state 'INVALID', wanted target 'VALID'. last error: CLIENT_ERROR - Your compute environment has been INVALIDATED and scaled down because none of the nodes joined the underlying Amazon EKS Cluster.";
  expect(remediesOf(failure(text)).join()).toContain("EC2_LINUX");
});

test("what holds a subnet is asked for with its id", () =>
  expect(
    remediesOf(
      failure("DependencyViolation: The subnet 'subnet-0ab' has dependencies and cannot be deleted."),
    ),
  ).toEqual([expect.stringContaining("Name=subnet-id,Values=subnet-0ab")]));

test("there is no remedy for what nobody knows", () =>
  expect(remediesOf(failure("Something new"))).toEqual([]));

test("what keeps an environment INVALID, such as a limit of Spot, is not a quota of environments", () => {
  const text =
    "waiting for Batch Compute Environment (aws-batch_SPOT-x) create: unexpected state 'INVALID', wanted target 'VALID'. last error: CLIENT_ERROR - Max Spot Instance count limit exceeded";
  const told = remediesOf(failure(text, "aws_batch_compute_environment.spot-environment")).join();
  expect(told).not.toContain("50 of each");
  expect(told).not.toBe("");
});
