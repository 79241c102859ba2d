import { createHash } from "node:crypto";
import { containerLogGroup } from "../../../src/model/names";
import type { PodIdentity } from "../pods/pod-identity";

export type OutputStream = "stdout" | "stderr";

/** The container that a log line is of. */
export interface LogSource {
  readonly pod: PodIdentity;
  readonly containerName: string;
  /** 64 hexadecimal digits. */
  readonly containerId: string;
  readonly image: string;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-logs-FluentBit.html */
export function applicationLogGroup(cluster: string): string {
  return containerLogGroup(cluster, "application");
}

export function logStreamName({ pod, containerName, containerId }: LogSource): string {
  const file = `${pod.podName}_${pod.namespace}_${containerName}-${containerId}.log`;
  return `${pod.nodeName}-application.var.log.containers.${file}`;
}

/**
 * A line as Fluent Bit ships it.
 *
 * @param isPartial whether the line goes on in the next event, as containerd cuts long ones
 */
export function logMessage(
  { pod, containerName, containerId, image }: LogSource,
  time: Date,
  stream: OutputStream,
  line: string,
  isPartial = false,
): string {
  return JSON.stringify({
    time: time.toISOString(),
    stream,
    _p: isPartial ? "P" : "F",
    log: line,
    kubernetes: {
      pod_name: pod.podName,
      namespace_name: pod.namespace,
      pod_id: pod.podUid,
      host: pod.nodeName,
      container_name: containerName,
      docker_id: containerId,
      container_hash: `${image}@sha256:${createHash("sha256").update(image).digest("hex")}`,
      container_image: image,
    },
  });
}
