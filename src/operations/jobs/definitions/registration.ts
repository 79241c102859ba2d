import { createHash } from "node:crypto";
import type {
  EksContainer,
  EksPodProperties,
  EksVolume,
  NodeProperties,
  RegisterJobDefinitionCommandInput,
  RetryStrategy,
} from "@aws-sdk/client-batch";
import type { NamedJobFile } from "../../../model/job-file/parse";
import { jobServiceAccount } from "../../../model/job-roles";
import { definedIn, MAIN_CONTAINER } from "../../../model/job-file/rules";
import type { ContainerFile, PodFile } from "../../../model/job-file/schema";
import { JOB_FILE_TAG } from "../../../model/names";
import { parseRetryCondition, type RetryCondition } from "../../../model/retry-condition";
import { parseDuration } from "../model/duration";
import { retryStrategy } from "../submit/retry-rules";

/**
 * The request that registers the job definition of a file.
 *
 * @param tags of everything of the environment
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html
 */
export function registration(
  file: NamedJobFile,
  tags: Readonly<Record<string, string>>,
): RegisterJobDefinitionCommandInput {
  const { name, parameters, priority, retry, timeout, consumableResources } = file;
  const content: RegisterJobDefinitionCommandInput = {
    jobDefinitionName: name,
    ...(file.nodes
      ? { type: "multinode", nodeProperties: nodeProperties(file, file.nodes) }
      : { type: "container", eksProperties: { podProperties: podProperties(file) } }),
    ...(parameters && { parameters }),
    ...(priority !== undefined && { schedulingPriority: priority }),
    ...(retry && { retryStrategy: retryStrategyOf(retry) }),
    ...(timeout !== undefined && { timeout: { attemptDurationSeconds: parseDuration(timeout) / 1000 } }),
    ...(consumableResources && {
      consumableResourceProperties: {
        consumableResourceList: Object.entries(consumableResources).map(([consumableResource, quantity]) => ({
          consumableResource,
          quantity,
        })),
      },
    }),
    tags: { ...file.tags, ...tags },
  };
  return { ...content, tags: { ...content.tags, [JOB_FILE_TAG]: digest(content) } };
}

/** The same text for the same content, whatever the order of its keys. */
function digest(content: object): string {
  const canonical = JSON.stringify(content, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
  return createHash("sha256").update(canonical).digest("hex").slice(0, 32);
}

function retryStrategyOf(retry: NonNullable<NamedJobFile["retry"]>): RetryStrategy {
  const { attempts, evaluateOnExit, retryOn, failOn } = retry;
  if (evaluateOnExit) return { attempts, evaluateOnExit };
  const conditions = (texts?: readonly string[]): RetryCondition[] | undefined =>
    texts?.map((text) => parseRetryCondition(text) as RetryCondition);
  return retryStrategy({
    retries: attempts - 1,
    retryOn: conditions(retryOn),
    failOn: conditions(failOn),
  })!;
}

/** Ranges of nodes may nest: of those that hold a node, the narrowest counts. */
function nodeProperties(file: PodFile, nodes: NonNullable<NamedJobFile["nodes"]>): NodeProperties {
  const { count, main = 0, instanceType, groups = [] } = nodes;
  const range = (targetNodes: string, pod: PodFile, type: string | undefined) => ({
    targetNodes,
    ...(type !== undefined && { instanceTypes: [type] }),
    eksProperties: { podProperties: podProperties(pod) },
  });
  return {
    numNodes: count,
    mainNode: main,
    nodeRangeProperties: [
      range("0:", file, instanceType),
      ...groups.map((group) =>
        range(group.nodes, { ...file, ...definedIn(group) }, group.instanceType ?? instanceType),
      ),
    ],
  };
}

function podProperties(pod: PodFile): EksPodProperties {
  const { init = [], sidecars = [], labels, annotations, namespace, role } = pod;
  const serviceAccountName = role === undefined ? pod.serviceAccount : jobServiceAccount(role);
  const metadata = definedIn({ labels, annotations, namespace });
  const volumes = [
    ...Object.entries(pod.volumes ?? {}).map(volume),
    ...secretVolumes([pod, ...init, ...sidecars]),
  ];
  return {
    ...definedIn({
      serviceAccountName,
      dnsPolicy: pod.dnsPolicy,
      imagePullSecrets: pod.imagePullSecrets?.map((name) => ({ name })),
      shareProcessNamespace: pod.shareProcessNamespace,
    }),
    // AWS Batch's own default is the network of the node, whose ports jobs would share.
    hostNetwork: pod.hostNetwork ?? false,
    ...(init.length > 0 && { initContainers: init.map((each) => container(each.name, each)) }),
    containers: [
      container(pod.container ?? MAIN_CONTAINER, pod),
      ...sidecars.map((each) => container(each.name, each)),
    ],
    ...(volumes.length > 0 && { volumes }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

function container(name: string, file: ContainerFile): EksContainer {
  const { image, imagePullPolicy, command, args, cpu, cpuLimit, memory, gpu, env, securityContext } = file;
  const limits = {
    cpu: String(cpuLimit ?? cpu),
    memory: `${mebibytes(memory)}Mi`,
    ...(gpu !== undefined && { "nvidia.com/gpu": String(gpu) }),
  };
  const volumeMounts = [
    ...(file.mounts ?? []).map(({ volume: from, path, ...rest }) => ({
      name: from,
      mountPath: path,
      ...rest,
    })),
    ...Object.entries(file.secrets ?? {}).map(([secret, mountPath]) => ({
      name: secretVolume(secret),
      mountPath,
      readOnly: true,
    })),
  ];
  return {
    name,
    image,
    ...definedIn({ imagePullPolicy, args, securityContext }),
    ...(command !== undefined && {
      command: typeof command === "string" ? ["/bin/sh", "-c", command] : command,
    }),
    ...(env && { env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })) }),
    resources: { limits, ...(cpuLimit !== undefined && { requests: { cpu: String(cpu) } }) },
    ...(volumeMounts.length > 0 && { volumeMounts }),
  };
}

/** AWS Batch takes MiB only. */
function mebibytes(memory: string): number {
  return parseInt(memory) * (memory.endsWith("Gi") ? 1024 : 1);
}

function volume([name, { emptyDir, hostPath, secret, claim }]: [
  string,
  NonNullable<PodFile["volumes"]>[string],
]): EksVolume {
  return {
    name,
    ...definedIn({
      emptyDir,
      hostPath: hostPath === undefined ? undefined : { path: hostPath },
      secret: secret && { secretName: secret.name, ...definedIn({ optional: secret.optional }) },
      persistentVolumeClaim: claim && { claimName: claim.name, ...definedIn({ readOnly: claim.readOnly }) },
    }),
  };
}

/** One volume for each secret that a container names, however many do. */
function secretVolumes(containers: readonly ContainerFile[]): EksVolume[] {
  const secrets = new Set(containers.flatMap(({ secrets: named = {} }) => Object.keys(named)));
  return [...secrets].map((secretName) => ({ name: secretVolume(secretName), secret: { secretName } }));
}

function secretVolume(secret: string): string {
  return `secret-${secret}`;
}
