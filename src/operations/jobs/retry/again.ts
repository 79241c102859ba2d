import type {
  EksContainer,
  EksContainerDetail,
  EksContainerOverride,
  EksPodPropertiesOverride,
  JobDefinition,
  JobDetail,
  SubmitJobCommandInput,
} from "@aws-sdk/client-batch";
import { isDeepStrictEqual } from "node:util";
import { MAX_SUBMISSION_BYTES } from "../../../model/facts/batch";
import { RETRY_TAG } from "../../../model/names";
import { CliError } from "../../terminal/cli-error";
import { withIndices } from "../model/index-map";

/** What of an array job runs again. */
export interface Selection {
  /** The lowest first. */
  readonly indices: readonly number[];
  /** Of the first array. */
  readonly size: number;
}

export interface AgainProps {
  /** The first job, or a child of it. */
  readonly detail: JobDetail;
  readonly definition: JobDefinition;
  readonly name: string;
  /** Id of the first job. */
  readonly firstId: string;
  /** Of the images. @default - the one that each command begins with */
  readonly shell?: string | undefined;
}

/** The request that runs a single job again, as it was. */
export function requestAgain({ detail, definition, name, firstId }: AgainProps): SubmitJobCommandInput {
  return request({ detail, definition, name, firstId }, (container) => pick(container, "command", "args"));
}

/**
 * The requests that run children of an array again, each with its old index: as few as their maps fit into.
 *
 * @throws CliError when the commands cannot be given their indices
 */
export function requestsAgain(props: AgainProps, { indices, size }: Selection): SubmitJobCommandInput[] {
  const shellOf = (container: EksContainerDetail): string => shellFor(container, props.shell);
  const requestFor = (part: readonly number[]): SubmitJobCommandInput => ({
    ...request(props, (container) =>
      withIndices(shellOf(container), part, size, [...(container.command ?? []), ...(container.args ?? [])]),
    ),
    ...(part.length > 1 && { arrayProperties: { size: part.length } }),
  });
  const requests: SubmitJobCommandInput[] = [];
  for (let rest = indices; rest.length > 0;) {
    const count = largestThatFits(rest, (part) => fits(requestFor(part)));
    if (count === 0) {
      throw new CliError(
        `AWS Batch takes requests of ${MAX_SUBMISSION_BYTES} bytes; the command of job ${props.firstId} leaves no room for ` +
          "an index. Put the command into the image or the job definition, and run the array anew.",
      );
    }
    requests.push(requestFor(rest.slice(0, count)));
    rest = rest.slice(count);
  }
  return requests;
}

function fits(input: SubmitJobCommandInput): boolean {
  // What chains sequential arrays comes on top.
  const reserve = 100;
  return Buffer.byteLength(JSON.stringify(input)) <= MAX_SUBMISSION_BYTES - reserve;
}

function largestThatFits(
  indices: readonly number[],
  isSmallEnough: (part: readonly number[]) => boolean,
): number {
  if (isSmallEnough(indices)) return indices.length;
  let [fitting, tooMany] = [0, indices.length];
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2);
    if (isSmallEnough(indices.slice(0, middle))) fitting = middle;
    else tooMany = middle;
  }
  return fitting;
}

const INDEX = "AWS_BATCH_JOB_ARRAY_INDEX";
const REFERENCE = new RegExp(String.raw`\$\(${INDEX}\)`);
const SHELL = /^(.*\/)?(sh|bash|dash|ash|ksh)$/;

