import { readFileSync } from "node:fs";
import type { CommandResult } from "../../../../src/operations/terminal/commands";
import {
  checkBatchPermissions,
  missingPermissions,
  type GrantedRule,
} from "../../../../src/operations/doctor/deployed/batch-permissions";
import { withKubectl } from "../../../../src/operations/aws/kubectl";
import { CLUSTER_RULES, NAMESPACE_RULES } from "../../../../src/model/facts/batch";
import { CLUSTER, context } from "../fakes";

const NAMESPACE = "doeks-aws-batch";

/** What Kubernetes grants everybody who has logged in. */
const OF_EVERYBODY: readonly GrantedRule[] = [
  {
    verbs: ["create"],
    apiGroups: ["authorization.k8s.io"],
    resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
  },
];

interface Asked {
  readonly namespace: string;
  /** The command line but for the names of files. */
  readonly line: string;
}

/** The answer of EKS's API server, whose webhook cannot list what it would grant. */
function review(resourceRules: readonly GrantedRule[]): Partial<CommandResult> {
  const status = {
    resourceRules,
    nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/healthz", "/version"] }],
    incomplete: true,
    evaluationError: "webhook authorizer does not support user rule resolution",
  };
  const text = {
    kind: "SelfSubjectRulesReview",
    apiVersion: "authorization.k8s.io/v1",
    metadata: {},
    spec: {},
    status,
  };
  return { stdout: JSON.stringify(text) };
}

/**
 * @param answer what kubectl prints of the rules in a namespace
 * @param ofNamespace what it prints of the namespace itself
 */
async function check(
  answer: (namespace: string) => Partial<CommandResult>,
  asked: Asked[] = [],
  ofNamespace: Partial<CommandResult> = {},
): Promise<{ state: string; found: string; todo: readonly string[] }> {
  const run = (command: string, args: readonly string[]): Promise<CommandResult> => {
    if (command === "aws")
      return Promise.resolve({ status: 0, stdout: '{"status":{"token":"x"}}', stderr: "" });
    if (args.includes("namespace"))
      return Promise.resolve({ status: 0, stdout: `namespace/${NAMESPACE}\n`, stderr: "", ...ofNamespace });
    const file = args[args.indexOf("--filename") + 1]!;
    const { spec } = JSON.parse(readFileSync(file, "utf8")) as { spec: { namespace: string } };
    const line = args.slice(args.indexOf("create")).filter((arg) => arg !== file);
    asked.push({ ...spec, line: line.join(" ") });
    return Promise.resolve({ status: 0, stdout: "", stderr: "", ...answer(spec.namespace) });
  };
  return withKubectl({ name: CLUSTER }, context({ run }), (kubectl) =>
    checkBatchPermissions(kubectl, NAMESPACE),
  );
}

const granted = (namespace: string): readonly GrantedRule[] =>
  namespace === NAMESPACE
    ? [...CLUSTER_RULES, ...NAMESPACE_RULES, ...OF_EVERYBODY]
    : [...CLUSTER_RULES, ...OF_EVERYBODY];

it("finds every permission with two questions, as user aws-batch", async () => {
  const asked: Asked[] = [];
  expect(await check((namespace) => review(granted(namespace)), asked)).toMatchObject({
    state: "ok",
    found: "user aws-batch has all 39 permissions that AWS asks for",
  });
  expect(asked.map(({ namespace }) => namespace)).toEqual([expect.not.stringContaining("doeks"), NAMESPACE]);
  for (const { line } of asked)
    expect(line).toBe(
      "create --raw /apis/authorization.k8s.io/v1/selfsubjectrulesreviews --filename --as aws-batch",
    );
});

it("names the permissions that are missing", async () => {
  const verdict = await check((namespace) =>
    review(granted(namespace).filter(({ resources = [] }) => !resources.includes("events"))),
  );
  expect(verdict).toMatchObject({
    state: "failed",
    found: "user aws-batch lacks 1 of 39 permissions: list events",
    todo: [expect.stringMatching(/^Run \.\/install\.sh/)],
  });
});

it("takes what is granted in one namespace for granted there only", async () => {
  const inNamespace = await check(() => review(CLUSTER_RULES));
  expect(inNamespace.found).toContain(`create pods in ${NAMESPACE}`);
  expect(inNamespace.found).toContain(`list rolebindings.rbac.authorization.k8s.io in ${NAMESPACE}`);
  const everywhere = await check((namespace) =>
    review(namespace === NAMESPACE ? granted(namespace) : OF_EVERYBODY),
  );
  expect(everywhere.found).toMatch(/lacks \d+ of 39 permissions: get namespaces, .*watch daemonsets\.apps/);
  expect(everywhere.found).not.toContain(` in ${NAMESPACE}`);
});

it("names the namespace alone where that is missing", async () => {
  const notFound = 'Error from server (NotFound): namespaces "doeks-aws-batch" not found\n';
  const missing = { status: 1, stdout: "", stderr: notFound };
  expect(await check(() => review(CLUSTER_RULES), [], missing)).toMatchObject({
    state: "failed",
    found: "there is no namespace doeks-aws-batch: AWS Batch has no place for pods",
    todo: ["Run ./install.sh."],
  });
});

it("has no verdict where kubectl gets no answer", async () => {
  const forbidden = { status: 1, stderr: 'Error from server (Forbidden): users "aws-batch" is forbidden\n' };
  await expect(check(() => forbidden)).rejects.toThrow(
    /^kubectl create --raw \S+: Error from server \(Forbidden\): users "aws-batch" is forbidden$/,
  );
});

describe("a rule", () => {
  const wanted = [{ apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"] }];

  it.each<readonly [string, GrantedRule]>([
    ["its words", { apiGroups: ["", "apps"], resources: ["pods", "deployments"], verbs: ["list", "get"] }],
    ["asterisks", { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
    ["no names", { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"], resourceNames: [] }],
  ])("grants by %s", (_, rule) => expect(missingPermissions(wanted, [rule])).toEqual([]));

  it.each<readonly [string, GrantedRule]>([
    ["verb", { apiGroups: ["apps"], resources: ["deployments"], verbs: ["list"] }],
    ["resource", { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get"] }],
    ["API group", { apiGroups: [""], resources: ["deployments"], verbs: ["get"] }],
    ["name", { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get"], resourceNames: ["x"] }],
    ["words", { verbs: ["get"] }],
  ])("does not grant with another %s", (_, rule) =>
    expect(missingPermissions(wanted, [rule])).toEqual(["get deployments.apps"]),
  );

  it("counts apart for each permission", () => {
    const rules = [
      { apiGroups: ["apps"], resources: ["deployments"], verbs: ["list"] },
      { apiGroups: ["apps"], resources: ["daemonsets"], verbs: ["get"] },
    ];
    const both = [{ apiGroups: ["apps"], resources: ["deployments", "daemonsets"], verbs: ["get", "list"] }];
    expect(missingPermissions(both, rules)).toEqual(["get deployments.apps", "list daemonsets.apps"]);
  });
});
