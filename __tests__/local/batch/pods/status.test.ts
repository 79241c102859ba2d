import type { EksPodProperties } from "@aws-sdk/client-batch";
import { podStatus, type ContainerState } from "../../../../local/batch/pods/status";
import { shellContainer } from "../fixtures";

const START = new Date("2026-11-27T01:02:03.456Z");
const PLACE = { startTime: START, hostIp: "10.1.2.3", podIp: "10.1.2.3" };
const POD: EksPodProperties = {
  initContainers: [shellContainer("true", { name: "prepare" })],
  containers: [shellContainer("true", { name: "main" }), shellContainer("true", { name: "side" })],
};

const running: ContainerState = { is: "running", containerId: "1", startedAt: START };
const ended = (exitCode: number, reason = exitCode === 0 ? "Completed" : "Error"): ContainerState => ({
  ...{ is: "terminated", exitCode, reason, containerId: "1", startedAt: START, finishedAt: START },
});
const pulling: ContainerState = { is: "waiting", reason: "ErrImagePull", message: "no such host" };

interface Status {
  readonly phase: string;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason?: string;
  }[];
  readonly containerStatuses: readonly { readonly state: object; readonly ready: boolean }[];
  readonly initContainerStatuses: readonly { readonly state: object }[];
}

const statusOf = (states: Record<string, ContainerState>): Status =>
  podStatus(POD, new Map(Object.entries(states)), PLACE) as unknown as Status;

test.each<[Record<string, ContainerState>, string]>([
  [{}, "Pending"],
  [{ prepare: running }, "Pending"],
  [{ prepare: ended(0) }, "Pending"],
  [{ prepare: ended(0), main: pulling, side: pulling }, "Pending"],
  [{ prepare: ended(3) }, "Failed"],
  [{ prepare: ended(0), main: running }, "Running"],
  [{ prepare: ended(0), main: running, side: ended(1) }, "Running"],
  [{ prepare: ended(0), main: ended(0), side: ended(1) }, "Failed"],
  [{ prepare: ended(0), main: ended(137, "OOMKilled"), side: ended(0) }, "Failed"],
  [{ prepare: ended(0), main: ended(0), side: ended(0) }, "Succeeded"],
])("the phase follows from the containers (case %#)", (states, phase) =>
  expect(statusOf(states).phase).toBe(phase),
);

test("containers wait for the init containers, then for their own creation", () => {
  expect(statusOf({}).containerStatuses[0]!.state).toEqual({ waiting: { reason: "PodInitializing" } });
  expect(statusOf({}).initContainerStatuses[0]!.state).toEqual({ waiting: { reason: "ContainerCreating" } });
  expect(statusOf({ prepare: ended(0) }).containerStatuses[0]!.state).toEqual({
    waiting: { reason: "ContainerCreating" },
  });
});

test("a pod is ready while all of its containers run", () => {
  const ready = (states: Record<string, ContainerState>): unknown =>
    statusOf(states).conditions.find(({ type }) => type === "Ready");
  expect(ready({ prepare: ended(0), main: running, side: running })).toMatchObject({ status: "True" });
  expect(ready({ prepare: ended(0), main: running })).toMatchObject({
    status: "False",
    reason: "ContainersNotReady",
  });
  expect(ready({ prepare: ended(0), main: ended(0), side: ended(0) })).toMatchObject({
    status: "False",
    reason: "PodCompleted",
  });
});

test("an end tells its code, its reason and its times in whole seconds", () =>
  expect(statusOf({ prepare: ended(0), main: ended(137, "OOMKilled") }).containerStatuses[0]!.state).toEqual({
    terminated: {
      exitCode: 137,
      reason: "OOMKilled",
      containerID: "containerd://1",
      startedAt: "2026-11-27T01:02:03Z",
      finishedAt: "2026-11-27T01:02:03Z",
    },
  }));
