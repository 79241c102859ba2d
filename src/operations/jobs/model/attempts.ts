import type { EksAttemptContainerDetail, JobDetail } from "@aws-sdk/client-batch";

/** What became of a container. */
export interface ContainerEnd {
  readonly name: string;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
}

/** One try of a job, in one pod. */
export interface Attempt {
  /** Beginning with 1. */
  readonly number: number;
  readonly podName: string;
  /** Undefined until the pod is on a node. */
  readonly nodeName?: string | undefined;
  readonly startedAt?: number | undefined;
  /** Undefined while it runs. */
  readonly stoppedAt?: number | undefined;
  readonly statusReason?: string | undefined;
  readonly containers: readonly ContainerEnd[];
}

/** The attempts of a job that have, or had, a pod, the one under way last. */
export function attemptsOf({ eksAttempts = [], eksProperties, startedAt, status }: JobDetail): Attempt[] {
  const attempts = eksAttempts.flatMap((attempt, index): Attempt[] =>
    attempt.podName
      ? [
          {
            number: index + 1,
            podName: attempt.podName,
            nodeName: attempt.nodeName,
            startedAt: attempt.startedAt,
            stoppedAt: attempt.stoppedAt,
            statusReason: attempt.statusReason,
            containers: [...(attempt.initContainers ?? []), ...(attempt.containers ?? [])].map(containerEnd),
          },
        ]
      : [],
  );
  const { podName, nodeName } = eksProperties?.podProperties ?? {};
  if (!podName || attempts.some((attempt) => attempt.podName === podName)) return attempts;
  const current: Attempt = {
    number: eksAttempts.length + 1,
    podName,
    nodeName,
    startedAt: status === "RUNNING" ? startedAt : undefined,
    containers: [],
  };
  return [...attempts, current];
}

/** The container that decided about an attempt: the first one that failed, else the last one. */
export function decisiveContainer({ containers }: Attempt): ContainerEnd | undefined {
  return containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0) ?? containers.at(-1);
}

function containerEnd({ name, exitCode, reason }: EksAttemptContainerDetail): ContainerEnd {
  return { name: name ?? "Default", exitCode, reason };
}
