import { criticalPath } from "../bench/deploy/critical-path";
import { ASSUMED_SECONDS_OTHERWISE, assumedSeconds } from "../bench/deploy/durations";
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

const ADDRESS = /(?:data\.)?[a-z]\w+\.[\w-]+/g;

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
      const slow = own.filter(({ start, end }) => end - start > ASSUMED_SECONDS_OTHERWISE);
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

/** Looks up a resource by its stack and address; each begins when what it needs, and the stacks before its own, are done. */
function timesOf({ stacks }: SynthesizedApp): (stack: string, address: string) => Omit<Row, "name"> {
  const idsOf = (stack: string): string[] =>
    stacks.find(({ name }) => name === stack)!.resources.map(({ address }) => `${stack}:${address}`);
  const graph = new Map(
    stacks.flatMap(({ name, resources, dependencies }) => {
      const before = dependencies.flatMap(idsOf);
      const own = new Set(idsOf(name));
      return resources.map(({ address, text }) => {
        const referred = [...text.matchAll(ADDRESS)].map(([other]) => `${name}:${other}`);
        return [`${name}:${address}`, [...before, ...referred.filter((id) => own.has(id))]] as const;
      });
    }),
  );
  const seconds = (id: string): number => assumedSeconds(id.split(":")[1]!);
  const critical = new Set(criticalPath(graph, seconds).addresses);
  return (stack, address) => {
    const id = `${stack}:${address}`;
    const end = criticalPath(graph, seconds, (other) => other === id).seconds;
    return { start: end - seconds(id), end, isCritical: critical.has(id) };
  };
}
