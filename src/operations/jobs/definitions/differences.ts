import type { JobDefinition, RegisterJobDefinitionCommandInput } from "@aws-sdk/client-batch";
import { JOB_FILE_TAG } from "../../../model/names";

/** What of a definition a file decides. */
const PARTS = [
  ...["type", "parameters", "schedulingPriority", "retryStrategy", "timeout", "tags"],
  ...["eksProperties", "nodeProperties", "consumableResourceProperties"],
] as const;

/** What another registration changes, a line each: the place, and what it has before and after. */
export function differences(before: JobDefinition, after: RegisterJobDefinitionCommandInput): string[] {
  const [old, wanted] = [before, after].map((each) => leavesOf(partsOf(each))) as [Leaves, Leaves];
  const places = [...new Set([...old.keys(), ...wanted.keys()])].filter(
    (place) => place !== `tags.${JOB_FILE_TAG}`,
  );
  return places
    .filter((place) => old.get(place) !== wanted.get(place))
    .map((place) => `${place}: ${old.get(place) ?? "nothing"} -> ${wanted.get(place) ?? "nothing"}`);
}

type Leaves = Map<string, string>;

function partsOf(definition: JobDefinition | RegisterJobDefinitionCommandInput): object {
  const all: Readonly<Record<string, unknown>> = { ...definition };
  return Object.fromEntries(PARTS.map((part) => [part, all[part]]));
}

/** Empty lists and maps, with which AWS fills what nobody set, have no leaves. */
function leavesOf(value: unknown, place = ""): Leaves {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== "object") return new Map([[place, JSON.stringify(value)]]);
  const parts = Array.isArray(value)
    ? value.map((part: unknown, index) => [part, `${place}[${index}]`] as const)
    : Object.entries(value).map(([key, part]) => [part, place === "" ? key : `${place}.${key}`] as const);
  return new Map(parts.flatMap(([part, at]) => [...leavesOf(part, at)]));
}
