import { coordinate, document, element, text, type Theme } from "../svg";
import type { Architecture, Arrow } from "./architecture";
import {
  layOut,
  LINE_HEIGHT,
  PADDING,
  TEXT_SIZE,
  TITLE_SIZE,
  type PlacedArrow,
  type PlacedBox,
  type PlacedStack,
} from "./layout";

const LEGEND_HEIGHT = 40;

/** Colours of references in the light and in the dark scheme, by turns for each box that they begin at. */
const ARROW_COLORS = [
  ["#1f6fc0", "#6cb0f5"],
  ["#178048", "#56d08f"],
  ["#8a3fb0", "#d39af0"],
  ["#b02a5b", "#f48fb1"],
  ["#0b7285", "#5fd3e6"],
] as const;

/** Colours of a wait that is no reference. */
const ORDER_COLORS = ["#a84d0a", "#f2a35e"] as const;

const ARROW_CLASSES = new Map<string, readonly [string, string]>([
  ...ARROW_COLORS.map((colors, index) => [`from-${index}`, colors] as const),
  ["order", ORDER_COLORS],
]);

const THEME: Theme = {
  common: [
    `.title{font-size:${TITLE_SIZE}px;font-weight:600}`,
    `.contents,.count,.legend{font-size:${TEXT_SIZE}px}`,
    ".stack-name{font-size:15px;font-weight:700}",
    // Arrows pass behind what is written on a stack.
    ".stack-name,.count{paint-order:stroke;stroke-width:6px;stroke-linejoin:round}",
    ".count{text-anchor:end}",
    ".arrow{fill:none;stroke-width:1.5}",
    ".order{stroke-dasharray:5 4}",
  ].join("\n"),
  light: {
    ".background": "fill:#ffffff",
    ".stack": "fill:#f3f6fa;stroke:#b6c2d1",
    ".box": "fill:#ffffff;stroke:#7d8ea3",
    ".title,.stack-name": "fill:#16202c",
    ".contents,.count,.legend": "fill:#47566a",
    ".stack-name,.count": "stroke:#f3f6fa",
    ...arrowColors(0),
  },
  dark: {
    ".background": "fill:#0d1117",
    ".stack": "fill:#151c26;stroke:#3a4757",
    ".box": "fill:#1f2937;stroke:#5b6b80",
    ".title,.stack-name": "fill:#f0f4f9",
    ".contents,.count,.legend": "fill:#b3c0cf",
    ".stack-name,.count": "stroke:#151c26",
    ...arrowColors(1),
  },
};

function arrowColors(scheme: 0 | 1): Record<string, string> {
  return Object.fromEntries(
    [...ARROW_CLASSES].flatMap(([name, colors]) => [
      [`.arrow.${name}`, `stroke:${colors[scheme]}`],
      [`.head.${name}`, `fill:${colors[scheme]}`],
    ]),
  );
}

/** The picture of the architecture as an SVG document. */
export async function drawArchitecture(architecture: Architecture): Promise<string> {
  const { width, height, stacks, arrows } = await layOut(architecture);
  const classOf = arrowClasses(architecture.arrows);
  return document({
    width,
    height: height + LEGEND_HEIGHT,
    description: describe(architecture),
    theme: THEME,
    content: [
      ...[...ARROW_CLASSES.keys()].map(arrowHead),
      ...stacks.map(frame),
      ...arrows.map((placed) => arrowLine(placed, classOf(placed.arrow))),
      ...stacks.flatMap(heading),
      ...stacks.flatMap(({ boxes }) => boxes.flatMap(constructBox)),
      ...legend(height),
    ],
  });
}

function describe({ stacks }: Architecture): string {
  const list = stacks.map(
    ({ id, constructs }) => `${id}: ${constructs.map(({ title }) => title).join(", ")}`,
  );
  return `The stacks and what they consist of. ${list.join(". ")}.`;
}

/** All references that begin at one box have one colour. */
function arrowClasses(arrows: readonly Arrow[]): (arrow: Arrow) => string {
  const sources = [...new Set(arrows.filter(({ kind }) => kind === "reference").map(({ from }) => from))];
  return ({ from, kind }) =>
    kind === "order" ? "order" : `from-${sources.indexOf(from) % ARROW_COLORS.length}`;
}

function arrowHead(name: string): string {
  const size = { viewBox: "0 0 8 8", markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse" };
  return element(
    "marker",
    { id: name, ...size, refX: 7, refY: 4, orient: "auto" },
    element("path", { class: `head ${name}`, d: "M0 0L8 4L0 8z" }),
  );
}

function arrowLine({ points }: PlacedArrow, name: string): string {
  const d = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${coordinate(x)} ${coordinate(y)}`);
  return element("path", { class: `arrow ${name}`, d: d.join(""), "marker-end": `url(#${name})` });
}

function frame({ x, y, width, height }: PlacedStack): string {
  return element("rect", { class: "stack", x, y, width, height, rx: 8 });
}

function heading({ x, y, width, stack }: PlacedStack): string[] {
  return [
    text(x + 14, y + 24, "stack-name", `Stack ${stack.id}`),
    text(x + width - 14, y + 24, "count", `${stack.resourceCount} resources`),
  ];
}

function constructBox({ x, y, width, height, title, lines }: PlacedBox): string[] {
  const left = x + PADDING;
  const baseLine = (index: number): number => y + PADDING + 11 + index * LINE_HEIGHT;
  return [
    element("rect", { class: "box", x, y, width, height, rx: 5 }),
    ...title.map((line, index) => text(left, baseLine(index), "title", line)),
    ...lines.map((line, index) => text(left, baseLine(title.length + index), "contents", line)),
  ];
}

function legend(top: number): string[] {
  const y = top + 16;
  const sample = (x: number, name: string, meaning: string): string[] => [
    element("path", { class: `arrow ${name}`, d: `M${x} ${y}h34`, "marker-end": `url(#${name})` }),
    text(x + 42, y + 4, "legend", meaning),
  ];
  return [
    ...sample(16, "from-0", "is created first, since the other refers to it (a colour for each origin)"),
    ...sample(510, "order", "is finished first, without a reference"),
  ];
}
