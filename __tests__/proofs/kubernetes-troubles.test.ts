import {
  AssociateAccessPolicyCommand,
  DeleteAccessEntryCommand,
  DisassociateAccessPolicyCommand,
} from "@aws-sdk/client-eks";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { RehearsedEnvironment, type Run } from "../../tools/faults/rehearsed-environment";
import { describeWithApiServer, KUBERNETES_ASSETS } from "../support/kubernetes/api-server";
import { RunningEnvironment } from "../support/lives/running-environment";
import { execute, piped, type Finished } from "../support/lives/user-shell";

/*
 * What goes wrong with stack kubernetes, against a real API server and with Terraform's own provider: the next
 * installation, or the next clean-up, reaches its end.
 */

const CLUSTER = "doeks-aws-batch";
const NAMESPACE = "doeks-aws-batch";
const CALLER = "arn:aws:iam::123456789012:user/emulator";
const LABEL = "app.kubernetes.io/part-of";

async function pointKubectl(env: NodeJS.ProcessEnv): Promise<void> {
  const { status, output } = await execute("aws", ["eks", "update-kubeconfig", "--name", CLUSTER], env);
  if (status !== 0) throw new Error(output);
}

async function kubectl(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const { status, output } = await execute("kubectl", args, env);
  if (status !== 0) throw new Error(output);
  return output;
}

function describeTrouble(name: string, tests: () => void): void {
  describeWithApiServer(name, tests, "kubectl", "provider");
}

const AWS_AUTH = ["configmap", "aws-auth", "--namespace", "kube-system"];

describeTrouble("an installation", () => {
  let environment: RehearsedEnvironment;
  let env: NodeJS.ProcessEnv;
  /** With the copies, from which an installation would mend it. */
  const loseState = (): void => {
    const directory = join(environment.rehearsal.stateRoot, "us-east-1", CLUSTER);
    const files = readdirSync(directory).filter((name) => name.startsWith("kubernetes.tfstate"));
    expect(files).toContain("kubernetes.tfstate");
    for (const name of files) rmSync(join(directory, name), { recursive: true });
  };
  const ask = (...args: string[]): Promise<string> => kubectl(env, ...args);

  beforeAll(async () => {
    environment = await RehearsedEnvironment.start(KUBERNETES_ASSETS);
    env = environment.variables;
    expect(await environment.install()).toMatchObject({ status: 0 });
    await pointKubectl(env);
  });

  afterAll(async () => {
    await environment.stop();
    environment.forget();
  });

  const uidOfNamespace = (): Promise<string> =>
    ask("get", "namespace", NAMESPACE, "--output", "jsonpath={.metadata.uid}");

  const adopted = ({ output }: Run): string[] =>
    [...output.matchAll(/adopted (\S+ \S+) as/g)].map(([, object]) => object!).sort();

  it("whose state was lost takes every object in again, and makes none anew", async () => {
    const uid = await uidOfNamespace();
    loseState();
    const run = await environment.install();
    expect(run).toMatchObject({ status: 0 });
    expect(adopted(run)).toEqual([
      "clusterrole aws-batch-cluster-role",
      "clusterrolebinding aws-batch-cluster-role-binding",
      "configmap kube-system/aws-auth",
      `namespace ${NAMESPACE}`,
      `role ${NAMESPACE}/aws-batch-compute-environment-role`,
      `rolebinding ${NAMESPACE}/aws-batch-compute-environment-role-binding`,
    ]);
    expect(await uidOfNamespace()).toBe(uid);
  });

  it("whose Terraform was killed is gone on with, and says that it was killed", async () => {
    const killWithNamespace = async (): Promise<Run> => {
      await ask("delete", "namespace", NAMESPACE);
      await ask("delete", "clusterrole", "aws-batch-cluster-role");
      const installing = environment.install();
      await ask("wait", "--for=create", `namespace/${NAMESPACE}`, "--timeout=20m");
      environment.killTerraform();
      return installing;
    };
    let killed: Run;
    // On a busy machine Terraform may be done before kubectl says that the namespace is there.
    do killed = await killWithNamespace();
    while (killed.status === 0);
    expect(killed).toMatchObject({ status: 1, output: expect.stringContaining("killed") as string });
    const uid = await uidOfNamespace();
    expect(await environment.install()).toMatchObject({ status: 0 });
    expect(await uidOfNamespace()).toBe(uid);
  });

  it("that finds an object of somebody else says whose it may be, and goes on when that is settled", async () => {
    loseState();
    await ask("label", "clusterrole", "aws-batch-cluster-role", `${LABEL}-`);
    const refused = await environment.install();
    expect(refused.status).toBe(1);
    const [, command] = /state is lost: (kubectl label .*)$/m.exec(refused.output)!;
    await ask(...command!.split(" ").slice(1));
    expect(await environment.install()).toMatchObject({ status: 0 });
  });

  it("puts Batch's mapping back into aws-auth, and leaves there what others put", async () => {
    const mine = '- rolearn: arn:aws:iam::123456789012:role/KarpenterNode\n  username: "k"\n';
    const patch = JSON.stringify({ data: { mapRoles: mine } });
    await ask("patch", ...AWS_AUTH, "--type", "merge", "--patch", patch);
    expect(await environment.run("src/cli/doctor.ts", "--deployed")).toMatchObject({
      status: 1,
      output: expect.stringMatching(/^failed +aws-auth +does not map/m) as string,
    });
    expect(await environment.install()).toMatchObject({
      status: 0,
      output: expect.stringContaining(
        "put the mapping of arn:aws:iam::123456789012:role/AWSServiceRoleForBatch back",
      ) as string,
    });
    const text = await ask("get", ...AWS_AUTH, "--output", "jsonpath={.data.mapRoles}");
    for (const role of ["KarpenterNode", "AWSServiceRoleForBatch", `${CLUSTER}-node-`])
      expect(text).toContain(`:role/${role}`);
  });
});

