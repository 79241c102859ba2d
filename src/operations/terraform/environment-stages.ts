import { MAX_ENVIRONMENTS_OF_CLUSTER } from "../../model/facts/batch";
import { CliError } from "../terminal/cli-error";
import type { PlanJson, ResourceChange } from "./plan";

const ENVIRONMENT = "aws_batch_compute_environment";
const QUEUE = "aws_batch_job_queue";

/** @param address of a resource in the plan of its stack */
export function isComputeEnvironment(address: string): boolean {
  return address.startsWith(`${ENVIRONMENT}.`);
}

/**
 * Parts of a plan that have to be carried out one after the other before the rest, so that no more
 * environments exist at a time than AWS Batch allows: what goes, then groups of environments that
 * are replaced together because a queue leads to all of them.
 *
 * @param plan what Terraform tells of it as JSON
 * @returns addresses of each part; none when everything fits at once
 * @throws CliError when a group never fits
 */
export function environmentStages(plan: unknown): string[][] {
  const changes = (plan as PlanJson).resource_changes ?? [];
  const existing = changes.filter(({ type, change }) => type === ENVIRONMENT && change.before);
  const isMade = ({ change }: ResourceChange): boolean => change.actions.includes("create");
  const made = changes.filter((change) => change.type === ENVIRONMENT && isMade(change));
  if (existing.length + made.length <= MAX_ENVIRONMENTS_OF_CLUSTER) return [];

  const replaced = existing.filter(isMade);
  // An old one that an ended run left goes with its successor, where that is replaced in turn.
  const isGone = ({ address, change }: ResourceChange): boolean =>
    change.actions.join() === "delete" && !replaced.some((other) => other.address === address);
  const gone = changes.filter((change) => [ENVIRONMENT, QUEUE].includes(change.type) && isGone(change));
  const staying = existing.filter((change) => !isGone(change));
  const free = MAX_ENVIRONMENTS_OF_CLUSTER - staying.length;
  const queues = changes.filter(({ type, change }) => type === QUEUE && change.before);
  const groups = groupsOf(
    replaced,
    queues.filter((queue) => !isGone(queue)),
  );
  const tooLarge = groups.find(({ environments }) => environments.length > free);
  if (tooLarge) throw new CliError(neverFits(staying, tooLarge));
  return [
    ...(gone.length > 0 ? [gone.map(({ address }) => address)] : []),
    ...packed(groups, free).map((part) =>
      part.flatMap((group) => [...group.environments, ...group.queues].map(({ address }) => address)),
    ),
  ];
}

/** Environments that are replaced, with the queues that lead to them: AWS deletes none that a queue leads to. */
interface Group {
  readonly environments: readonly ResourceChange[];
  readonly queues: readonly ResourceChange[];
}

function groupsOf(replaced: readonly ResourceChange[], queues: readonly ResourceChange[]): Group[] {
  return replaced.reduce<Group[]>((groups, environment) => {
    const leading = queues.filter((queue) => environmentArns(queue).includes(environment.change.before!.arn));
    const joined = groups.filter((group) => group.queues.some((queue) => leading.includes(queue)));
    const others = groups.filter((group) => !joined.includes(group));
    return [
      ...others,
      {
        environments: [...joined.flatMap((group) => group.environments), environment],
        queues: [...new Set([...joined.flatMap((group) => group.queues), ...leading])],
      },
    ];
  }, []);
}

function environmentArns({ change }: ResourceChange): unknown[] {
  const order = (change.before?.compute_environment_order ?? []) as { compute_environment: string }[];
  return order.map(({ compute_environment: arn }) => arn);
}

/** As many groups at a time as there is room for, in their order. */
function packed(groups: readonly Group[], room: number): Group[][] {
  return groups.reduce<Group[][]>((parts, group) => {
    const last = parts.at(-1);
    const size = [...(last ?? []), group].reduce((sum, { environments }) => sum + environments.length, 0);
    return last && size <= room ? [...parts.slice(0, -1), [...last, group]] : [...parts, [group]];
  }, []);
}

function neverFits(staying: readonly ResourceChange[], { environments }: Group): string {
  const names = environments.map(({ address }) => address.split(".")[1]!.replace(/_[^_]*$/, ""));
  const remedies = [
    ...(environments.length > 1 ? ["set aws_batch_spot_fallback to false"] : []),
    ...(staying.length === MAX_ENVIRONMENTS_OF_CLUSTER
      ? ["take one out of aws_batch_compute_environments, whose queue goes with it"]
      : []),
  ];
  return (
    `${names.join(" and ")} would be replaced, new before old, which takes ${environments.length} beside the ` +
    `${staying.length} environments that stay. AWS Batch allows ${MAX_ENVIRONMENTS_OF_CLUSTER} of a cluster.\n` +
    `Until that is done, ${remedies.join(", and ")}; then run ./install.sh again. Afterwards it may be as it was.`
  );
}
