import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leaveToCluster } from "../../../src/operations/removal/leave-to-cluster";
import { LocalStore } from "../../../src/operations/state/stores/local-store";
import { TerraformError } from "../../../src/operations/terraform/terraform";
import type { CommandResult } from "../../../src/operations/terminal/commands";
import { whatHolds } from "../../../src/operations/removal/what-holds";

const root = mkdtempSync(join(tmpdir(), "leave-to-cluster-"));
const store = new LocalStore(root);
const environment = "us-east-1/doeks";
const STATE = `${environment}/kubernetes.tfstate`;

beforeEach(() => store.write(STATE, "{}"));

afterAll(() => rmSync(root, { recursive: true }));

function errorOf(
  summary: string,
  address = "kubernetes_namespace_v1.batch_namespace_58B2A2FD",
): TerraformError {
  const diagnostic = { severity: "error", summary, detail: "", address } as const;
  return new TerraformError("kubernetes", "apply", [diagnostic], "kubernetes.log", []);
}

async function leave(error: unknown, name = "kubernetes", isEnding = false): Promise<string[] | undefined> {
  const said: string[] = [];
  const props = {
    ...{ stores: { store, environment }, say: (line: string) => said.push(line) },
    holders: () => Promise.resolve(["pod keeper has finalizer example.com/hold"]),
    isToldToEnd: () => isEnding,
  };
  return (await leaveToCluster({ name, directory: root, dependencies: [] }, error, props)) ? said : undefined;
}

const isAside = (): boolean => existsSync(join(root, `${STATE}.abandoned`)) && !existsSync(join(root, STATE));

it("leaves a namespace that does not go to the cluster, names what holds it, and puts the state aside", async () => {
  expect(await leave(errorOf("context deadline exceeded"))).toEqual([
    "Stack kubernetes could not be destroyed: context deadline exceeded.",
    "  pod keeper has finalizer example.com/hold",
    "Its objects go with the cluster, which is destroyed now.",
  ]);
  expect(isAside()).toBe(true);
});

it.each(["Unauthorized", 'namespaces "x" is forbidden: User "u" cannot delete resource "namespaces"'])(
  "leaves to the cluster what the API refuses: %s, and looks for no holder",
  async (summary) => {
    expect(await leave(errorOf(summary))).toEqual([
      `Stack kubernetes could not be destroyed: ${summary}.`,
      "Its objects go with the cluster, which is destroyed now.",
    ]);
    expect(isAside()).toBe(true);
  },
);

it.each([
  ["another stack", errorOf("Unauthorized"), "cluster", false],
  ["what the user stopped", errorOf("context deadline exceeded"), "kubernetes", true],
  ["a lock of somebody else", errorOf("Error acquiring the state lock"), "kubernetes", false],
  [
    "a Terraform that told nothing",
    new TerraformError("kubernetes", "apply", [], "x.log", []),
    "kubernetes",
    false,
  ],
  ["a defect", new Error("defect"), "kubernetes", false],
])("does not go on after %s", async (_, error, name, isEnding) => {
  expect(await leave(error, name, isEnding)).toBeUndefined();
  expect(existsSync(join(root, STATE))).toBe(true);
});

describe("what holds a namespace", () => {
  const json = (value: object): CommandResult => ({ status: 0, stdout: JSON.stringify(value), stderr: "" });
  const condition = (type: string, status: string, message: string): object => ({ type, status, message });

  it("is what Kubernetes says, and each pod that is left with its finalizers", async () => {
    const conditions = [
      condition("NamespaceDeletionDiscoveryFailure", "False", "All resources successfully discovered"),
      condition(
        "NamespaceFinalizersRemaining",
        "True",
        "Some content in the namespace has finalizers remaining",
      ),
    ];
    const items = [
      { metadata: { name: "keeper", finalizers: ["example.com/hold"] } },
      { metadata: { name: "slow" } },
    ];
    const run = (...args: string[]): Promise<CommandResult> =>
      Promise.resolve(json(args.includes("pods") ? { items } : { status: { conditions } }));
    expect(await whatHolds("team", { run })).toEqual([
      "Some content in the namespace has finalizers remaining",
      "pod keeper has finalizer example.com/hold",
      "pod slow is still there",
    ]);
  });

  it("is nothing where kubectl may not ask", async () => {
    const run = (): Promise<CommandResult> => Promise.resolve({ status: 1, stdout: "", stderr: "Forbidden" });
    expect(await whatHolds("team", { run })).toEqual([]);
  });
});
