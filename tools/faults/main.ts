import { availableParallelism } from "node:os";
import { newProgram } from "../../src/cli/new-program";
import { run } from "../../src/cli/run";
import type { RecordedCall } from "../../local/gateway/call-log";
import { inParallel } from "./in-parallel";
import { writeSection } from "../markdown";
import { live, PHASES, type Life, type Outcome, type Phase } from "./life";
import { matrixReport, type Calls } from "./report";
import { isGood, Results } from "./results";
import {
  actionsOf,
  CALM,
  CALL_FAULTS,
  failedState,
  failingCalls,
  killed,
  UNNAMED,
  type Actions,
} from "./troubles";

interface Flags {
  readonly only?: readonly string[];
  readonly atOnce: string;
  readonly results: string;
  readonly write?: true;
}

const program = newProgram(
  "npm run test:faults --",
  "Brings environments up, changes and destroys them on emulators of their own while calls fail, states end in failure and Terraform is killed, and tells what their user saw and whether one more run repaired it.",
)
  .option(
    "--only <word...>",
    "troubles with this in their name, such as throttling, FAILED or killed; otherwise all that have no result yet",
  )
  .option(
    "--at-once <number>",
    "environments at a time; two a core unless given",
    String(2 * availableParallelism()),
  )
  .option(
    "--results <file>",
    "keeps the results, so that a run can go on where another ended",
    ".local/fault-matrix.json",
  )
  .option("--write", "put the table of all results into docs/reliability.md");

/** Each ends once in its failed state; names are those of the states. */
const FAILED_STATES = [
  failedState("cluster FAILED", {
    deploy: "eks.cluster.create",
    change: "eks.cluster.update",
    destroy: "eks.cluster.delete",
  }),
  failedState("node group CREATE_FAILED", {
    deploy: "eks.nodegroup.create",
    change: "eks.nodegroup.update",
    destroy: "eks.nodegroup.delete",
  }),
  failedState("add-on DEGRADED", {
    deploy: "eks.addon.health",
    change: "eks.addon.update",
    destroy: "eks.addon.delete",
  }),
  failedState("environment INVALID", {
    deploy: "batch.compute-environment.create",
    // The change gives them another launch template: they are replaced.
    change: "batch.compute-environment.create",
    destroy: "batch.compute-environment.delete",
  }),
  failedState("queue INVALID", {
    deploy: "batch.job-queue.create",
    change: "batch.job-queue.update",
    destroy: "batch.job-queue.delete",
  }),
];

const KILLS = [10, 20, 30, 40, 50, 60, 70, 80, 90];

/** An action that a run does not come to is tried again in the next life, so often. */
const MAX_LIVES = 6;

/** Lives in which each action fails once: a run that fails does not come to all of them. */
async function everyActionFails(kind: (typeof CALL_FAULTS)[number], actions: Actions): Promise<Life[]> {
  const lives: Life[] = [];
  for (let wanted = actions; lives.length < MAX_LIVES;) {
    const life = await live(failingCalls(kind, wanted), say, lives.length === 0);
    lives.push(life);
    const missed = actionsOf((phase) => outcomeOf(life, phase).pending);
    // What the last life did not come to at all, another one would not either.
    if (count(missed) === 0 || count(missed) === count(wanted)) break;
    wanted = missed;
  }
  return lives;
}

function count(actions: Actions): number {
  return PHASES.reduce((sum, phase) => sum + actions[phase].length, 0);
}

function outcomeOf({ outcomes }: Life, phase: Phase): Outcome {
  return outcomes.find((outcome) => outcome.phase === phase)!;
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
}

run(async () => {
  const { only, atOnce, results: file, write } = program.parse().opts<Flags>();
  // What goes wrong, and when, follows from what a run calls when nothing does.
  const results = new Results(file);
  const calm = results.calls ? Promise.resolve(results.calls) : live(CALM, say, false).then(whatIsCalled);
  const troubles: { readonly name: string; readonly lives: () => Promise<Life[]> }[] = [
    // These may take more than one life.
    ...CALL_FAULTS.map((kind) => ({
      name: kind,
      lives: async () => everyActionFails(kind, (await calm).actions),
    })),
    ...[...FAILED_STATES, failingCalls("lost-answer", UNNAMED, "lost-answer, unnoticed")].map((trouble) => ({
      name: trouble.name,
      lives: async () => [await live(trouble, say)],
    })),
    ...KILLS.map((percent) => ({
      name: `killed after ${percent} %`,
      lives: async () => [await live(killed(percent, (await calm).terraformCalls), say)],
    })),
  ];
  const tasks = troubles
    .filter(({ name }) => only?.some((word) => name.includes(word)) ?? !results.has(name))
    .map(
      ({ name, lives }) =>
        async () =>
          results.put(name, await lives()),
    );
  await inParallel([async () => results.putCalls(await calm), ...tasks], Number(atOnce));

  const missing = troubles.map(({ name }) => name).filter((name) => !results.has(name));
  const report = matrixReport(results.all(), missing, await calm);
  console.log(report);
  if (write) writeSection("docs/reliability.md", "fault-matrix", report);
  if (!results.all().every(isGood)) process.exitCode = 1;
});

function whatIsCalled(life: Life): Calls {
  if (life.left.length > 0 || life.outcomes.some(({ hasConverged }) => !hasConverged)) {
    throw new Error("Something goes wrong although nothing was ordered.");
  }
  const calls = (phase: Phase): readonly RecordedCall[] => outcomeOf(life, phase).run.calls;
  const byTerraform = (phase: Phase): number => calls(phase).filter((call) => call.byTerraform).length;
  return {
    actions: actionsOf(calls),
    terraformCalls: {
      deploy: byTerraform("deploy"),
      change: byTerraform("change"),
      destroy: byTerraform("destroy"),
    },
  };
}