describeTrouble("an update of what commit 9a33f79 made", () => {
  it("never deletes aws-auth, and keeps its entries", async () => {
    const environment = await RunningEnvironment.start(0.05, KUBERNETES_ASSETS);
    try {
      await environment.deployEarlier("cluster");
      await environment.deployEarlier("kubernetes");
      await pointKubectl(process.env);
      const uid = ["get", ...AWS_AUTH, "--output", "jsonpath={.metadata.uid}{.data}"];
      const before = await kubectl(process.env, ...uid);
      const done = await environment.deploy({ eks_cluster_version: "1.35" }, "cluster", "kubernetes");
      expect(done.kubernetes.filter((change) => !change.startsWith("update "))).toEqual([]);
      expect(done.kubernetes).toContain("update kubernetes_config_map_v1.aws-auth_config-map");
      expect(await kubectl(process.env, ...uid)).toBe(before);
    } finally {
      await environment.stop();
    }
  });
});

const KEEPER = JSON.stringify({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "keeper", namespace: NAMESPACE, finalizers: ["example.com/hold"] },
  spec: { containers: [{ name: "c", image: "i" }] },
});

/** Sends a signal to the API server of an environment. */
function signalApiServer({ root }: RunningEnvironment, signal: NodeJS.Signals): Promise<void> {
  const processes = execFileSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  const pids = processes
    .filter((line) => line.includes("kube-apiserver --"))
    .map((line) => Number.parseInt(line, 10));
  const own = pids.filter((pid) => realpathSync(`/proc/${pid}/cwd`).startsWith(root));
  expect(own).toHaveLength(1);
  process.kill(own[0]!, signal);
  return Promise.resolve();
}

/** What hinders Terraform from removing the objects, and what the clean-up says of it. */
const TROUBLES: Readonly<Record<string, readonly [(env: RunningEnvironment) => Promise<unknown>, RegExp]>> = {
  "a pod's finalizer keeps the namespace": [
    () => piped(["kubectl", "apply", "--filename", "-"], KEEPER, process.env),
    /pod keeper has finalizer example\.com\/hold\n.*Its objects go with the cluster/,
  ],
  "nobody knows the caller any more": [
    ({ clients: { eks } }) =>
      eks.send(new DeleteAccessEntryCommand({ clusterName: CLUSTER, principalArn: CALLER })),
    /could not be destroyed: Unauthorized\.\n.*Its objects go with the cluster/,
  ],
  "the caller may only look": [
    async ({ clients: { eks } }) => {
      const entry = { clusterName: CLUSTER, principalArn: CALLER };
      const policy = (name: string): string => `arn:aws:eks::aws:cluster-access-policy/${name}`;
      await eks.send(
        new DisassociateAccessPolicyCommand({ ...entry, policyArn: policy("AmazonEKSClusterAdminPolicy") }),
      );
      const view = { policyArn: policy("AmazonEKSViewPolicy"), accessScope: { type: "cluster" as const } };
      await eks.send(new AssociateAccessPolicyCommand({ ...entry, ...view }));
    },
    /could not be destroyed: .*forbidden.*\n.*Its objects go with the cluster/,
  ],
  "the API server is gone": [
    (environment) => signalApiServer(environment, "SIGKILL"),
    /The objects of stack kubernetes go with the cluster, which cannot be reached: .*ECONNREFUSED/,
  ],
  "the API server is frozen": [
    (environment) => signalApiServer(environment, "SIGSTOP"),
    /The objects of stack kubernetes go with the cluster, which cannot be reached: .*no answer/,
  ],
};

describeTrouble("a clean-up", () => {
  it.each(Object.entries(TROUBLES))(
    "where %s reaches its end, says so, and leaves nothing",
    async (_, [arm, told]) => {
      const environment = await RunningEnvironment.start(0.05, KUBERNETES_ASSETS);
      try {
        environment.setVariables({});
        await environment.deploy({}, "cluster", "kubernetes");
        await pointKubectl(process.env);
        await arm(environment);
        const cleanUp: Finished = await environment.cleanUp();
        expect(cleanUp).toMatchObject({ status: 0, output: expect.stringMatching(told) as string });
        expect(await environment.control.inventory()).toEqual([]);
        expect(existsSync(join(environment.root, "kubernetes", CLUSTER))).toBe(false);
      } finally {
        await environment.stop();
      }
    },
  );
});
