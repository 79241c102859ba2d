import type { JobTimeout, RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { checkName, invalidRequest, notEmulated } from "../errors";
import { checkNodeRanges } from "./node-ranges";
import { checkPod } from "./pod-rules";
import { checkRetryStrategy } from "./retry-strategy";

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html */
export function checkNewDefinition(request: RegisterJobDefinitionRequest): void {
  checkName("Job definition name", request.jobDefinitionName);
  if (request.containerProperties || request.ecsProperties)
    throw notEmulated("job definition for Amazon ECS");
  if (request.consumableResourceProperties) throw notEmulated("consumable resources");
  if (request.platformCapabilities?.length) {
    throw invalidRequest("platformCapabilities should not be specified for jobs on EKS");
  }
  if (request.type === "container") {
    if (!request.eksProperties || request.nodeProperties) {
      throw invalidRequest(
        "A job definition of type container must have eksProperties and no nodeProperties",
      );
    }
    checkPod(request.eksProperties.podProperties);
  } else if (request.type === "multinode") {
    checkMultiNode(request);
  } else {
    throw invalidRequest(`Job definition type must be container or multinode, got ${String(request.type)}`);
  }
  if (request.retryStrategy) checkRetryStrategy(request.retryStrategy);
  checkTimeout(request.timeout);
}

function checkMultiNode({ nodeProperties, eksProperties }: RegisterJobDefinitionRequest): void {
  if (!nodeProperties || eksProperties) {
    throw invalidRequest("A job definition of type multinode must have nodeProperties and no eksProperties");
  }
  checkNodeRanges(nodeProperties);
  for (const range of nodeProperties.nodeRangeProperties!) {
    if (!range.eksProperties) throw notEmulated("node range without eksProperties");
    checkPod(range.eksProperties.podProperties);
  }
}

/** @see https://docs.aws.amazon.com/batch/latest/userguide/job_timeouts.html */
export function checkTimeout(timeout: JobTimeout | undefined): void {
  const seconds = timeout?.attemptDurationSeconds;
  if (seconds !== undefined && !(seconds >= 60)) {
    throw invalidRequest(`attemptDurationSeconds must be at least 60, got ${seconds}`);
  }
}
