import type {
  EksContainer,
  EksContainerOverride,
  EksPodProperties,
  EksPropertiesOverride,
} from "@aws-sdk/client-batch";
import { invalidRequest } from "../errors";
import { checkPod, containerName } from "../job-definitions/pod-rules";

/**
 * The pod of a job: that of its definition with what SubmitJob overrides.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EksPodPropertiesOverride.html
 */
export function overriddenPod(
  defined: EksPodProperties,
  override: EksPropertiesOverride | undefined,
  parameters: Readonly<Record<string, string>>,
): EksPodProperties {
  const pod = structuredClone(defined);
  const { containers, initContainers, metadata } = override?.podProperties ?? {};
  overrideContainers(pod.containers ?? [], containers ?? []);
  overrideContainers(pod.initContainers ?? [], initContainers ?? []);
  if (metadata) {
    pod.metadata = {
      ...pod.metadata,
      ...metadata,
      labels: { ...pod.metadata?.labels, ...metadata.labels },
      annotations: { ...pod.metadata?.annotations, ...metadata.annotations },
    };
  }
  checkPod(pod);
  for (const container of [...(pod.containers ?? []), ...(pod.initContainers ?? [])]) {
    container.command = substituted(container.command, parameters);
    container.args = substituted(container.args, parameters);
  }
  return pod;
}

function overrideContainers(containers: EksContainer[], overrides: readonly EksContainerOverride[]): void {
  for (const override of overrides) {
    // A pod's only container need not be named.
    const container =
      override.name === undefined && containers.length === 1
        ? containers[0]
        : containers.find((candidate) => containerName(candidate) === containerName(override));
    if (!container) {
      throw invalidRequest(
        `Container ${containerName(override)} of the override is not in the job definition`,
      );
    }
    if (override.image) container.image = override.image;
    if (override.command) container.command = override.command;
    if (override.args) container.args = override.args;
    if (override.env) {
      const names = new Set(override.env.map(({ name }) => name));
      const kept = (container.env ?? []).filter(({ name }) => !names.has(name));
      container.env = [...kept, ...override.env];
    }
    if (override.resources) {
      const { limits, requests } = override.resources;
      container.resources = {
        limits: { ...container.resources?.limits, ...limits },
        requests: { ...container.resources?.requests, ...requests },
      };
    }
  }
}

/**
 * Puts parameters in the place of `Ref::name`; a name without a value stays as it is.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html#parameters
 */
function substituted(
  words: string[] | undefined,
  parameters: Readonly<Record<string, string>>,
): string[] | undefined {
  return words?.map((word) => (word.startsWith("Ref::") ? (parameters[word.slice(5)] ?? word) : word));
}
