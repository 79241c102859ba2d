import { randomBytes, randomUUID } from "node:crypto";
import type { ClusterDirectory, ClusterEntry } from "../../cluster-directory";
import { privateDnsName } from "../../kubernetes/ec2-nodes";
import { NodeObjects } from "../../kubernetes/nodes";
import type { ServiceContext } from "../../service-context";
import { untilAnswered } from "./until-answered";
import { isWithin, roomOf, type NodeSize, type PodSize } from "../scheduling/fit";
import type { ComputeEnvironment } from "../store";
import { joinCluster, type JoinedNode } from "./joining-node";

/** Seconds that an instance without jobs stays, unless the emulator was told another time. */
const IDLE_SECONDS = 10;

/** Where the pod of an attempt runs. */
export interface Place {
  readonly nodeName: string;
  readonly nodeUid: string;
  /** In the VPC. */
  readonly address: string;
  /** Gives it back. */
  release(): void;
}

interface Instance {
  readonly size: NodeSize;
  readonly pods: Set<PodSize>;
  /** Its node, when that is Ready. */
  readonly node: Promise<JoinedNode>;
}

/** The instances of compute environments, as nodes of their clusters. */
export class Instances {
  private readonly byEnvironment = new Map<ComputeEnvironment, Set<Instance>>();

  constructor(
    private readonly context: Pick<ServiceContext, "clients" | "lifecycle">,
    private readonly clusters: ClusterDirectory,
  ) {}

  /**
   * Finds room for a pod; where there is none, an instance is launched. In a cluster without an API, where nobody sees
   * instances, each pod has one of its own.
   *
   * @throws Error when no instance comes
   * @throws the signal's reason when it is aborted first
   */
  async take(environment: ComputeEnvironment, pod: PodSize, signal: AbortSignal): Promise<Place> {
    signal.throwIfAborted();
    const cluster = this.clusterOf(environment);
    if (!cluster?.api)
      return { ...newAddress(environment.region), nodeUid: randomUUID(), release: () => undefined };
    const instance =
      this.instancesOf(environment).find((candidate) => hasRoom(candidate, pod, environment)) ??
      this.launch(environment, cluster, pod);
    // Two pods of the same size are two entries.
    const taken = { ...pod };
    instance.pods.add(taken);
    const release = (): void => {
      if (instance.pods.delete(taken)) this.endWhenIdle(environment, instance);
    };
    try {
      const { name, uid, address } = await unlessAborted(instance.node, signal);
      const isThere = await untilAnswered(() => cluster.api!.find(`/api/v1/nodes/${name}`));
      if (isThere) return { nodeName: name, nodeUid: uid, address, release };
    } catch (error) {
      release();
      throw error;
    }
    // Somebody deleted the node.
    this.byEnvironment.get(environment)?.delete(instance);
    return this.take(environment, pod, signal);
  }

  /** Ends all instances of a compute environment. */
  async endAll(environment: ComputeEnvironment): Promise<void> {
    await Promise.all(this.instancesOf(environment).map((instance) => this.end(environment, instance)));
    this.byEnvironment.delete(environment);
  }

  private clusterOf({ region, detail }: ComputeEnvironment): ClusterEntry | undefined {
    return this.clusters.find(region, detail.eksConfiguration!.eksClusterArn!);
  }

  private instancesOf(environment: ComputeEnvironment): Instance[] {
    return [...(this.byEnvironment.get(environment) ?? [])];
  }

  private launch(environment: ComputeEnvironment, cluster: ClusterEntry, pod: PodSize): Instance {
    const size = smallestFor(pod, environment);
    const instance = { size, pods: new Set<PodSize>(), node: this.join(environment, cluster, size) };
    // Who waits for it is told.
    instance.node.catch(() => this.byEnvironment.get(environment)?.delete(instance));
    this.byEnvironment.set(environment, new Set([...this.instancesOf(environment), instance]));
    return instance;
  }

  private async join(
    environment: ComputeEnvironment,
    cluster: ClusterEntry,
    size: NodeSize,
  ): Promise<JoinedNode> {
    const { ec2 } = this.context.clients(environment.region);
    const node = await this.pass("launch", environment, () => joinCluster(cluster, environment, size, ec2));
    await this.pass("ready", environment, () =>
      untilAnswered(() => new NodeObjects(cluster.api!).ready(node.name)),
    );
    return node;
  }

  private endWhenIdle(environment: ComputeEnvironment, instance: Instance): void {
    if (instance.pods.size > 0) return;
    void this.pass(
      "idle",
      environment,
      async () => {
        const isKept =
          this.vcpusBeside(instance, environment) < (environment.detail.computeResources!.minvCpus ?? 0);
        if (instance.pods.size === 0 && !isKept) await this.end(environment, instance);
      },
      IDLE_SECONDS,
    ).catch(() => undefined);
  }

  private vcpusBeside(instance: Instance, environment: ComputeEnvironment): number {
    return this.instancesOf(environment)
      .filter((other) => other !== instance)
      .reduce((sum, { size }) => sum + size.vcpus, 0);
  }

  private async end(environment: ComputeEnvironment, instance: Instance): Promise<void> {
    if (!this.byEnvironment.get(environment)?.delete(instance)) return;
    try {
      const { name } = await instance.node;
      await this.clusterOf(environment)?.api?.remove(`/api/v1/nodes/${name}`);
    } catch {
      // It never joined, or its cluster is gone.
    }
  }

  /** Does something after the time of a transition `batch.instance.<name>`. */
  private pass<Result>(
    name: string,
    environment: ComputeEnvironment,
    work: () => Promise<Result>,
    lastsSeconds?: number,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new Error(reason));
      this.context.lifecycle.transition(
        `batch.instance.${name}`,
        environment.name,
        () => work().then(resolve, reject),
        fail,
        lastsSeconds,
      );
    });
  }
}

function hasRoom({ size, pods }: Instance, pod: PodSize, { detail }: ComputeEnvironment): boolean {
  const all = [...pods, pod];
  const sum = (of: keyof PodSize): number => all.reduce((total, each) => total + each[of], 0);
  const together = { vcpus: sum("vcpus"), memoryMiB: sum("memoryMiB"), gpus: sum("gpus") };
  return all.length <= size.maxPods && isWithin(together, roomOf(size, detail.computeResources!));
}

/** AWS Batch chooses by price and capacity; here the smallest one comes. */
function smallestFor(pod: PodSize, { sizes, detail }: ComputeEnvironment): NodeSize {
  const [smallest] = sizes
    .filter((size) => isWithin(pod, roomOf(size, detail.computeResources!)))
    .sort((a, b) => a.vcpus - b.vcpus || a.memoryMiB - b.memoryMiB);
  return smallest!;
}

/** An address in the VPC, and the name that EC2 makes of it. */
function newAddress(region: string): { nodeName: string; address: string } {
  const address = ["10.1", ...randomBytes(2)].join(".");
  return { nodeName: privateDnsName(region, address), address };
}

async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
  );
  return Promise.race([work, aborted]);
}
