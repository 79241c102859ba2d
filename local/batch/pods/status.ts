import type { EksPodProperties } from "@aws-sdk/client-batch";
import { kubernetesName } from "./manifest";

/** What became of a container so far. */
export type ContainerState =
  | { readonly is: "waiting"; readonly reason: string; readonly message?: string }
  | { readonly is: "running"; readonly containerId: string; readonly startedAt: Date }
  | {
      readonly is: "terminated";
      readonly reason: string;
      readonly message?: string;
      readonly exitCode: number;
      readonly containerId?: string | undefined;
      readonly startedAt: Date;
      readonly finishedAt: Date;
    };

/** By the names that containers have in the cluster. */
export type ContainerStates = ReadonlyMap<string, ContainerState>;

export interface PodPlace {
  readonly startTime: Date;
  readonly hostIp: string;
  readonly podIp: string;
}

type Container = NonNullable<EksPodProperties["containers"]>[number];

/** What the kubelet reports of a pod whose containers are in these states; the others have not begun. */
export function podStatus(
  { containers = [], initContainers = [] }: EksPodProperties,
  states: ContainerStates,
  { startTime, hostIp, podIp }: PodPlace,
): { phase: "Pending" | "Running" | "Succeeded" | "Failed"; [member: string]: unknown } {
  const stateOf = (container: Container): ContainerState | undefined => states.get(kubernetesName(container));
  const inits = initContainers.map(stateOf);
  const mains = containers.map(stateOf);
  const isInitialized = inits.every((state) => state?.is === "terminated" && state.exitCode === 0);
  const isEnded = mains.every((state) => state?.is === "terminated");
  const hasFailed = [...inits, ...mains].some((state) => state?.is === "terminated" && state.exitCode !== 0);
  const hasBegun = mains.some((state) => state !== undefined && state.is !== "waiting");
  const phase = phaseOf();
  const isReady = phase === "Running" && mains.every((state) => state?.is === "running");
  const unready =
    phase === "Succeeded" ? "PodCompleted" : phase === "Failed" ? "PodFailed" : "ContainersNotReady";
  const condition = (type: string, isTrue: boolean, reason?: string): object => ({
    type,
    status: isTrue ? "True" : "False",
    lastTransitionTime: timeOf(startTime),
    ...(!isTrue && { reason }),
  });
  const reported = (all: readonly Container[], hasMoved: boolean): object[] =>
    all.map((container) => containerStatus(container, stateOf(container), hasMoved));

  function phaseOf(): "Pending" | "Running" | "Succeeded" | "Failed" {
    if (inits.some((state) => state?.is === "terminated" && state.exitCode !== 0)) return "Failed";
    if (!isInitialized || !hasBegun) return "Pending";
    if (!isEnded) return "Running";
    return hasFailed ? "Failed" : "Succeeded";
  }

  return {
    phase,
    startTime: timeOf(startTime),
    ...{ hostIP: hostIp, hostIPs: [{ ip: hostIp }], podIP: podIp, podIPs: [{ ip: podIp }] },
    conditions: [
      condition("PodReadyToStartContainers", true),
      condition("Initialized", isInitialized, "ContainersNotInitialized"),
      condition("Ready", isReady, unready),
      condition("ContainersReady", isReady, unready),
      condition("PodScheduled", true),
    ],
    ...(initContainers.length > 0 && { initContainerStatuses: reported(initContainers, true) }),
    containerStatuses: reported(containers, isInitialized),
  };
}

function containerStatus(container: Container, state: ContainerState | undefined, hasMoved: boolean): object {
  const containerId = state && state.is !== "waiting" ? state.containerId : undefined;
  return {
    name: kubernetesName(container),
    image: container.image,
    imageID: "",
    ready: state?.is === "running",
    started: state?.is === "running",
    restartCount: 0,
    containerID: containerId && `containerd://${containerId}`,
    state: reportedState(
      state ?? { is: "waiting", reason: hasMoved ? "ContainerCreating" : "PodInitializing" },
    ),
  };
}

function reportedState(state: ContainerState): object {
  switch (state.is) {
    case "waiting":
      return { waiting: { reason: state.reason, message: state.message } };
    case "running":
      return { running: { startedAt: timeOf(state.startedAt) } };
    case "terminated":
      return {
        terminated: {
          reason: state.reason,
          message: state.message || undefined,
          exitCode: state.exitCode,
          startedAt: timeOf(state.startedAt),
          finishedAt: timeOf(state.finishedAt),
          containerID: state.containerId && `containerd://${state.containerId}`,
        },
      };
  }
}

/** In whole seconds, as the API has its times. */
export function timeOf(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, "Z");
}
