import { randomUUID } from "node:crypto";
import type { EksPodProperties, JobDefinition, JobDetail, SubmitJobRequest } from "@aws-sdk/client-batch";
import { MAX_SUBMISSION_BYTES } from "../../../src/model/facts/batch";
import { arn } from "../../service-context";
import type { JobQueue } from "../store";
import { checkName, clientException, invalidRequest, notEmulated } from "../errors";
import { checkTimeout } from "../job-definitions/rules";
import { parseTargetNodes, rangeOf } from "../job-definitions/node-ranges";
import { podSize } from "../job-definitions/pod-resources";
import { checkRetryStrategy } from "../job-definitions/retry-strategy";
import type { Job } from "../job";
import { overriddenPod } from "./pod-overrides";

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
export function checkSubmission(request: SubmitJobRequest, queue: JobQueue, definition: JobDefinition): void {
  checkName("Job name", request.jobName);
  if (Buffer.byteLength(JSON.stringify(request)) > MAX_SUBMISSION_BYTES) {
    throw invalidRequest(`The request for a job can have at most ${MAX_SUBMISSION_BYTES} bytes`);
  }
  if (request.ecsPropertiesOverride) throw notEmulated("jobs on Amazon ECS");
  if (request.consumableResourcePropertiesOverride) throw notEmulated("consumable resources");
  const isMultiNode = definition.type === "multinode";
  if (request.containerOverrides || (request.nodeOverrides && !isMultiNode)) {
    throw invalidRequest("Container overrides or node overrides should not be set for Batch on EKS jobs.");
  }
  if (isMultiNode && request.eksPropertiesOverride) {
    throw invalidRequest("eksPropertiesOverride should be within nodeOverrides for multi-node parallel jobs");
  }
  if (request.shareIdentifier && !queue.detail.schedulingPolicyArn) {
    throw invalidRequest("shareIdentifier should not be set for a job queue without a scheduling policy");
  }
  if (queue.detail.schedulingPolicyArn) checkShare(request, definition);
  const size = request.arrayProperties?.size;
  if (request.arrayProperties && !(Number.isInteger(size) && size! >= 2 && size! <= 10_000)) {
    throw invalidRequest(`Array size must be between 2 and 10000, got ${size}`);
  }
  if (size && isMultiNode) throw invalidRequest("Multi-node parallel jobs can not be array jobs");
  if (request.retryStrategy) checkRetryStrategy(request.retryStrategy);
  checkTimeout(request.timeout);
}

/** @see https://docs.aws.amazon.com/batch/latest/userguide/share-identifiers.html */
function checkShare(request: SubmitJobRequest, definition: JobDefinition): void {
  const { shareIdentifier, schedulingPriorityOverride } = request;
  if (!shareIdentifier) {
    throw invalidRequest("shareIdentifier must be set for a job queue with a scheduling policy");
  }
  if (!/^[A-Za-z0-9]{1,255}$/.test(shareIdentifier)) {
    throw invalidRequest(`shareIdentifier ${shareIdentifier} should match valid pattern`);
  }
  const priority = schedulingPriorityOverride ?? definition.schedulingPriority;
  if (priority === undefined) {
    throw clientException(
      "Either schedulingPriority in job definition or schedulingPriorityOverride should be specified.",
    );
  }
  if (!Number.isInteger(priority) || priority < 0 || priority > 9999) {
    throw invalidRequest(`schedulingPriority must be between 0 and 9999, got ${priority}`);
  }
}

/** Makes the job, with the children of an array or the nodes of a multi-node parallel job. */
export function newJob(request: SubmitJobRequest, queue: JobQueue, definition: JobDefinition): Job {
  const parameters = { ...definition.parameters, ...request.parameters };
  const id = randomUUID();
  const common = commonDetail(request, queue, definition, parameters);
  if (definition.type === "multinode")
    return multiNodeJob(id, common, request, queue, definition, parameters);
  const pod = overriddenPod(
    definition.eksProperties!.podProperties!,
    request.eksPropertiesOverride,
    parameters,
  );
  const size = request.arrayProperties?.size;
  const job = makeJob(queue, id, { ...common, arrayProperties: size ? { size } : undefined }, [pod]);
  for (let index = 0; index < (size ?? 0); index += 1) {
    const detail = { ...common, arrayProperties: { index, statusSummary: {} } };
    job.children.push(makeJob(queue, `${id}:${index}`, detail, [pod], job));
  }
  return job;
}

