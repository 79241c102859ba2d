import Elk, { type ElkExtendedEdge, type ElkNode } from "elkjs/lib/elk.bundled.js";
import { wrapped } from "../svg";
import type { Architecture, Arrow, ConstructBox, StackBox } from "./architecture";

/** Font sizes and distances, in pixels. */
export const TITLE_SIZE = 13;
export const TEXT_SIZE = 12;
export const LINE_HEIGHT = 15;
export const PADDING = 9;

const BOX_WIDTH = 136;
const STACK_TITLE_HEIGHT = 30;

/** A construct with its contents broken into lines. */
export interface PlacedBox extends Rectangle {
  readonly title: readonly string[];
  readonly lines: readonly string[];
}

export interface PlacedStack extends Rectangle {
  readonly stack: StackBox;
  readonly boxes: readonly PlacedBox[];
}

export interface PlacedArrow {
  readonly arrow: Arrow;
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly stacks: readonly PlacedStack[];
  readonly arrows: readonly PlacedArrow[];
}

/** @see https://eclipse.dev/elk/reference/options.html */
const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "16",
  "elk.spacing.edgeNode": "14",
  "elk.spacing.edgeEdge": "9",
  "elk.layered.spacing.nodeNodeBetweenLayers": "26",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "9",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.mergeEdges": "true",
  "elk.padding": "[top=14,left=14,bottom=14,right=14]",
};

const STACK_OPTIONS = { "elk.padding": `[top=${STACK_TITLE_HEIGHT + 10},left=14,bottom=14,right=14]` };

/** Places boxes and arrows so that they neither overlap nor cross more than need be. */
export async function layOut({ stacks, arrows }: Architecture): Promise<Layout> {
  const graph: ElkNode = {
    id: "root",
    layoutOptions: OPTIONS,
    children: stacks.map((stack) => ({
      id: stack.id,
      layoutOptions: STACK_OPTIONS,
      children: stack.constructs.map(sized),
    })),
    edges: arrows.map(({ from, to }, index) => ({ id: `${index}`, sources: [from], targets: [to] })),
  };
  const root: ElkNode = await new Elk().layout(graph);
  const nodes = root.children!;
  return {
    width: root.width!,
    height: root.height!,
    stacks: stacks.map((stack, index) => placedStack(stack, nodes[index]!)),
    arrows: root.edges!.map((edge, index) => ({ arrow: arrows[index]!, points: pointsOf(edge, nodes) })),
  };
}

const TEXT_WIDTH = BOX_WIDTH - 2 * PADDING;
const titleOf = ({ title }: ConstructBox): string[] => wrapped(title, TITLE_SIZE, TEXT_WIDTH, "bold");
const linesOf = ({ contents }: ConstructBox): string[] => wrapped(contents, TEXT_SIZE, TEXT_WIDTH);

function sized(box: ConstructBox): ElkNode {
  const lines = titleOf(box).length + linesOf(box).length;
  return { id: box.id, width: BOX_WIDTH, height: lines * LINE_HEIGHT + 2 * PADDING };
}

function placedStack(stack: StackBox, node: ElkNode): PlacedStack {
  return {
    ...rectangle(node),
    stack,
    boxes: stack.constructs.map((box, index) => {
      const { x, y, width, height } = rectangle(node.children![index]!);
      return { title: titleOf(box), lines: linesOf(box), x: node.x! + x, y: node.y! + y, width, height };
    }),
  };
}

function rectangle({ x, y, width, height }: ElkNode): Rectangle {
  return { x: x!, y: y!, width: width!, height: height! };
}

/** The points of an edge are relative to the smallest box that contains both ends. */
function pointsOf(edge: ElkExtendedEdge, nodes: readonly ElkNode[]): Point[] {
  const { container } = edge as { container?: string };
  const offset = nodes.find(({ id }) => id === container) ?? { x: 0, y: 0 };
  const { startPoint, bendPoints = [], endPoint } = edge.sections![0]!;
  return [startPoint, ...bendPoints, endPoint].map(({ x, y }) => ({ x: x + offset.x!, y: y + offset.y! }));
}
