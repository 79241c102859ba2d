import type {
  EksContainer,
  EksContainerOverride,
  EksPropertiesOverride,
  JobDefinition,
  SubmitJobCommandInput,
} from "@aws-sdk/client-batch";
import { CliError } from "../../terminal/cli-error";
import { UsageError } from "../model/command-line";
import { retryStrategy, type RetryRequest } from "./retry-rules";

/** What is wanted of AWS Batch. */
export interface Request extends RetryRequest {
  readonly queue: string;
  /** Share identifier, for a fair-share queue. @default - the queue has no shares */
  readonly share?: string | undefined;
  /** Values for the parameters of the definition. */
  readonly parameters: Readonly<Record<string, string>>;
  /** @default - the definition's */
  readonly name?: string | undefined;
  /** Program and arguments. @default - the definition's */
  readonly command?: readonly string[] | undefined;
  readonly image?: string | undefined;
  readonly vcpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly arraySize?: number | undefined;
  readonly timeoutMinutes?: number | undefined;
  /** Ids of jobs that must succeed first. */
  readonly dependsOn: readonly string[];
}

/**
 * The request for a job. What the user changes goes into `eksPropertiesOverride`: AWS refuses
 * container overrides for jobs on EKS.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
 */
export function submission(options: Request, definition: JobDefinition): SubmitJobCommandInput {
  const { share, parameters, arraySize, timeoutMinutes, dependsOn } = options;
  checkParameters(options, definition);
  const retry = retryStrategy(options);
  return {
    jobName: options.name ?? definition.jobDefinitionName!,
    jobQueue: options.queue,
    jobDefinition: definition.jobDefinitionArn!,
    ...(share !== undefined && { shareIdentifier: share }),
    // AWS Batch wants a priority with a share, from here or from the definition.
    ...(share !== undefined &&
      definition.schedulingPriority === undefined && { schedulingPriorityOverride: 0 }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...overrides(options, definition),
    ...(arraySize !== undefined && { arrayProperties: { size: arraySize } }),
    ...(retry && { retryStrategy: retry }),
    ...(timeoutMinutes !== undefined && { timeout: { attemptDurationSeconds: timeoutMinutes * 60 } }),
    ...(dependsOn.length > 0 && { dependsOn: dependsOn.map((jobId) => ({ jobId })) }),
  };
}

/** AWS Batch ignores parameters that the command does not refer to: a misspelt one would go unnoticed. */
function checkParameters({ parameters, command = [] }: Request, definition: JobDefinition): void {
  const properties = [
    definition.eksProperties,
    ...(definition.nodeProperties?.nodeRangeProperties ?? []).map(({ eksProperties }) => eksProperties),
  ];
  const containers = properties.flatMap((each) => [
    ...(each?.podProperties?.containers ?? []),
    ...(each?.podProperties?.initContainers ?? []),
  ]);
  const words = [
    ...command,
    ...containers.flatMap((each) => [...(each.command ?? []), ...(each.args ?? [])]),
  ];
  const known = new Set(words.flatMap((word) => /^Ref::(.+)$/s.exec(word)?.[1] ?? []));
  const unknown = Object.keys(parameters).find((name) => !known.has(name));
  if (unknown === undefined) return;
  const has = known.size > 0 ? `it has ${[...known].join(", ")}` : "it has none";
  throw new UsageError(`Job definition ${definition.jobDefinitionName} has no parameter ${unknown}: ${has}.`);
}

function overrides(options: Request, definition: JobDefinition): Partial<SubmitJobCommandInput> {
  const ranges = definition.nodeProperties?.nodeRangeProperties;
  const container = (ranges?.[0]?.eksProperties ?? definition.eksProperties)?.podProperties?.containers?.[0];
  if (!container) {
    throw new CliError(`Job definition ${definition.jobDefinitionName} is not one for Amazon EKS.`);
  }
  const override = containerOverride(options, container);
  if (!override) return {};
  const eksPropertiesOverride: EksPropertiesOverride = { podProperties: { containers: [override] } };
  return ranges
    ? { nodeOverrides: { nodePropertyOverrides: [{ targetNodes: "0:", eksPropertiesOverride }] } }
    : { eksPropertiesOverride };
}

/** What changes in a pod's first container. @returns undefined when nothing does */
function containerOverride(options: Request, container: EksContainer): EksContainerOverride | undefined {
  const { command, image, vcpus, memoryMiB } = options;
  const env = Object.entries(options.env).map(([name, value]) => ({ name, value }));
  const quantities = {
    ...(vcpus !== undefined && { cpu: String(vcpus) }),
    ...(memoryMiB !== undefined && { memory: `${memoryMiB}Mi` }),
  };
  const override: EksContainerOverride = {
    ...(command && commandOverride(command, container)),
    ...(image !== undefined && { image }),
    ...(env.length > 0 && { env }),
    // Requests must equal limits, and the definition may have set either.
    ...(Object.keys(quantities).length > 0 && { resources: { limits: quantities, requests: quantities } }),
  };
  if (Object.keys(override).length === 0) return undefined;
  return container.name === undefined ? override : { name: container.name, ...override };
}

/** Arguments of the definition would be appended to another command: they are replaced too. */
function commandOverride(command: readonly string[], { args }: EksContainer): EksContainerOverride {
  if (!args?.length) return { command: [...command] };
  return { command: command.slice(0, 1), args: command.slice(1) };
}
