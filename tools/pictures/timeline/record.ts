import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CliError } from "../../../src/operations/terminal/cli-error";
import { parseEvent, type TerraformEvent } from "../../../src/operations/terraform/terraform-events";
import { titlesOf } from "../architecture/architecture";
import { nounOf } from "../architecture/words";
import { References, type Resource } from "../resource";
import type { Stack, SynthesizedApp } from "../synthesized-app";
import { criticalPath, lastOf, type Step } from "./critical-path";
import type { Recording, RecordedStack } from "./recording";

/** With the time that every event of Terraform carries. */
type TimedEvent = TerraformEvent & { readonly "@timestamp": string };

/** The creation of a resource; times in milliseconds since the epoch. */
interface Creation extends Step<Creation> {
  readonly resource: Resource;
  readonly started: number;
  readonly ended: number;
  readonly needs: Creation[];
}

/** A stack of which there is a log. */
interface Run {
  readonly stack: Stack;
  readonly started: number;
  readonly ended: number;
  readonly creations: readonly Creation[];
}

/**
 * Makes a recording of the logs of a whole deployment with the default variables.
 *
 * @param logDirectory with a log for each stack; one without is left out
 * @throws CliError when something was deployed that the app does not have
 */
export function record(app: SynthesizedApp, logDirectory: string): Recording {
  const runs = app.stacks.flatMap((stack) => {
    const file = join(logDirectory, `${stack.name}.log`);
    return existsSync(file) ? (runOf(stack, readFileSync(file, "utf8")) ?? []) : [];
  });
  if (runs.length === 0) {
    throw new CliError(`There is no log of a deployment in ${logDirectory}: run ./install.sh --local first.`);
  }
  addNeeds(app, runs);
  const critical = criticalPath(runs.flatMap(({ creations }) => creations));
  const origin = Math.min(...runs.map(({ started }) => started));
  const titles = titlesOf(app);
  const stacks = runs.map(({ stack, started, ended, creations }): RecordedStack => ({
    name: stack.name,
    ...period(started, ended, origin),
    resources: creations.map((creation) => ({
      box: titles.get(creation.resource)!,
      noun: nounOf(creation.resource.type),
      ...period(creation.started, creation.ended, origin),
      isCritical: critical.has(creation),
    })),
  }));
  return { day: new Date(origin).toISOString().slice(0, 10), stacks };
}

function period(started: number, ended: number, origin: number): { start: number; seconds: number } {
  const seconds = (milliseconds: number): number => Math.round(milliseconds / 100) / 10;
  return { start: seconds(started - origin), seconds: seconds(ended - started) };
}

/** @returns nothing for a log in which nothing was created */
function runOf(stack: Stack, log: string): Run | undefined {
  const events = log.split("\n").flatMap((line) => (parseEvent(line) as TimedEvent | undefined) ?? []);
  const creations = events
    .filter(({ type, hook }) => type === "apply_complete" && hook?.action === "create")
    .map((completed): Creation => {
      const { addr } = completed.hook!.resource;
      const started = events.find(
        ({ type, hook }) => type === "apply_start" && hook?.resource.addr === addr,
      )!;
      return {
        resource: resourceAt(addr, stack),
        started: timeOf(started),
        ended: timeOf(completed),
        needs: [],
      };
    })
    .sort((one, other) => one.started - other.started);
  if (creations.length === 0) return undefined;
  return { stack, started: timeOf(events[0]!), ended: timeOf(events.at(-1)!), creations };
}

function timeOf(event: TimedEvent): number {
  return Date.parse(event["@timestamp"]);
}

/** @param address may have the index of a `for_each` */
function resourceAt(address: string, stack: Stack): Resource {
  const resource = stack.resources.find((candidate) => candidate.address === address.replace(/\[.*$/, ""));
  if (!resource) {
    throw new CliError(
      `Stack ${stack.name} has no ${address} with the default variables: rehearse with those.`,
    );
  }
  return resource;
}

/** What a creation refers to; where that is nothing in its stack, the ends of the stacks before it. */
function addNeeds(app: SynthesizedApp, runs: readonly Run[]): void {
  const references = new References(app);
  for (const { stack, creations } of runs) {
    const before = runs.filter((run) => stack.dependencies.includes(run.stack.name));
    for (const creation of creations) {
      const needed = references.closure(stack.name, creation.resource);
      const own = creations.filter(({ resource }) => needed.has(resource));
      const ends = before.flatMap((run) => lastOf(run.creations) ?? []);
      creation.needs.push(...(own.length > 0 ? own : ends));
    }
  }
}
