import { randomBytes } from "node:crypto";
import type { EksContainer, EksPodProperties } from "@aws-sdk/client-batch";
import type { KubernetesClient } from "../../kubernetes/client";
import { KubernetesError } from "../../kubernetes/objects";
import type { ContainerResult, PodResult } from "./pod-result";
import { kubernetesName } from "./manifest";
import { onceMade } from "./until-answered";
import { podStatus, timeOf, type ContainerState } from "./status";

export interface ReportedPod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly node: { readonly name: string; readonly address: string };
  readonly properties: EksPodProperties;
}

type Component = "default-scheduler" | "kubelet";

/** What a pod's scheduler and the kubelet of its node report of it to the API server, one report after the other. */
export class PodReports {
  private readonly path: string;
  private readonly states = new Map<string, ContainerState>();
  private readonly startTime = new Date();
  private sent = Promise.resolve();

  /**
   * @param api may do everything
   * @param onGone called when the pod is not there any more
   */
  constructor(
    private readonly pod: ReportedPod,
    private readonly api: KubernetesClient,
    private readonly onGone: () => void,
  ) {
    this.path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}`;
  }

  /** The pod is on its node, which sets it up. */
  scheduled(): void {
    const { name, namespace, node } = this.pod;
    this.send(async () => {
      await this.api.create(`${this.path}/binding`, {
        ...{ apiVersion: "v1", kind: "Binding", metadata: { name, namespace } },
        target: { apiVersion: "v1", kind: "Node", name: node.name },
      });
    });
    this.event("Scheduled", `Successfully assigned ${namespace}/${name} to ${node.name}`, {
      by: "default-scheduler",
    });
    this.status();
  }

  /** @param result of a pod with images that cannot be pulled: ErrImagePull or, later, ImagePullBackOff */
  pullFailed({ initContainers, containers }: PodResult): void {
    for (const result of [...initContainers, ...containers]) {
      const { reason, message } = parted(result.reason);
      const image = this.containerOf(result)?.image;
      this.states.set(kubernetesName(result), { is: "waiting", reason, message });
      if (reason === "ErrImagePull") {
        this.event("Pulling", `Pulling image "${image}"`, { container: result });
        this.event("Failed", `Failed to pull image "${image}": ${message}`, {
          container: result,
          isWarning: true,
        });
      } else {
        this.event("BackOff", `Back-off pulling image "${image}"`, { container: result });
      }
      this.event("Failed", `Error: ${reason}`, { container: result, isWarning: true });
    }
    this.status();
  }

  started(container: EksContainer, containerId: string): void {
    this.states.set(kubernetesName(container), { is: "running", containerId, startedAt: new Date() });
    const name = kubernetesName(container);
    this.event("Pulled", `Container image "${container.image}" already present on machine`, { container });
    this.event("Created", `Created container: ${name}`, { container });
    this.event("Started", `Started container ${name}`, { container });
    this.status();
  }

  ended(result: ContainerResult): void {
    const { reason, message } = parted(result.reason);
    const before = this.states.get(kubernetesName(result));
    const finishedAt = new Date();
    this.states.set(kubernetesName(result), {
      is: "terminated",
      ...{ reason, message, exitCode: result.exitCode ?? 128, containerId: result.containerId },
      startedAt: before?.is === "running" ? before.startedAt : finishedAt,
      finishedAt,
    });
    if (reason === "StartError")
      this.event("Failed", `Error: ${message}`, { container: result, isWarning: true });
    this.status();
  }

  /** Its containers are asked to end. */
  stopping(): void {
    for (const [name, state] of this.states) {
      if (state.is === "running")
        this.event("Killing", `Stopping container ${name}`, { container: { name } });
    }
  }

  /** Takes it off its node: who deleted it need not wait any more. */
  removed(): void {
    const preconditions = { uid: this.pod.uid };
    this.send(() => this.api.remove(this.path, { gracePeriodSeconds: 0, preconditions }));
  }

  /** Resolves when all that was reported so far is known to the API server. */
  settled(): Promise<void> {
    return this.sent;
  }

  private status(): void {
    const { node, properties } = this.pod;
    const place = { startTime: this.startTime, hostIp: node.address, podIp: node.address };
    const status = podStatus(properties, this.states, place);
    // Conditions that others added stay.
    this.send(() => this.api.patch(`${this.path}/status`, { status }, "strategic-merge"));
  }

  private event(
    reason: string,
    message: string,
    about: {
      readonly by?: Component;
      readonly container?: { readonly name?: string | undefined };
      readonly isWarning?: boolean;
    },
  ): void {
    const { name, namespace, uid, node } = this.pod;
    const { by = "kubelet", container, isWarning = false } = about;
    const isInit = this.pod.properties.initContainers?.some(
      (each) => container && kubernetesName(each) === kubernetesName(container),
    );
    const now = timeOf(new Date());
    const id = randomBytes(8).toString("hex");
    this.send(() =>
      this.api.create(`/api/v1/namespaces/${namespace}/events`, {
        ...{ apiVersion: "v1", kind: "Event" },
        metadata: { name: `${name}.${id}`, namespace },
        involvedObject: {
          ...{ apiVersion: "v1", kind: "Pod", name, namespace, uid },
          ...(container && {
            fieldPath: `spec.${isInit ? "initContainers" : "containers"}{${kubernetesName(container)}}`,
          }),
        },
        ...{ type: isWarning ? "Warning" : "Normal", reason, message, count: 1 },
        ...{ firstTimestamp: now, lastTimestamp: now },
        source: { component: by, ...(by === "kubelet" && { host: node.name }) },
      }),
    );
  }

  private containerOf(result: { readonly name?: string | undefined }): EksContainer | undefined {
    const { containers = [], initContainers = [] } = this.pod.properties;
    return [...initContainers, ...containers].find((each) => kubernetesName(each) === kubernetesName(result));
  }

  private send(call: () => Promise<unknown>): void {
    this.sent = this.sent
      .then(() => onceMade(call))
      .then(
        () => undefined,
        (error: unknown) => {
          // Else its cluster went.
          if (error instanceof KubernetesError && error.status === 404) this.onGone();
        },
      );
  }
}

/** A reason in one word, and what was said beside it. */
function parted(text: string): { reason: string; message: string } {
  const [, reason = text, message = ""] = /^(\w+)(?:: | - )(.*)$/s.exec(text) ?? [];
  return /\s/.test(reason) ? { reason: "StartError", message: reason } : { reason, message };
}
