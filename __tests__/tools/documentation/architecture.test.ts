import { architectureChart, boxesOf } from "../../../tools/documentation/architecture";
import { resourcesIn, synthesizeDefaults, type Stack } from "../../../tools/documentation/synthesized-app";

const app = synthesizeDefaults();
const lines = architectureChart(app).split("\n");

describe("the chart of the architecture", () => {
  it("has the stacks, with what needs others above them, and counts every resource", () => {
    const titles = lines.flatMap((line) => /subgraph .*"(.*)"/.exec(line)?.[1] ?? []);
    const counts = app.stacks.map(
      ({ name, resources }) => `Stack ${name}: ${resources.filter(({ isData }) => !isData).length} resources`,
    );
    expect(titles).toEqual([...counts].reverse());
    expect(titles.map((title) => title.split(/[ :]/)[1])).toEqual([
      "batch",
      "system",
      "kubernetes",
      "cluster",
    ]);
  });

  it("has a box for every construct that a stack is wired from, and for every resource", () => {
    const constructs = app.stacks.flatMap(({ resources }) =>
      resources.map(({ constructPath }) => constructPath.split("/").slice(0, 2)),
    );
    const boxes = lines.flatMap((line) => /^ {4}(\w+)\["/.exec(line)?.[1] ?? []);
    const expected = constructs.map(([stack, id]) => `${stack}_${app.classes.get(`${stack}/${id}`)}`);
    expect(boxes.sort()).toEqual([...new Set(expected)].sort());
  });

  it("has an arrow for each stack to another that it needs, but not to what that one needs", () =>
    expect(lines.filter((line) => line.includes("-.->"))).toEqual([
      "  kubernetes -.-> cluster",
      "  system -.-> kubernetes",
      "  batch -.-> kubernetes",
    ]));

  it("leads a job from who submits it to its log", () => {
    const way = lines.filter((line) => line.includes("==>")).join(" ");
    const stops = [
      "you",
      "batch_JobQueue",
      "batch_ComputeEnvironment",
      "node",
      "pod",
      "cluster_ContainerLogGroups",
    ];
    expect(way).toMatch(new RegExp(stops.join(".*==>.*")));
  });

  it("is refused when a construct on the way of a job is gone", () =>
    expect(() =>
      architectureChart({ ...app, stacks: app.stacks.filter(({ name }) => name !== "batch") }),
    ).toThrow("leads through batch_JobQueue, which is no box"));
});

describe("a construct's box", () => {
  const stack: Stack = {
    name: "test",
    dependencies: [],
    outputs: {},
    resources: resourcesIn({
      resource: {
        aws_iam_role: block("test/node-role/role"),
        aws_iam_role_policy_attachment: block("test/node-role/policy"),
        aws_eks_addon: {
          ...block("test/one-a/addon"),
          ...block("test/two/addon"),
          ...block("test/three/addon"),
        },
        aws_sqs_queue: { ...block("test/job-events/queue"), ...block("test/job-events/dead-letters") },
      },
    }),
  };
  const classes = new Map([
    ["test", "TestStack"],
    ["test/node-role", "Role"],
    ["test/one-a", "ClusterAddon"],
    ["test/two", "ClusterAddon"],
    ["test/three", "ClusterAddon"],
    ["test/job-events", "JobEventQueues"],
  ]);
  const boxes = boxesOf(stack, classes);

  it("is named by its id where the class says less, without the parts of its resources", () =>
    expect(boxes[0]).toEqual({ id: "test_Role", title: "Node role", contents: "role" }));

  it("stands for all of one class, with ids that no line breaks", () =>
    expect(boxes[1]).toEqual({
      id: "test_ClusterAddon",
      title: "Cluster add-ons",
      contents: "one\u2011a, two, three",
    }));

  it("is named by its class where the id says less, and counts types that were never seen before", () =>
    expect(boxes[2]).toEqual({
      id: "test_JobEventQueues",
      title: "Job event queues",
      contents: "2 SQS queues",
    }));
});

function block(path: string): Record<string, { "//": { metadata: { path: string } } }> {
  return { [path.replaceAll("/", "_")]: { "//": { metadata: { path } } } };
}
