import type { Resource, Stack, SynthesizedApp } from "./synthesized-app";
import { capitalized, counted, grouped, nounOf, plural, words } from "./words";

/** Types that are a part of what another type stands for. */
const DETAILS: ReadonlySet<string> = new Set([
  "aws_default_network_acl",
  "aws_default_route_table",
  "aws_default_security_group",
  "aws_ec2_tag",
  "aws_eks_access_policy_association",
  "aws_iam_policy",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_kms_alias",
  "aws_route",
  "aws_route_table_association",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
]);

/** With less space than Mermaid leaves, so that GitHub need not shrink the picture. */
const HEAD = `---
config:
  flowchart: { nodeSpacing: 30, padding: 8 }
---
flowchart TB`;

/** The way of a job through the boxes, which no stack knows as a whole. */
const WAY_OF_A_JOB = [
  'you(["you"]) ==>|submit a job| batch_JobQueue ==> batch_ComputeEnvironment',
  'batch_ComputeEnvironment ==>|launches| node(["a node"]) ==>|runs| pod(["the job\'s pod"])',
  "pod ==>|prints to| cluster_ContainerLogGroups",
];

/** A construct directly below a stack, or all of one class. */
interface Box {
  readonly id: string;
  readonly title: string;
  /** What it consists of. */
  readonly contents: string;
}

/**
 * The architecture as a flowchart of Mermaid: the stacks with the constructs that they are wired from, what stack needs
 * which, and the way of a job.
 *
 * @throws Error when a box on the way of a job is gone
 */
export function architectureChart({ stacks, classes }: SynthesizedApp): string {
  const boxes = new Map(stacks.map((stack) => [stack, boxesOf(stack, classes)]));
  const ids = [...boxes.values()].flat().map(({ id }) => id);
  const gone = WAY_OF_A_JOB.flatMap((line) => line.match(/\w+_\w+/g)!).find((id) => !ids.includes(id));
  if (gone !== undefined) throw new Error(`The way of a job leads through ${gone}, which is no box.`);
  // What needs others stands above them, as a job goes from the top to the bottom.
  const subgraphs = [...boxes].reverse().flatMap(([{ name, resources }, own]) => {
    const count = resources.filter(({ isData }) => !isData).length;
    return [
      `  subgraph ${name}["Stack ${name}: ${count} resources"]`,
      ...own.map(({ id, title, contents }) => `    ${id}["${title}<br>${contents}"]`),
      "  end",
    ];
  });
  return [HEAD, ...subgraphs, ...WAY_OF_A_JOB.map((line) => `  ${line}`), ...needs(stacks)].join("\n");
}

/** An arrow for each stack to another that it needs, unless it needs that one through a third. */
function needs(stacks: readonly Stack[]): string[] {
  const dependenciesOf = (stack: string): readonly string[] =>
    stacks.find(({ name }) => name === stack)!.dependencies;
  return stacks.flatMap(({ name, dependencies }) =>
    dependencies
      .filter((needed) => !dependencies.some((other) => dependenciesOf(other).includes(needed)))
      .map((needed) => `  ${name} -.-> ${needed}`),
  );
}

/** The boxes of a stack; all constructs of a class are in one. */
export function boxesOf({ name, resources }: Stack, classes: ReadonlyMap<string, string>): Box[] {
  const below = (path: string): Resource[] =>
    resources.filter(({ constructPath }) => constructPath === path || constructPath.startsWith(`${path}/`));
  const children = [...classes.keys()].filter(
    (path) => path.split("/").length === 2 && path.startsWith(`${name}/`) && below(path).length > 0,
  );
  return [...grouped(children, (path) => classes.get(path)!)].map(([className, paths]) => {
    const ids = paths.map((path) => path.split("/")[1]!);
    const id = `${name}_${className}`;
    if (ids.length > 1) {
      const title = capitalized(plural(words(className).join(" ")));
      // Mermaid would break a line at a hyphen.
      return { id, title, contents: ids.join(", ").replaceAll("-", "\u2011") };
    }
    // The one that says more: the class where the id is short, the id where the class is general.
    const [ofId, ofClass] = [words(ids[0]!), words(className)];
    const title = capitalized((ofClass.length > ofId.length ? ofClass : ofId).join(" "));
    return { id, title, contents: contentsOf(below(paths[0]!), title) };
  });
}

/** What the title says already is left out, unless it is all. */
function contentsOf(resources: readonly Resource[], title: string): string {
  const shown = resources.filter(({ type, isData }) => !isData && !DETAILS.has(type));
  const counts = [...grouped(shown, ({ type }) => nounOf(type))];
  const others = counts.filter(([noun]) => !title.endsWith(noun));
  return (others.length > 0 ? others : counts).map(([noun, { length }]) => counted(length, noun)).join(", ");
}
