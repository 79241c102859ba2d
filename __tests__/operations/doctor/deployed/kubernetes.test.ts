import { existsSync, readFileSync, statSync } from "node:fs";
import type { CheckResult } from "../../../../src/operations/doctor/check";
import type { CommandResult } from "../../../../src/operations/terminal/commands";
import { checkKubernetes } from "../../../../src/operations/doctor/deployed/kubernetes";
import { parse } from "../../../support/variables";
import { CLUSTER, context, fakeCommands, told } from "../fakes";

const cluster = {
  name: CLUSTER,
  version: "1.36",
  endpoint: "https://api",
  certificateAuthority: { data: "Q0E=" },
};

type Answer = readonly [RegExp, Partial<CommandResult> | Error];

const TOKEN: Answer = [
  /^aws eks get-token/,
  { stdout: JSON.stringify({ status: { token: "k8s-aws-v1.x" } }) },
];
/** What an API server grants that asks no questions. */
const EVERYTHING: Answer = [
  /create --raw/,
  {
    stdout: JSON.stringify({
      status: { resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }] },
    }),
  },
];

const node = (name: string, ready: boolean, managed = true, kubeletVersion = "v1.36.2-eks-1"): object => ({
  metadata: { name, labels: managed ? { "eks.amazonaws.com/nodegroup": "default-1" } : {} },
  status: {
    conditions: [{ type: "Ready", status: ready ? "True" : "Unknown" }],
    nodeInfo: { kubeletVersion },
  },
});
const nodes = (...items: object[]): Answer => [/get nodes --output/, { stdout: JSON.stringify({ items }) }];

function check(answers: readonly Answer[], calls: string[] = []): Promise<CheckResult[]> {
  return checkKubernetes(cluster, context({ run: fakeCommands([...answers, TOKEN, EVERYTHING], calls) }));
}

it("finds nodes that are Ready and every permission of AWS Batch", async () => {
  const results = await check([nodes(node("a", true), node("b", true), node("c", true, false))]);
  expect(told(results, "nodes")).toBe("ok: 3 of 3 are Ready, 2 of them managed");
  expect(told(results, "RBAC of AWS Batch")).toMatch(/^ok: user aws-batch has all 39 permissions/);
});

it("warns of nodes that are not Ready, and fails when no managed one is", async () => {
  expect(told(await check([nodes(node("a", true), node("b", false, false))]), "nodes")).toMatch(
    /^warning: 1 of 2 are Ready.*; not Ready: b/,
  );
  expect(told(await check([nodes(node("a", false), node("b", true, false))]), "nodes")).toMatch(
    /^failed: no managed node is Ready/,
  );
});

it("tells what is the matter with a node", async () => {
  const sick = (type: string, status: string, message: string): object => ({
    ...node("b", type !== "Ready", false),
    status: {
      conditions: [
        {
          type: "Ready",
          status: type === "Ready" ? status : "True",
          message: type === "Ready" ? message : "",
        },
        { type: "DiskPressure", status: type === "DiskPressure" ? status : "False", message },
      ],
    },
  });
  const posting = "Kubelet stopped posting node status.";
  expect(told(await check([nodes(node("a", true), sick("Ready", "Unknown", posting))]), "nodes")).toMatch(
    /^warning: 1 of 2 are Ready.*; not Ready: b \(Kubelet stopped posting node status\.\)/,
  );
  const full = "kubelet has disk pressure";
  expect(told(await check([nodes(node("a", true), sick("DiskPressure", "True", full))]), "nodes")).toMatch(
    /^warning: 2 of 2 are Ready, 1 of them managed; b \(kubelet has disk pressure\)/,
  );
});

it.each([
  [
    "v1.37.0-eks-1",
    false,
    /^warning: .*b has Kubernetes v1\.37\.0-eks-1, the cluster 1\.36.*\nAWS Batch chose it/,
  ],
  ["v1.32.9-eks-1", true, /^warning: .*b has Kubernetes v1\.32.*\nRun \.\/install\.sh, which updates/],
  ["v1.33.9-eks-1", true, /^ok/],
  ["v1.36.0-eks-1", false, /^ok/],
])("judges a node of %s by the cluster's version", async (version, isManaged, verdict) => {
  const results = await check([nodes(node("a", true), node("b", true, isManaged, version))]);
  expect(told(results, "nodes")).toMatch(verdict);
});

