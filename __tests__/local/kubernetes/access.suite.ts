import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { AuthenticationMode } from "@aws-sdk/client-eks";
import { ControlClient } from "../../../local/gateway/control-client";
import { KubernetesClient } from "../../../local/kubernetes/client";
import { KubernetesError } from "../../../local/kubernetes/objects";
import { until } from "../eks/ready-made";
import { describeWithApiServer } from "../../support/kubernetes/api-server";
import { emulated } from "./emulator-with-kubernetes";

const USER_ARN = "arn:aws:iam::123456789012:user/emulator";

describeWithApiServer("who may enter a cluster", () => {
  let cluster: { endpoint: string; certificateAuthority: string };
  let user: KubernetesClient;

  const connect = async (secretAccessKey?: string, clusterName = "access"): Promise<KubernetesClient> =>
    KubernetesClient.connect({ ...cluster, token: await emulated.token(clusterName, secretAccessKey) });
  const statusOf = async (client: KubernetesClient, path: string): Promise<number> =>
    client.get(path).then(
      () => 200,
      (error: KubernetesError) => error.status,
    );

  beforeAll(async () => {
    cluster = await emulated.cluster("access", { accessConfig: { authenticationMode: "CONFIG_MAP" } });
    user = await connect();
  });

  const ENTRY = { clusterName: "access", principalArn: USER_ARN };
  const policy = (name: string): string => `arn:aws:eks::aws:cluster-access-policy/${name}`;
  const associate = (name: string, namespaces?: string[]): Promise<unknown> =>
    emulated.eks.associateAccessPolicy({
      ...ENTRY,
      policyArn: policy(name),
      accessScope: { type: namespaces ? "namespace" : "cluster", namespaces },
    });
  const changeMode = async (authenticationMode: AuthenticationMode): Promise<void> => {
    await emulated.eks.updateClusterConfig({ name: "access", accessConfig: { authenticationMode } });
    await until(
      async () => (await emulated.eks.describeCluster({ name: "access" })).cluster?.status,
      "ACTIVE",
    );
  };

  test("with authentication mode CONFIG_MAP, the creator is an administrator whom no map shows", async () => {
    expect(await statusOf(user, "/api/v1/secrets")).toBe(200);
    expect(await statusOf(user, "/api/v1/namespaces/kube-system/configmaps/aws-auth")).toBe(404);
  });

  describeWithApiServer(
    "kubectl",
    () => {
      test("enters with what aws eks update-kubeconfig writes", async () => {
        const env = { ...emulated.environment(), KUBECONFIG: join(emulated.directory, "kubeconfig") };
        const run = async (command: string, ...args: string[]): Promise<string> =>
          (await promisify(execFile)(command, args, { env })).stdout;
        await run("aws", "eks", "update-kubeconfig", "--name", "access");
        expect(await run("kubectl", "get", "namespaces", "-o", "name")).toBe(
          "namespace/default\nnamespace/kube-node-lease\nnamespace/kube-public\nnamespace/kube-system\n",
        );
        expect(await run("kubectl", "auth", "can-i", "create", "pods")).toBe("yes\n");
      });
    },
    "kubectl",
  );

  test("a token that is signed otherwise, or for another cluster, is nobody's", async () => {
    expect(await statusOf(await connect("another secret"), "/api")).toBe(401);
    expect(await statusOf(await connect(undefined, "other"), "/api")).toBe(401);
  });

  test("an access entry with the administrator's policy may do everything", async () => {
    await changeMode("API_AND_CONFIG_MAP");
    expect(await statusOf(await connect(), "/api")).toBe(401);
    await emulated.eks.createAccessEntry(ENTRY);
    await associate("AmazonEKSClusterAdminPolicy");
    user = await connect();
    const review = await user.create<{ status: { userInfo: object } }>(
      "/apis/authentication.k8s.io/v1/selfsubjectreviews",
      { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    );
    expect(review.status.userInfo).toMatchObject({
      username: USER_ARN,
      groups: ["system:authenticated"],
      extra: { arn: [USER_ARN], canonicalArn: [USER_ARN], accessKeyId: [emulated.emulator.accessKeyId] },
    });
    expect(await statusOf(user, "/api/v1/secrets")).toBe(200);
    expect(await statusOf(user, "/apis/rbac.authorization.k8s.io/v1/clusterroles")).toBe(200);
    expect(await statusOf(user, "/metrics")).toBe(200);
  });

  test("an access policy allows what it says, where it says", async () => {
    await emulated.eks.disassociateAccessPolicy({
      ...ENTRY,
      policyArn: policy("AmazonEKSClusterAdminPolicy"),
    });
    expect(await statusOf(user, "/api/v1/namespaces/default/pods")).toBe(403);
    await expect(user.get("/api/v1/namespaces/default/pods")).rejects.toThrow(
      `pods is forbidden: User "${USER_ARN}" cannot list resource "pods" in API group "" in the namespace "default"`,
    );
    await associate("AmazonEKSViewPolicy", ["def*"]);
    expect(await statusOf(user, "/api/v1/namespaces/default/pods")).toBe(200);
    expect(await statusOf(user, "/api/v1/namespaces/default/secrets")).toBe(403);
    expect(await statusOf(user, "/api/v1/namespaces/kube-system/pods")).toBe(403);
    await associate("AmazonEKSEditPolicy", ["kube-system"]);
    expect(await statusOf(user, "/api/v1/namespaces/kube-system/secrets")).toBe(200);
    expect(await statusOf(user, "/api/v1/pods")).toBe(403);
    await associate("AmazonEKSAdminViewPolicy");
    expect(await statusOf(user, "/api/v1/secrets")).toBe(200);
    await expect(user.delete("/api/v1/namespaces/default")).rejects.toMatchObject({ status: 403 });
    await associate("AmazonEKSClusterAdminPolicy");
    expect(await statusOf(user, "/metrics")).toBe(200);
  });

  test("a fault that was ordered refuses who calls, or what they want", async () => {
    const order = (transition: string): Promise<void> =>
      new ControlClient(emulated.emulator).orderFault({ transition, resource: "access" });
    await order("eks.cluster.authenticate");
    expect(await statusOf(await connect(), "/api/v1/secrets")).toBe(401);
    expect(await statusOf(await connect(), "/api/v1/secrets")).toBe(200);
    await order("eks.cluster.authorize");
    expect(await statusOf(await connect(), "/api/v1/secrets")).toBe(403);
    expect(await statusOf(await connect(), "/api/v1/secrets")).toBe(200);
  });

  test("without an access entry, aws-auth tells who enters; an entry counts more", async () => {
    const map = (data: Record<string, string>): Promise<unknown> =>
      user.create("/api/v1/namespaces/kube-system/configmaps", { metadata: { name: "aws-auth" }, data });
    await map({
      mapUsers: `- userarn: ${USER_ARN}\n  username: mapped:{{AccountID}}\n  groups: [system:masters]\n`,
    });
    const username = async (): Promise<string> =>
      (
        await (
          await connect()
        ).create<{ status: { userInfo: { username: string } } }>(
          "/apis/authentication.k8s.io/v1/selfsubjectreviews",
          {},
        )
      ).status.userInfo.username;
    expect(await username()).toBe(USER_ARN);
    await emulated.eks.deleteAccessEntry(ENTRY);
    expect(await username()).toBe("mapped:123456789012");
    expect(await statusOf(await connect(), "/api/v1/secrets")).toBe(200);

    await (await connect()).delete("/api/v1/namespaces/kube-system/configmaps/aws-auth");
    expect(await statusOf(await connect(), "/api")).toBe(401);
    await emulated.eks.createAccessEntry({ ...ENTRY, kubernetesGroups: ["people"] });
    expect(await statusOf(await connect(), "/api/v1/secrets")).toBe(403);
    await associate("AmazonEKSClusterAdminPolicy");
  });

  test("with authentication mode API, aws-auth counts no more", async () => {
    await (
      await connect()
    ).create("/api/v1/namespaces/kube-system/configmaps", {
      metadata: { name: "aws-auth" },
      data: { mapAccounts: '["123456789012"]' },
    });
    await emulated.eks.deleteAccessEntry(ENTRY);
    expect(await statusOf(await connect(), "/api")).toBe(200);
    await changeMode("API");
    expect(await statusOf(await connect(), "/api")).toBe(401);
  });
});
