import { resourcesIn, synthesizeDefaults, type Stack } from "../../../tools/documentation/synthesized-app";
import { timelineChart } from "../../../tools/documentation/timeline";

function stack(name: string, dependencies: readonly string[], resource: Record<string, object>): Stack {
  return { name, dependencies, outputs: {}, resources: resourcesIn({ resource } as never) };
}

function block(attributes: object = {}): object {
  return { ...attributes, "//": { metadata: { path: "a/b" } } };
}

const APP = {
  stacks: [
    stack("base", [], {
      aws_vpc: { vpc: block() },
      aws_kms_key: { key: block() },
      aws_eks_cluster: { cluster: block({ subnet: "${aws_subnet.subnet.id}" }) },
      aws_subnet: { subnet: block({ vpc: "${aws_vpc.vpc.id}" }) },
    }),
    stack("objects", ["base"], { kubernetes_namespace: { one: block() }, kubernetes_role: { two: block() } }),
    stack("work", ["base", "objects"], {
      aws_eks_addon: { one: block(), two: block({ depends_on: ["aws_launch_template.it"] }) },
      aws_launch_template: { it: block() },
    }),
  ],
  classes: new Map<string, string>(),
};

describe("the chart of a deployment", () => {
  const lines = timelineChart(APP).split("\n");
  const sections = lines.slice(lines.findIndex((line) => line.startsWith("  section")));

  it("begins a resource when what it refers to is done, and marks what the end waits for", () =>
    expect(sections.slice(0, 4)).toEqual([
      "  section base",
      "    VPC, 13 s :crit, 00:00:00, 13s",
      "    KMS key, 12 s :00:00:00, 12s",
      "    Cluster, 540 s :crit, 00:00:14, 540s",
    ]));

  it("begins a stack when those before it are done, and shows one without slow resources as a whole", () =>
    expect(sections.slice(4, 6)).toEqual([
      "  section objects",
      "    All 2 resources, 1 s :crit, 00:09:14, 1s",
    ]));

  it("shows the resources of one type in a row, from the first beginning to the last end", () =>
    expect(sections.slice(6)).toEqual([
      "  section work",
      "    2 add-ons, 46 s :crit, 00:09:15, 46s",
      "    Launch template, 6 s :crit, 00:09:15, 6s",
    ]));

  it("has all stacks of the app, kubernetes too, and a control plane that does not wait for the NAT gateway", () => {
    const chart = timelineChart(synthesizeDefaults());
    expect([...chart.matchAll(/section (\w+)/g)].map(([, name]) => name)).toEqual([
      "cluster",
      "kubernetes",
      "system",
      "batch",
    ]);
    expect(chart).toMatch(/Cluster, 540 s :crit, 00:00:14, 540s/);
    expect(chart).toMatch(/NAT gateway, 110 s :00:00:15, 110s/);
  });
});