function multiNodeJob(
  id: string,
  common: Omit<JobDetail, "jobId" | "jobArn">,
  request: SubmitJobRequest,
  queue: JobQueue,
  definition: JobDefinition,
  parameters: Readonly<Record<string, string>>,
): Job {
  const { nodePropertyOverrides = [], numNodes: ordered } = request.nodeOverrides ?? {};
  const { mainNode = 0, nodeRangeProperties: ranges } = definition.nodeProperties!;
  const numNodes = ordered ?? definition.nodeProperties!.numNodes!;
  if (ordered !== undefined && !ranges!.some(({ targetNodes }) => targetNodes?.endsWith(":"))) {
    throw invalidRequest(
      "numNodes can be overridden only where a node range of the definition is open-ended",
    );
  }
  for (const { targetNodes } of nodePropertyOverrides) parseTargetNodes(targetNodes, numNodes);
  const pods = Array.from({ length: numNodes }, (_, node) => {
    const defined = rangeOf(ranges!, node, numNodes)?.eksProperties?.podProperties;
    if (!defined) throw invalidRequest(`No node range of the job definition has node ${node}`);
    const override = rangeOf(nodePropertyOverrides, node, numNodes)?.eksPropertiesOverride;
    return overriddenPod(defined, override, parameters);
  });
  const nodeProperties = { numNodes, mainNode, nodeRangeProperties: structuredClone(ranges) };
  const job = makeJob(queue, id, { ...common, nodeProperties }, pods);
  pods.forEach((pod, nodeIndex) => {
    const nodeDetails = { nodeIndex, isMainNode: nodeIndex === mainNode };
    job.children.push(makeJob(queue, `${id}#${nodeIndex}`, { ...common, nodeDetails }, [pod], job));
  });
  return job;
}

function commonDetail(
  request: SubmitJobRequest,
  queue: JobQueue,
  definition: JobDefinition,
  parameters: Record<string, string>,
): Omit<JobDetail, "jobId" | "jobArn"> {
  return {
    jobName: request.jobName,
    jobQueue: queue.arn,
    jobDefinition: definition.jobDefinitionArn,
    status: "SUBMITTED",
    shareIdentifier: request.shareIdentifier,
    schedulingPriority: request.schedulingPriorityOverride ?? definition.schedulingPriority,
    attempts: [],
    createdAt: Date.now(),
    startedAt: undefined,
    retryStrategy: {
      attempts: 1,
      evaluateOnExit: [],
      ...(request.retryStrategy ?? definition.retryStrategy),
    },
    dependsOn: request.dependsOn ?? [],
    parameters,
    timeout: request.timeout ?? definition.timeout,
    tags: request.tags ?? {},
    propagateTags: request.propagateTags ?? definition.propagateTags,
    isCancelled: false,
    isTerminated: false,
  };
}

/** @param pods one, but those of all nodes for a multi-node parallel job as a whole */
function makeJob(
  queue: JobQueue,
  id: string,
  detail: Omit<JobDetail, "jobId" | "jobArn">,
  pods: readonly EksPodProperties[],
  parent?: Job,
): Job {
  const pod = detail.nodeProperties ? undefined : pods[0];
  const sizes = pods.map(podSize);
  return {
    id,
    name: detail.jobName!,
    region: queue.region,
    queueArn: queue.arn,
    detail: {
      ...detail,
      jobId: id,
      jobArn: arn("batch", queue.region, `job/${id}`),
      tags: { ...detail.tags },
      ...(pod && { eksProperties: { podProperties: structuredClone(pod) }, eksAttempts: [] }),
    },
    ...(parent && { parent }),
    children: [],
    vcpus: sizes.reduce((sum, { vcpus }) => sum + vcpus, 0),
    pods: sizes,
    waitsFor: new Set(),
    dependents: new Set(),
    dependencyFailed: false,
    attempts: 0,
  };
}
