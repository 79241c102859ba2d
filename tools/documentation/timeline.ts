import { criticalPath } from "./critical-path";
import { CREATION } from "../../src/model/facts/durations";
import { MOMENT, secondsOf } from "./durations";
import { ourOrder } from "./orders";
import type { SynthesizedApp } from "./synthesized-app";
import { capitalized, counted, grouped, nounOf } from "./words";

const HEAD = `---
config:
  gantt: { fontSize: 13, sectionFontSize: 13, leftPadding: 90 }
---
gantt
  dateFormat HH:mm:ss
  axisFormat %-M min
  tickInterval 2minute`;

/** A row: resources of one type in a stack, or a stack as a whole. Times are seconds. */
interface Row {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Whether the end of the deployment waits for it. */
  readonly isCritical: boolean;
}

/**
 * When what is created in a deployment, as a Gantt chart of Mermaid: computed from what refers to what, with the
 * durations that AWS is assumed to take.
 */
export function timelineChart(app: SynthesizedApp): string {
  const timed = timesOf(app);
  return [
    HEAD,
    ...app.stacks.flatMap(({ name, resources }) => {
      const own = resources.map(({ address, type }) => ({ type, ...timed(name, address) }));
      const slow = own.filter(({ start, end }) => end - start > MOMENT);
      const rows = [...grouped(slow, ({ type }) => type)].map(([type, all]) =>
        rowOf(capitalized(counted(all.length, nounOf(type))), all),
      );
      const shown = rows.length > 0 ? rows : [rowOf(`All ${resources.length} resources`, own)];
      shown.sort((one, other) => one.start - other.start);
      return [`  section ${name}`, ...shown.map(task)];
    }),
  ].join("\n");
}

function rowOf(name: string, resources: readonly Omit<Row, "name">[]): Row {
  return {
    name,
    start: Math.min(...resources.map(({ start }) => start)),
    end: Math.max(...resources.map(({ end }) => end)),
    isCritical: resources.some(({ isCritical }) => isCritical),
  };
}

function task({ name, start, end, isCritical }: Row): string {
  const clock = new Date(start * 1000).toISOString().slice(11, 19);
  return `    ${name}, ${end - start} s :${isCritical ? "crit, " : ""}${clock}, ${end - start}s`;
}

/** Looks up when a resource begins and ends, by its stack and its address. */
function timesOf(app: SynthesizedApp): (stack: string, address: string) => Omit<Row, "name"> {
  const order = ourOrder(app);
  const seconds = secondsOf(CREATION);
  const critical = new Set(criticalPath(order, seconds).ids);
  return (stack, address) => {
    const id = `${stack}:${address}`;
    const end = criticalPath(order, seconds, (other) => other === id).seconds;
    return { start: end - seconds(id), end, isCritical: critical.has(id) };
  };
}
