import { execFileSync } from "node:child_process";
import { ExampleJobDefinitions } from "../../../src/constructs/batch/example-job-definitions";
import { encodedObject } from "../../support/encoded-object";
import { synthesizeStack } from "../../support/synthesize";

interface Pod {
  readonly host_network: boolean;
  readonly containers: readonly { readonly command: string[]; readonly resources: { limits: object } }[];
}

const NAMES = { packed: "j-packed", array: "j-array", multiNode: "j-multinode", gpu: "j-gpu" };
const stack = synthesizeStack((scope) => {
  new ExampleJobDefinitions(scope, "examples", { names: NAMES });
});

function podOf(id: string): Pod {
  return (stack.resource(`examples/${id}/definition`).eks_properties as { pod_properties: Pod })
    .pod_properties;
}

/** What a command prints when it runs as Terraform hands it on, with these parameters and variables. */
function printed(
  id: string,
  parameters: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): string[] {
  const [program, ...args] = podOf(id).containers[0]!.command.map((word) => {
    const parameter = /^Ref::(.+)$/.exec(word)?.[1];
    return parameter === undefined ? word.replaceAll("$${", "${") : parameters[parameter]!;
  });
  const env = { PATH: process.env.PATH, ...variables };
  return execFileSync(program!, args, { env, encoding: "utf8" }).trimEnd().split("\n");
}

it("has the names it is given, and only those", () => {
  expect(stack.resources("aws_batch_job_definition").map(({ name }) => name)).toEqual([
    "j-array",
    "j-gpu",
    "j-multinode",
    "j-packed",
  ]);
  const none = synthesizeStack((scope) => {
    new ExampleJobDefinitions(scope, "examples", { names: {} });
  });
  expect(none.tree()).toBe("");
});

describe("the packed job", () => {
  it("does as many tasks as its parameter says, 10 by default", () => {
    expect(stack.resource("examples/packed/definition").parameters).toEqual({ tasks: "10" });
    expect(printed("packed", { tasks: "2" }, {})).toEqual(["task 0", "task 1", "2 tasks done"]);
  });

  it("goes on, as a child of an array, where the one before it ends", () =>
    expect(printed("packed", { tasks: "2" }, { AWS_BATCH_JOB_ARRAY_INDEX: "3" })).toEqual([
      "task 6",
      "task 7",
      "2 tasks done",
    ]));
});

describe("the array job", () => {
  it.each([
    ["0", "child 0 works on north"],
    ["3", "child 3 works on west"],
    ["4", "child 4 works on north"],
  ])("takes the input of child %s", (AWS_BATCH_JOB_ARRAY_INDEX, line) =>
    expect(printed("array", {}, { AWS_BATCH_JOB_ARRAY_INDEX })).toEqual([line]),
  );

  it("takes the first input outside an array", () =>
    expect(printed("array", {}, {})).toEqual(["child 0 works on north"]));
});

it("the multi-node job has two nodes, and one container name that a submission can override", () => {
  const { node_properties } = stack.resource("examples/multi-node/definition");
  expect(encodedObject(node_properties)).toMatchObject({
    numNodes: 2,
    nodeRangeProperties: ["0:0", "1:"].map((targetNodes) => ({
      targetNodes,
      eksProperties: { podProperties: { containers: [{ name: "application-multinode" }] } },
    })),
  });
});

it.each(["packed", "array", "gpu"])("the %s job is not on the network of its node", (id) =>
  expect(podOf(id).host_network).toBe(false),
);

it("the GPU job asks for one GPU and shows it", () =>
  expect(podOf("gpu").containers).toMatchObject([
    { command: ["nvidia-smi"], resources: { limits: { "nvidia.com/gpu": "1" } } },
  ]));
