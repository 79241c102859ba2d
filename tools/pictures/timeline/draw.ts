import { grouped } from "../grouped";
import { document, element, text, type Theme } from "../svg";
import type { RecordedResource, RecordedStack, Recording } from "./recording";

const WIDTH = 860;
const LEFT = 190;
const RIGHT = 70;
const AXIS_HEIGHT = 34;
const STACK_HEIGHT = 28;
const ROW_HEIGHT = 20;
const BAR_HEIGHT = 12;
const GAP = 8;
const LEGEND_HEIGHT = 56;
/** Even what took no time is seen. */
const MIN_BAR_WIDTH = 2;

const THEME: Theme = {
  common: [
    ".row,.legend,.tick,.duration{font-size:12px}",
    ".stack-name{font-size:14px;font-weight:700}",
    ".tick{text-anchor:middle}",
    ".row{text-anchor:end}",
    ".bar{fill-opacity:.55}",
    ".grid{stroke-width:1}",
  ].join("\n"),
  light: {
    ".background": "fill:#ffffff",
    ".stack": "fill:#f3f6fa",
    ".run": "fill:#dbe3ed",
    ".grid": "stroke:#d5dde7",
    ".stack-name": "fill:#16202c",
    ".row": "fill:#2b3848",
    ".legend,.tick,.duration": "fill:#47566a",
    ".bar": "fill:#2f6fb5",
    ".critical": "fill:#c2410c",
  },
  dark: {
    ".background": "fill:#0d1117",
    ".stack": "fill:#151c26",
    ".run": "fill:#2a3645",
    ".grid": "stroke:#2b3644",
    ".stack-name": "fill:#f0f4f9",
    ".row": "fill:#d5dee8",
    ".legend,.tick,.duration": "fill:#b3c0cf",
    ".bar": "fill:#6cb0f5",
    ".critical": "fill:#ff9b57",
  },
};

/** The picture of a recorded deployment as an SVG document: a row for each construct, a bar for each resource. */
export function drawTimeline(recording: Recording): string {
  const end = Math.max(...recording.stacks.map(({ start, seconds }) => start + seconds));
  const x = (seconds: number): number => LEFT + (seconds / end) * (WIDTH - LEFT - RIGHT);
  const frames: string[] = [];
  const bars: string[] = [];
  let y = AXIS_HEIGHT;
  for (const stack of recording.stacks) {
    const rows = [...grouped(stack.resources, ({ box }) => box)];
    const height = STACK_HEIGHT + rows.length * ROW_HEIGHT + GAP;
    frames.push(element("rect", { class: "stack", x: 8, y, width: WIDTH - 16, height, rx: 6 }));
    bars.push(...stackLine(stack, y, x));
    rows.forEach(([box, resources], index) => {
      bars.push(...row(box, resources, y + STACK_HEIGHT + index * ROW_HEIGHT, x));
    });
    y += height + GAP;
  }
  return document({
    width: WIDTH,
    height: y + LEGEND_HEIGHT,
    description: `What a deployment creates when. ${recording.stacks.map(describe).join(" ")}`,
    theme: THEME,
    content: [...frames, ...grid(end, y, x), ...bars, ...legend(recording, y)],
  });
}

type Scale = (seconds: number) => number;

function describe({ name, start, seconds }: RecordedStack): string {
  return `Stack ${name} from ${start} s to ${Math.round((start + seconds) * 10) / 10} s.`;
}

function stackLine({ name, start, seconds }: RecordedStack, y: number, x: Scale): string[] {
  const width = x(start + seconds) - x(start);
  return [
    text(18, y + 19, "stack-name", `Stack ${name}`),
    element("rect", { class: "run", x: x(start), y: y + 8, width, height: BAR_HEIGHT + 2, rx: 3 }),
    duration(x(start) + width, y + 19, seconds),
  ];
}

function row(box: string, resources: readonly RecordedResource[], y: number, x: Scale): string[] {
  const ends = resources.map(({ start, seconds }) => x(start + seconds));
  const longest = Math.max(...resources.map(({ seconds }) => seconds));
  // What is critical lies on top.
  const ordered = [...resources].sort((one, other) => Number(one.isCritical) - Number(other.isCritical));
  return [
    text(LEFT - 10, y + 13, "row", box),
    ...ordered.map(({ start, seconds, isCritical }) =>
      element("rect", {
        class: isCritical ? "critical" : "bar",
        x: x(start),
        y: y + (ROW_HEIGHT - BAR_HEIGHT) / 2,
        width: Math.max(MIN_BAR_WIDTH, x(start + seconds) - x(start)),
        height: BAR_HEIGHT,
        rx: 1,
      }),
    ),
    ...(longest < 1 ? [] : [duration(Math.max(...ends), y + 14, longest)]),
  ];
}

function duration(x: number, y: number, seconds: number): string {
  return text(x + 6, y, "duration", `${Math.round(seconds)} s`);
}

function grid(end: number, bottom: number, x: Scale): string[] {
  const step = [5, 10, 20, 30, 60, 120].find((candidate) => end / candidate <= 12) ?? 300;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step).flatMap((seconds) => [
    element("path", { class: "grid", d: `M${Math.round(x(seconds))}.5 ${AXIS_HEIGHT - 8}V${bottom - GAP}` }),
    text(x(seconds), AXIS_HEIGHT - 14, "tick", `${seconds} s`),
  ]);
}

function legend({ day, stacks }: Recording, top: number): string[] {
  const y = top + 10;
  const sample = (x: number, name: string, meaning: string): string[] => [
    element("rect", { class: name, x, y, width: 22, height: BAR_HEIGHT, rx: 1 }),
    text(x + 30, y + 11, "legend", meaning),
  ];
  const names = stacks.map(({ name }) => name).join(", ");
  return [
    ...sample(18, "critical", "the end waited for it"),
    ...sample(200, "bar", "another resource"),
    ...sample(352, "run", "planning and applying a stack"),
    text(
      18,
      y + 33,
      "legend",
      `Recorded in the rehearsal of the stacks ${names} on ${day}: its times are not those of AWS.`,
    ),
  ];
}