/** @throws CliError when the container cannot be given its index */
function shellFor(
  { name = "Default", command = [], args = [], env = [] }: EksContainerDetail,
  given?: string,
): string {
  const [program] = command;
  if (program === undefined) {
    throw new CliError(
      `Container ${name} has no command: it relies on the ENTRYPOINT of its image, which nobody can give another index. ` +
        "Write command into its job definition or its job file, and run the array anew.",
    );
  }
  if ([...command, ...args, ...env.map(({ value = "" }) => value)].some((text) => REFERENCE.test(text))) {
    throw new CliError(
      `Container ${name} has $(${INDEX}) in its command or its environment: Kubernetes puts the new index there before ` +
        `anything runs. Let a shell or the program itself read ${INDEX}, and run the array anew.`,
    );
  }
  if (given !== undefined) return given;
  if (SHELL.test(program)) return program;
  throw new CliError(
    `Container ${name} runs ${program}, and nothing tells whether its image has a shell, which gives each child its old ` +
      "index. If it has one, add --shell /bin/sh. If not, run the array anew, or put a shell into the image.",
  );
}

/** @param commandOf what a container executes */
function request(
  { detail, definition, name, firstId }: AgainProps,
  commandOf: (container: EksContainerDetail) => Pick<EksContainerOverride, "command" | "args">,
): SubmitJobCommandInput {
  const { parameters = {}, shareIdentifier, schedulingPriority, retryStrategy, timeout, tags } = detail;
  const podProperties = podOverride(detail, definition, commandOf);
  const { attempts, evaluateOnExit = [] } = retryStrategy ?? {};
  return {
    jobName: name,
    jobQueue: detail.jobQueue,
    jobDefinition: detail.jobDefinition,
    tags: { ...tags, [RETRY_TAG]: firstId },
    ...(shareIdentifier !== undefined && { shareIdentifier }),
    ...(shareIdentifier !== undefined && { schedulingPriorityOverride: schedulingPriority ?? 0 }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(attempts !== undefined && {
      retryStrategy: { attempts, ...(evaluateOnExit.length > 0 && { evaluateOnExit }) },
    }),
    ...(timeout && { timeout }),
    ...(Object.keys(podProperties).length > 0 && { eksPropertiesOverride: { podProperties } }),
  };
}

/** Where the pod of the job was another one than that of its definition. */
function podOverride(
  detail: JobDetail,
  definition: JobDefinition,
  commandOf: (container: EksContainerDetail) => Pick<EksContainerOverride, "command" | "args">,
): EksPodPropertiesOverride {
  const pod = detail.eksProperties?.podProperties ?? {};
  const defined = definition.eksProperties?.podProperties ?? {};
  const of = (kind: "containers" | "initContainers"): EksContainerOverride[] =>
    (pod[kind] ?? []).flatMap((container) => {
      const before = defined[kind]?.find(({ name }) => name === container.name) ?? {};
      return overrideOf(container, before, commandOf(container));
    });
  const containers = of("containers");
  const initContainers = of("initContainers");
  return {
    ...(containers.length > 0 && { containers }),
    ...(initContainers.length > 0 && { initContainers }),
    ...(pod.metadata && !isDeepStrictEqual(pod.metadata, defined.metadata) && { metadata: pod.metadata }),
  };
}

/** @returns nothing where the definition says the same */
function overrideOf(
  container: EksContainerDetail,
  defined: Partial<EksContainer>,
  command: Pick<EksContainerOverride, "command" | "args">,
): EksContainerOverride[] {
  const env = (container.env ?? []).filter(
    ({ name, value }) =>
      !name?.startsWith("AWS_BATCH") &&
      !defined.env?.some((other) => other.name === name && other.value === value),
  );
  const override: EksContainerOverride = {
    ...(container.image !== defined.image && { image: container.image }),
    ...(isDeepStrictEqual(command, pick(defined, "command", "args")) ? {} : command),
    ...(env.length > 0 && { env }),
    ...(container.resources &&
      !isDeepStrictEqual(container.resources, defined.resources) && { resources: container.resources }),
  };
  if (Object.keys(override).length === 0) return [];
  return [container.name === undefined ? override : { name: container.name, ...override }];
}

/** The members that a value has, of those that are named. */
function pick<T extends object, Key extends keyof T>(value: T, ...keys: readonly Key[]): Pick<T, Key> {
  return Object.fromEntries(
    keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]),
  ) as Pick<T, Key>;
}
