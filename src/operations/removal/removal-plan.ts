import type { Found } from "../resources/found";
import type { Obstacle } from "../resources/network/in-the-way";
import type { Owner } from "../resources/ownership";
import { removalCommands, type ResourceKind } from "../resources/resource-kind";
import type { Stray } from "../resources/stray";

/** A job queue that has a name of the environment, or is in its state. */
export interface QueueFact {
  readonly name: string;
  readonly owner: Owner;
  /** Ids of its jobs that did not end yet. */
  readonly jobs: readonly string[];
}

/** Something of a kind that the stacks make. */
export interface ResourceFact {
  readonly kind: ResourceKind;
  readonly found: Found;
  readonly owner: Owner;
  readonly isInState: boolean;
  /** Whether it goes also when no variable names it: it lives on the cluster, and keeps it from going. */
  readonly isOnCluster: boolean;
}

/** Everything that decides what a clean-up removes. */
export interface RemovalFacts {
  readonly region: string;
  /** How many resources the environment's states hold, by stack. */
  readonly stacks: Readonly<Record<string, number>>;
  /** Whether a run of this environment began here and did not come to its end. */
  readonly isUnfinished: boolean;
  readonly queues: readonly QueueFact[];
  readonly resources: readonly ResourceFact[];
  /** What AWS, Kubernetes and job files made for it. */
  readonly strays: readonly Stray[];
  /** Volumes of claims: somebody's data. */
  readonly volumes: readonly Stray[];
  readonly obstacles: readonly Obstacle[];
}

/** Something that a clean-up leaves as it is, with the reason. */
export interface Staying {
  /** Id or name in AWS. */
  readonly id: string;
  readonly what: string;
  readonly why: string;
  /** Remove it, one after the other; none where nobody should. */
  readonly commands: readonly string[];
}

/** All that a clean-up does: what is not in it is not touched. */
export interface RemovalPlan {
  /** Queues that are closed, and whose jobs are ended. */
  readonly queues: readonly string[];
  readonly jobs: readonly string[];
  /** How many resources Terraform destroys, by stack. */
  readonly stacks: Readonly<Record<string, number>>;
  /** What is the environment's, and is in no state. */
  readonly outside: readonly ResourceFact[];
  readonly strays: readonly Stray[];
  readonly volumes: readonly Stray[];
  readonly stays: readonly Staying[];
  /** What of others Terraform will wait for. */
  readonly obstacles: readonly Obstacle[];
}

/**
 * Decides what goes and what stays.
 *
 * @param withVolumes whether the user said that the volumes of claims go as well
 */
export function planRemoval(facts: RemovalFacts, withVolumes: boolean): RemovalPlan {
  const { region } = facts;
  const queues = facts.queues.filter(({ owner }) => owner.is === "ours");
  return {
    queues: queues.map(({ name }) => name),
    jobs: [...new Set(queues.flatMap(({ jobs }) => jobs))],
    stacks: facts.stacks,
    outside: facts.resources.filter(({ owner, isInState }) => owner.is === "ours" && !isInState),
    strays: facts.strays.filter(({ owner }) => owner.is === "ours"),
    volumes: withVolumes ? facts.volumes : [],
    stays: [
      ...facts.queues.flatMap(({ name, owner }) => staying(name, `job queue ${name}`, owner)),
      // Queues are told above, also those that only a state names.
      ...facts.resources.filter(isNoQueue).flatMap(({ kind, found, owner }) =>
        staying(
          found.id,
          `${kind.noun} ${found.name ?? found.id}`,
          owner,
          // Somebody uses it: no command that a reader may copy without a thought.
          found.use === "elsewhere" ? [] : removalCommands(kind, found, region),
        ),
      ),
      ...facts.strays.flatMap(({ id, what, owner, command }) =>
        staying(id, what, owner, [`aws ${command} --region ${region}`]),
      ),
      ...(withVolumes ? [] : facts.volumes).map(({ id, what, command }) => ({
        id,
        what: what.replace(/,$/, ""),
        why: "it may hold data; --volumes removes it too",
        commands: [`aws ${command} --region ${region}`],
      })),
    ],
    obstacles: facts.obstacles,
  };
}

function isNoQueue({ kind }: ResourceFact): boolean {
  return kind.type !== "aws_batch_job_queue";
}

function staying(id: string, what: string, owner: Owner, commands: readonly string[] = []): Staying[] {
  const name = what.replace(/,.*$/, "");
  switch (owner.is) {
    case "ours":
      return [];
    case "another's":
      return [{ id, what: name, why: `it belongs to environment ${owner.environment}`, commands: [] }];
    case "undecided":
      return [{ id, what: name, why: `not decided: ${owner.why}`, commands }];
  }
}

/** Whether there is nothing to do. */
export function isEmpty({ queues, stacks, outside, strays, volumes }: RemovalPlan): boolean {
  const inStates = Object.values(stacks).reduce((sum, count) => sum + count, 0);
  return inStates + queues.length + outside.length + strays.length + volumes.length === 0;
}

/** What a plan holds of something that is in no state. */
export function outsider({ outside }: RemovalPlan, type: string, id: string): ResourceFact | undefined {
  return outside.find(({ kind, found }) => kind.type === type && found.id === id);
}

/** The plan for people, without what the states hold. */
export function describePlan(
  { jobs, outside, strays, volumes, stays, obstacles }: RemovalPlan,
  region: string,
): string[] {
  return [
    `Jobs      ${jobs.length === 0 ? "none" : `${jobs.length} that did not end yet; they are terminated`}`,
    ...outside.map(
      ({ kind, found }) => `Besides   ${kind.noun} ${found.name ?? found.id}, which is in no state`,
    ),
    ...[...strays, ...volumes].map(({ what }) => `Besides   ${what.replace(/,$/, "")}`),
    ...stays.map(describeStaying),
    ...obstacles.map(
      ({ what, command }) =>
        `In the way: ${what} is not this environment's; its network cannot go before it\n  -> aws ${command} --region ${region}`,
    ),
  ];
}

/** A line for something that stays, and one for each command that removes it. */
export function describeStaying({ what, why, commands }: Staying): string {
  return [`Stays     ${what}: ${why}`, ...commands.map((command) => `  -> ${command}`)].join("\n");
}
