import { grouped } from "../grouped";
import { References, type Resource } from "../resource";
import type { Stack, SynthesizedApp } from "../synthesized-app";
import { capitalized, counted, nounOf, plural, words } from "./words";

/** What the picture of the architecture shows. */
export interface Architecture {
  readonly stacks: readonly StackBox[];
  readonly arrows: readonly Arrow[];
}

/** A stack with the constructs that it is wired from. */
export interface StackBox {
  readonly id: string;
  readonly resourceCount: number;
  readonly constructs: readonly ConstructBox[];
}

/** A construct directly below a stack, or several of one class. */
export interface ConstructBox {
  readonly id: string;
  readonly title: string;
  /** What it consists of. */
  readonly contents: string;
}

/** What comes before the other, by the ids of boxes. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Whether `to` refers to `from`, or merely waits for it. */
  readonly kind: "reference" | "order";
}

/** So many constructs of one class in a stack are shown one by one. */
const MAX_SINGLE = 2;

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

/** Gathers the resources of an app below the constructs of its stacks. */
export function architectureOf(app: SynthesizedApp): Architecture {
  const groups = app.stacks.map((stack) => groupsOf(stack, app.classes));
  return {
    stacks: app.stacks.map((stack, index) => ({
      id: stack.name,
      resourceCount: stack.resources.filter(({ isData }) => !isData).length,
      constructs: groups[index]!.map(boxOf),
    })),
    arrows: arrowsBetween(app, groups.flat()),
  };
}

/** The title of the box that each resource of an app belongs to. */
export function titlesOf(app: SynthesizedApp): Map<Resource, string> {
  return new Map(
    app.stacks
      .flatMap((stack) => groupsOf(stack, app.classes))
      .flatMap((group) => group.resources.map((resource) => [resource, boxOf(group).title])),
  );
}

/** Constructs that one box stands for. */
interface Group {
  readonly id: string;
  readonly className: string;
  readonly paths: readonly string[];
  readonly resources: readonly Resource[];
}

function groupsOf({ name, resources }: Stack, classes: ReadonlyMap<string, string>): Group[] {
  const paths = [...classes.keys()].filter(
    (path) => path.startsWith(`${name}/`) && resources.some((resource) => isBelow(path, resource)),
  );
  const children = paths.filter((path) => path.split("/").length === 2);
  const byClass = grouped(children, (path) => classes.get(path)!);
  return [...byClass].flatMap(([className, all]) => {
    const members = all.length > MAX_SINGLE ? [all] : all.map((path) => [path]);
    return members.map((group) => ({
      id: group[0]!,
      className,
      paths: group,
      resources: resources.filter((resource) => group.some((path) => isBelow(path, resource))),
    }));
  });
}

function isBelow(path: string, { constructPath }: Resource): boolean {
  return constructPath === path || constructPath.startsWith(`${path}/`);
}

function boxOf({ id, className, paths, resources }: Group): ConstructBox {
  if (paths.length > 1) {
    const title = plural(words(className).join(" "));
    return { id, title: capitalized(title), contents: paths.map(idOf).join(", ") };
  }
  // The one that says more: the class where the id is short, the id where the class is general.
  const [ofId, ofClass] = [words(idOf(id)), words(className)];
  const title = capitalized((ofClass.length > ofId.length ? ofClass : ofId).join(" "));
  return { id, title, contents: contentsOf(resources, title) };
}

function idOf(path: string): string {
  return path.split("/").at(-1)!;
}

/** What the title says already is left out, unless it is all. */
function contentsOf(resources: readonly Resource[], title: string): string {
  const shown = resources.filter(({ type, isData }) => !isData && !DETAILS.has(type));
  const counts = [...grouped(shown, ({ type }) => nounOf(type))];
  const others = counts.filter(([noun]) => !title.endsWith(noun));
  return (others.length > 0 ? others : counts).map(([noun, { length }]) => counted(length, noun)).join(", ");
}

function arrowsBetween(app: SynthesizedApp, groups: readonly Group[]): Arrow[] {
  const references = new References(app);
  const boxOfResource = new Map(
    groups.flatMap(({ id, resources }) => resources.map((resource) => [resource, id])),
  );
  const referencesTo = (to: string, stack: string, text: string): Arrow[] =>
    references
      .in(stack, text)
      .map((resource) => ({ from: boxOfResource.get(resource)!, to, kind: "reference" as const }));
  const drawn = app.stacks.flatMap(({ name, resources, providers }) => [
    ...referencesTo(name, name, providers),
    ...resources.flatMap((resource) => referencesTo(boxOfResource.get(resource)!, name, resource.text)),
  ]);
  const arrows = unique(drawn.filter(({ from, to }) => from !== to));
  return [...arrows, ...waitingStacks(app, arrows)];
}

/** A stack that waits for another without a reference to anything in it. */
function waitingStacks(app: SynthesizedApp, arrows: readonly Arrow[]): Arrow[] {
  const stackOf = (id: string): string => id.split("/")[0]!;
  return app.stacks.flatMap(({ name, dependencies }) =>
    dependencies
      .filter((other) => !arrows.some(({ from, to }) => stackOf(from) === other && stackOf(to) === name))
      .map((other) => ({ from: other, to: name, kind: "order" as const })),
  );
}

function unique(arrows: readonly Arrow[]): Arrow[] {
  return [...new Map(arrows.map((arrow) => [`${arrow.from} ${arrow.to}`, arrow])).values()];
}
