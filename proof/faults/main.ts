import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { RecordedCall } from "../../local/call-log";
import { inParallel } from "../support/in-parallel";
import { writeSection } from "../support/write-section";
import { live, PHASES, type Life, type Phase } from "./life";
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

const USAGE = `Usage: npm run test:faults -- [--only WORD]... [--at-once NUMBER] [--write]

Brings environments up, changes and destroys them on emulators of their own while calls fail, states end in
failure and Terraform is killed, and tells what their user saw and whether one more run repaired it.

  --only WORD       troubles with this in their name, such as throttling, FAILED or killed; otherwise all
                    that have no result yet
  --at-once NUMBER  environments at a time (default: two a core)
  --results FILE    keeps the results, so that a run can go on where another ended
                    (default .local/fault-matrix.json)
  --write           puts the table of all results into docs/reliability.md`;

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
    change: "batch.compute-environment.update",
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
  let wanted = actions;
  for (let count = 0; count < MAX_LIVES && PHASES.some((phase) => wanted[phase].length > 0); count += 1) {
    const life = await live(failingCalls(kind, wanted), say);
    lives.push(life);
    wanted = actionsOf(
      (phase) => life.outcomes.find((outcome) => outcome.phase === phase)!.pending as RecordedCall[],
    );
  }
  return lives;
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", multiple: true },
      "at-once": { type: "string", default: String(2 * availableParallelism()) },
      results: { type: "string", default: ".local/fault-matrix.json" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(USAGE);

  // What goes wrong, and when, follows from what a run calls when nothing does.
  const results = new Results(values.results);
  const calm = results.calls ? Promise.resolve(results.calls) : live(CALM, say).then(whatIsCalled);
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
    .filter(({ name }) => values.only?.some((word) => name.includes(word)) ?? !results.has(name))
    .map(
      ({ name, lives }) =>
        async () =>
          results.put(name, await lives()),
    );
  await inParallel([async () => results.putCalls(await calm), ...tasks], Number(values["at-once"]));

  const report = matrixReport(results.all(), await calm);
  console.log(report);
  if (values.write) await writeSection("docs/reliability.md", "fault-matrix", report);
  if (!results.all().every(isGood)) process.exitCode = 1;
}

function whatIsCalled({ outcomes }: Life): Calls {
  const calls = (phase: Phase): readonly RecordedCall[] =>
    outcomes.find((outcome) => outcome.phase === phase)!.run.calls;
  const count = (phase: Phase): number => calls(phase).filter(({ byTerraform }) => byTerraform).length;
  return {
    actions: actionsOf(calls),
    terraformCalls: { deploy: count("deploy"), change: count("change"), destroy: count("destroy") },
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
