import type { Durations } from "../../src/model/facts/durations";

/** Of a resource of any other type. */
export const MOMENT = 1;

/** The seconds of a resource by its id; a data source takes no time. */
export function secondsOf(durations: Durations): (id: string) => number {
  return (id) => {
    const type = typeOf(id);
    return type === "data" ? 0 : (durations[type] ?? MOMENT);
  };
}

/** The type of a resource by its id, such as `cluster:aws_vpc.vpc`. */
export function typeOf(id: string): string {
  return /:(\w+)/.exec(id)![1]!;
}
