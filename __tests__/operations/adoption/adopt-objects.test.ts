import { adoptObjects, OBJECT_KINDS } from "../../../src/operations/adoption/adopt-objects";
import type { CommandResult } from "../../../src/operations/terminal/commands";
import { CHANGED_VARIABLES } from "../../support/changed-variables";
import { synthesize } from "../../support/synthesize";
import { planOf, type Change } from "./plans";

const stack = { name: "kubernetes", directory: "/nowhere", dependencies: [] };
const OURS = { "app.kubernetes.io/part-of": "aws-batch-on-eks" };

interface Outcome {
  readonly count: number;
  readonly imports: readonly string[];
  readonly said: readonly string[];
}

/** @param existing labels of what exists, by kubectl's words for it */
async function adopt(existing: Readonly<Record<string, object>>, ...planned: Change[]): Promise<Outcome> {
  const imports: string[] = [];
  const said: string[] = [];
  const run = (...args: string[]): Promise<CommandResult> => {
    const labels = existing[args.slice(1, -2).join(" ")];
    if (!labels) return Promise.resolve({ status: 1, stdout: "", stderr: "Error from server (NotFound): x" });
    const stdout = JSON.stringify({ metadata: { labels } });
    return Promise.resolve({ status: 0, stdout, stderr: "" });
  };
  const count = await adoptObjects({
    ...{ stack, plan: planOf(...planned), kubectl: { run } },
    terraform: {
      import: (_, address, id) => {
        imports.push(`${address} ${id}`);
        return Promise.resolve();
      },
    },
    say: (_, text) => said.push(text),
  });
  return { count, imports, said };
}

const object = (type: string, name: string, namespace?: string, actions = ["create"]): Change => ({
  type: `kubernetes_${type}_v1`,
  actions,
  values: { metadata: [{ name, namespace: namespace ?? null }] },
});

const ROLE = object("role", "aws-batch-role", "team");
const NAMESPACE = object("namespace", "team");
const AWS_AUTH = object("config_map", "aws-auth", "kube-system");

it("takes in what carries our label, by its name, and what is in a namespace by both names", async () => {
  const existing = { "namespace team": OURS, "role aws-batch-role --namespace team": OURS };
  expect(await adopt(existing, NAMESPACE, ROLE, object("cluster_role", "gone"))).toEqual({
    count: 2,
    imports: ["kubernetes_namespace_v1.it team", "kubernetes_role_v1.it team/aws-batch-role"],
    said: [
      "adopted namespace team as kubernetes_namespace_v1.it: it was in no state",
      "adopted role team/aws-batch-role as kubernetes_role_v1.it: it was in no state",
    ],
  });
});

it("leaves alone what the state has", async () =>
  expect(await adopt({ "namespace team": OURS }, object("namespace", "team", undefined, ["update"]))).toEqual(
    {
      ...{ count: 0, imports: [], said: [] },
    },
  ));

it("takes in aws-auth whoever made it: each cluster has one", async () => {
  const existing = { "configmap aws-auth --namespace kube-system": {} };
  expect((await adopt(existing, AWS_AUTH)).imports).toEqual([
    "kubernetes_config_map_v1.it kube-system/aws-auth",
  ]);
});

it("refuses a namespace of others, and names the variable and the commands", async () => {
  const refused = adopt({ "namespace team": { name: "aws-batch" } }, NAMESPACE);
  await expect(refused).rejects.toThrow(
    "There is a namespace team already, and nothing shows that it is this environment's.",
  );
  await expect(refused).rejects.toThrow(
    "kubectl label namespace team app.kubernetes.io/part-of=aws-batch-on-eks\n" +
      "If it is not, and nobody needs it: kubectl delete namespace team, or set aws_batch_doeks_namespace",
  );
});

it("names no variable for what no variable names", async () => {
  const refused = adopt({ "role aws-batch-role --namespace team": {} }, ROLE);
  await expect(refused).rejects.toThrow(
    "kubectl delete role aws-batch-role --namespace team.\nThen start again.",
  );
});

it("says once what it could not look for, and goes on", async () => {
  const said: string[] = [];
  const count = await adoptObjects({
    ...{ stack, plan: planOf(NAMESPACE, ROLE) },
    kubectl: { run: () => Promise.resolve({ status: 1, stdout: "", stderr: "error: Unauthorized" }) },
    terraform: { import: () => Promise.reject(new Error("nothing is imported")) },
    say: (_, text) => said.push(text),
  });
  expect(count).toBe(0);
  expect(said).toEqual([
    "not looked for namespace team, role aws-batch-role that an interrupted run may have left: error: Unauthorized",
  ]);
});

it("knows every Kubernetes type of the stack, and each carries the label", () => {
  const { kubernetes } = synthesize(CHANGED_VARIABLES);
  const types = kubernetes.resourceTypes().filter((type) => type.startsWith("kubernetes_"));
  expect(Object.keys(OBJECT_KINDS).sort()).toEqual([...types].sort());
  for (const { metadata } of types.flatMap((type) => kubernetes.resources(type)))
    expect(metadata).toMatchObject({ labels: OURS });
});