describe("aws-auth", () => {
  const ROLE = "arn:aws:iam::111122223333:role";
  const batch = `- rolearn: ${ROLE}/AWSServiceRoleForBatch\n  username: aws-batch\n`;
  const node = `- "rolearn": "${ROLE}/node"\n  "username": "system:node:{{EC2PrivateDNSName}}"\n  "groups": ["system:bootstrappers", "system:nodes"]\n`;
  const of = async (configMap: Partial<CommandResult>): Promise<CheckResult | undefined> => {
    const answers = {
      GetCallerIdentity: { Account: "111122223333", Arn: "arn:aws:iam::111122223333:user/jo" },
      ListNodegroups: { nodegroups: ["default-1", "of-others"] },
      DescribeNodegroup: { nodegroup: { nodeRole: `${ROLE}/node` } },
    };
    const commands: Answer[] = [[/get configmap aws-auth/, configMap], nodes(), TOKEN, EVERYTHING];
    const results = await checkKubernetes(cluster, context({ run: fakeCommands(commands), answers }));
    return results.find(({ check: name }) => name === "aws-auth");
  };
  const data = (entries: object): Partial<CommandResult> => ({ stdout: JSON.stringify({ data: entries }) });

  it("maps AWS Batch and the managed nodes", async () =>
    expect(await of(data({ mapRoles: batch + node }))).toMatchObject({
      ...{ state: "ok", found: "maps AWS Batch and the managed nodes" },
    }));

  it("with entries of others is well, and names them", async () => {
    const mapRoles = `${batch}${node}- rolearn: ${ROLE}/KarpenterNodeRole-x\n  groups: [system:nodes]\n`;
    const mapUsers = "- userarn: arn:aws:iam::111122223333:user/jo\n";
    expect(await of(data({ mapRoles, mapUsers }))).toMatchObject({
      state: "ok",
      found: `maps AWS Batch and the managed nodes; entries of others: ${ROLE}/KarpenterNodeRole-x, arn:aws:iam::111122223333:user/jo`,
    });
  });

  it("that is gone, or without AWS Batch, fails", async () => {
    const missing = { status: 1, stderr: 'Error from server (NotFound): configmaps "aws-auth" not found' };
    expect(await of(missing)).toMatchObject({
      state: "failed",
      found: "does not exist: AWS Batch has no access to the cluster",
    });
    for (const mapRoles of ["", node, node + batch.replace("aws-batch", "batch")]) {
      expect(await of(data({ mapRoles }))).toMatchObject({
        state: "failed",
        found: `does not map ${ROLE}/AWSServiceRoleForBatch to user aws-batch: AWS Batch has no access to the cluster, and jobs fail with 401`,
        todo: ["Run ./install.sh, which puts the mapping back."],
      });
    }
  });

  it("without the managed nodes is a warning: they have an access entry", async () =>
    expect(await of(data({ mapRoles: batch }))).toMatchObject({
      state: "warning",
      found: `does not map ${ROLE}/node as nodes: they have access only as long as EKS keeps an access entry for them`,
    }));

  it("that may not be read could not be checked", async () =>
    expect(await of({ status: 1, stderr: "Forbidden" })).toMatchObject({ state: "could not check" }));
});

it("could not check what kubectl breaks on", async () => {
  const unauthorized = { status: 1, stderr: "error: You must be logged in to the server (Unauthorized)\n" };
  const results = await check([[/^kubectl/, unauthorized]]);
  for (const name of ["nodes", "RBAC of AWS Batch"]) {
    expect(told(results, name)).toMatch(/^could not check: kubectl .*: error: You must be logged in/);
  }
});

