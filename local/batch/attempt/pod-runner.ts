import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { EksContainer, EksContainerEnvironmentVariable, EksPodProperties } from "@aws-sdk/client-batch";
import { gpusOf, memoryLimit } from "../job-definitions/pod-resources";
import { containerName } from "../job-definitions/pod-rules";
import { commandLine } from "./command-line";
import { imageEnvironment, podEnvironment, processEnvironment } from "./container-environment";
import type { LogSink } from "./container-log";
import { ContainerProcess } from "./container-process";
import type { LogSource } from "./log-event";
import { newContainerId, type PodIdentity } from "../pods/pod-identity";
import type { ContainerResult, PodResult } from "../pods/pod-result";

/** What containerd reports of a container that could not be started. */
const START_ERROR_EXIT_CODE = 128;

export interface Pod {
  readonly identity: PodIdentity;
  readonly properties: EksPodProperties;
  /** What Batch adds to the environment of every container. */
  readonly batchVariables: readonly EksContainerEnvironmentVariable[];
  /** Credentials of the pod, and where AWS answers. @default - none */
  readonly awsVariables?: Readonly<Record<string, string>>;
  logOf(source: LogSource): LogSink;
  /** Told of each container when it begins and when it has ended. @default - nobody is told */
  readonly reports?: {
    started(container: EksContainer, containerId: string): void;
    ended(result: ContainerResult): void;
  };
}

/** Runs the commands of pods for real, each in a directory of its own that is removed afterwards. */
export class PodRunner {
  private readonly processes = new Set<ContainerProcess>();
  private readonly runs = new Set<Promise<unknown>>();
  private closed = false;

  /** @param jobsDirectory where the directories of the containers go */
  constructor(private readonly jobsDirectory: string) {}

  /**
   * Runs the init containers one after the other, then the containers side by side, until all have
   * ended: with `restartPolicy: Never` the failure of one does not end the others.
   *
   * @param signal ends the pod
   */
  async run(pod: Pod, signal: AbortSignal): Promise<PodResult> {
    const run = this.runInDirectory(pod, signal);
    this.runs.add(run);
    try {
      return await run;
    } finally {
      this.runs.delete(run);
    }
  }

  /** Kills what runs and waits until its directories are gone. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.processes].map((process) => process.kill()));
    await Promise.allSettled(this.runs);
  }

  private async runInDirectory(pod: Pod, signal: AbortSignal): Promise<PodResult> {
    await mkdir(this.jobsDirectory, { recursive: true });
    const directory = await mkdtemp(join(this.jobsDirectory, `${pod.identity.podName}-`));
    try {
      const { initContainers = [], containers = [] } = pod.properties;
      const done: ContainerResult[] = [];
      for (const container of initContainers) {
        const result = await this.runContainer(pod, container, directory, signal);
        done.push(result);
        if (result.exitCode !== 0) return { initContainers: done, containers: [] };
      }
      return {
        initContainers: done,
        containers: await Promise.all(
          containers.map((container) => this.runContainer(pod, container, directory, signal)),
        ),
      };
    } finally {
      await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    }
  }

  private async runContainer(
    pod: Pod,
    container: EksContainer,
    podDirectory: string,
    signal: AbortSignal,
  ): Promise<ContainerResult> {
    const result = await this.runCommand(pod, container, podDirectory, signal);
    pod.reports?.ended(result);
    return result;
  }

  private async runCommand(
    pod: Pod,
    container: EksContainer,
    podDirectory: string,
    signal: AbortSignal,
  ): Promise<ContainerResult> {
    const name = containerName(container);
    const image = container.image!;
    const variables = podEnvironment(pod.batchVariables, container.env);
    const words = commandLine(container, variables);
    if (words.length === 0) {
      const reason = `The emulator does not pull images: without a command it cannot run ${image}`;
      return { name, reason: reason.slice(0, 255) };
    }
    const directory = join(podDirectory, name);
    await mkdir(directory);
    if (this.closed || signal.aborted) return { name, reason: "Error" };
    const containerId = newContainerId();
    let process: ContainerProcess;
    try {
      process = new ContainerProcess({
        words,
        directory,
        memoryMiB: memoryLimit(container),
        environment: processEnvironment(
          { ...imageEnvironment(image, gpusOf(container)), ...pod.awsVariables, ...variables },
          directory,
        ),
        log: pod.logOf({
          pod: pod.identity,
          containerName: name.toLowerCase(),
          containerId,
          image,
        }),
      });
    } catch (error) {
      const reason = `StartError - ${error instanceof Error ? error.message : String(error)}`;
      return { name, containerId, exitCode: START_ERROR_EXIT_CODE, reason: reason.slice(0, 255) };
    }
    this.processes.add(process);
    pod.reports?.started(container, containerId);
    try {
      return { name, containerId, ...(await process.end(signal)) };
    } finally {
      this.processes.delete(process);
    }
  }
}
