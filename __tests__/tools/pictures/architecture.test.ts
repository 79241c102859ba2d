import {
  architectureOf,
  titlesOf,
  type Architecture,
} from "../../../tools/pictures/architecture/architecture";
import { layOut, type Layout, type Rectangle } from "../../../tools/pictures/architecture/layout";
import { resourcesIn } from "../../../tools/pictures/resource";
import { synthesizeDefaults, type Stack } from "../../../tools/pictures/synthesized-app";

const app = synthesizeDefaults();
const architecture = architectureOf(app);

const arrows = ({ arrows: all }: Architecture): string[] =>
  all.map(({ from, to, kind }) => `${from} ${kind === "order" ? "-->" : "->"} ${to}`);

describe("the architecture", () => {
  it("has the stacks in the order of their deployment", () =>
    expect(architecture.stacks.map(({ id }) => id)).toEqual(["cluster", "kubernetes", "system", "batch"]));

  it("counts every resource once", () => {
    const resources = app.stacks.flatMap((stack) => stack.resources.filter(({ isData }) => !isData));
    const counted = architecture.stacks.reduce((sum, { resourceCount }) => sum + resourceCount, 0);
    expect(counted).toBe(resources.length);
    const titles = titlesOf(app);
    expect(resources.filter((resource) => !titles.has(resource))).toEqual([]);
  });

  it("shows references between constructs, also through the state of another stack", () =>
    expect(arrows(architecture)).toEqual(
      expect.arrayContaining([
        "cluster/vpc -> cluster/eks",
        "cluster/vpc -> system/nodes",
        "cluster/node-role -> kubernetes/aws-auth",
        "batch/nodes -> batch/spot-environment",
        "batch/spot-environment -> batch/spot-queue",
      ]),
    ));

  it("shows that the Kubernetes provider is configured from the cluster", () =>
    expect(arrows(architecture)).toContain("cluster/eks -> kubernetes"));

  it("shows waits between stacks only where no reference says so", () =>
    expect(arrows(architecture).filter((arrow) => arrow.includes("-->"))).toEqual([
      "kubernetes --> system",
      "kubernetes --> batch",
    ]));

  it("has no arrow from a thing to itself, and none twice", () => {
    const all = arrows(architecture);
    expect(architecture.arrows.filter(({ from, to }) => from === to)).toEqual([]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("a construct's box", () => {
  const stack: Stack = {
    name: "test",
    dependencies: [],
    outputs: {},
    providers: "{}",
    resources: resourcesIn({
      resource: {
        aws_iam_role: block("test/node-role/role"),
        aws_iam_role_policy_attachment: block("test/node-role/policy"),
        aws_eks_addon: {
          ...block("test/one/addon"),
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
    ["test/one", "ClusterAddon"],
    ["test/two", "ClusterAddon"],
    ["test/three", "ClusterAddon"],
    ["test/job-events", "JobEventQueues"],
  ]);
  const boxes = architectureOf({ stacks: [stack], classes }).stacks[0]!.constructs;

  it("is named by its id where the class says less, without the parts of its resources", () =>
    expect(boxes[0]).toEqual({ id: "test/node-role", title: "Node role", contents: "role" }));

  it("stands for all of one class when there are many", () =>
    expect(boxes[1]).toEqual({ id: "test/one", title: "Cluster add-ons", contents: "one, two, three" }));

  it("is named by its class where the id says less, and counts types that were never seen before", () =>
    expect(boxes[2]).toEqual({
      id: "test/job-events",
      title: "Job event queues",
      contents: "2 SQS queues",
    }));
});

function block(path: string): Record<string, { "//": { metadata: { path: string } } }> {
  return { [path.replaceAll("/", "_")]: { "//": { metadata: { path } } } };
}

describe("the layout", () => {
  let layout: Layout;

  beforeAll(async () => {
    layout = await layOut(architecture);
  }, 60_000);

  const overlap = (one: Rectangle, other: Rectangle): boolean =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;

  it("lets no box and no stack overlap another", () => {
    for (const rectangles of [layout.stacks, layout.stacks.flatMap(({ boxes }) => boxes)]) {
      const pairs = rectangles.flatMap((one, index) =>
        rectangles.slice(index + 1).map((other) => [one, other] as const),
      );
      expect(pairs.length).toBeGreaterThan(3);
      expect(pairs.filter(([one, other]) => overlap(one, other))).toEqual([]);
    }
  });

  it("keeps every box within its stack", () => {
    for (const { x, y, width, height, boxes } of layout.stacks) {
      for (const box of boxes) {
        expect(box.x).toBeGreaterThan(x);
        expect(box.y).toBeGreaterThan(y);
        expect(box.x + box.width).toBeLessThan(x + width);
        expect(box.y + box.height).toBeLessThan(y + height);
      }
    }
  });

  it("draws every arrow within the picture", () => {
    expect(layout.arrows).toHaveLength(architecture.arrows.length);
    for (const { x, y } of layout.arrows.flatMap(({ points }) => points)) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(layout.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(layout.height);
    }
  });
});