describe("a caller that the API does not know", () => {
  const ACCESS = "access to Kubernetes";
  const refused = async (stderr: string, answers = {}): Promise<string | undefined> => {
    const run = fakeCommands([TOKEN, [/^kubectl/, { status: 1, stderr }]]);
    const results = await checkKubernetes(cluster, context({ run, answers }));
    return results.some(({ check: name }) => name === ACCESS) ? told(results, ACCESS) : undefined;
  };

  it.each([
    "error: You must be logged in to the server (Unauthorized)",
    "error: You must be logged in to the server (the server has asked for the client to provide credentials)",
  ])("fails, and is named with what to do: %s", async (stderr) => {
    const GetCallerIdentity = { Account: "111122223333", Arn: "arn:aws:iam::111122223333:user/jo" };
    expect(await refused(stderr, { GetCallerIdentity })).toMatch(
      /^failed: the Kubernetes API does not know arn:aws:iam::111122223333:user\/jo\n.*eks_admin_principal_arns/,
    );
    expect(await refused(stderr)).toMatch(/^failed: the Kubernetes API does not know who calls\n/);
  });

  it("is not every caller that may not do something", async () =>
    expect(await refused('Error from server (Forbidden): nodes is forbidden: User "jo"')).toBeUndefined());
});

describe("with GPUs", () => {
  const gpu = async (daemonSet: Partial<CommandResult>): Promise<string> => {
    const answers: Answer[] = [[/get daemonset nvidia-device-plugin/, daemonSet], nodes(node("a", true))];
    const variables = parse({ aws_batch_gpu_instance_types: ["g6"] });
    const run = fakeCommands([...answers, TOKEN, EVERYTHING]);
    return told(await checkKubernetes(cluster, context({ run, variables })), "NVIDIA device plugin");
  };
  const counts = (desiredNumberScheduled: number, numberReady: number): Partial<CommandResult> => ({
    stdout: JSON.stringify({ status: { desiredNumberScheduled, numberReady } }),
  });

  it("finds the device plugin, also while no node has GPUs", async () => {
    expect(await gpu(counts(2, 2))).toBe("ok: 2 of 2 are Ready, one on each node with GPUs");
    expect(await gpu(counts(0, 0))).toMatch(/^ok: 0 of 0/);
  });

  it("warns when it is not ready everywhere", async () =>
    expect(await gpu(counts(2, 1))).toMatch(
      /^warning: 1 of 2 .*\nkubectl describe daemonset nvidia-device-plugin/,
    ));

  it("fails when it is missing, and only then", async () => {
    const missing = { status: 1, stderr: 'Error from server (NotFound): daemonsets.apps "x" not found' };
    expect(await gpu(missing)).toBe(
      "failed: there is no DaemonSet nvidia-device-plugin in kube-system\nRun ./install.sh.",
    );
    expect(await gpu({ status: 1, stderr: "Forbidden" })).toMatch(/^could not check/);
  });
});

it("could not check anything without a token", async () => {
  const results = await check([[/^aws/, { status: 254, stderr: "AccessDenied" }]]);
  expect(results.map(({ state, found }) => [state, found])).toEqual([
    ["could not check", "aws eks get-token: AccessDenied"],
    ["could not check", "aws eks get-token: AccessDenied"],
  ]);
});

it("gives kubectl a private configuration and cache, and removes them", async () => {
  let file = "";
  const run = fakeCommands([TOKEN, nodes(node("a", true)), EVERYTHING]);
  await checkKubernetes(
    cluster,
    context({
      run: (command, args, env) => {
        if (command === "kubectl") {
          file = args[args.indexOf("--kubeconfig") + 1]!;
          expect(statSync(file).mode & 0o777).toBe(0o600);
          expect(args[args.indexOf("--cache-dir") + 1]).toBe(file.replace("kubeconfig", "cache"));
          expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
            clusters: [{ cluster: { server: "https://api", "certificate-authority-data": "Q0E=" } }],
            users: [{ user: { token: "k8s-aws-v1.x" } }],
          });
        }
        return run(command, args, env);
      },
    }),
  );
  expect(file).not.toBe("");
  expect(existsSync(file)).toBe(false);
});
