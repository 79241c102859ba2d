import type { ComputeEnvironmentOrder, JobStateTimeLimitAction } from "@aws-sdk/client-batch";
import { MAX_ENVIRONMENTS_OF_QUEUE } from "../../../src/model/facts/batch";
import type { BatchState } from "../store";
import { clientException, invalidRequest } from "../errors";

/** @see https://docs.aws.amazon.com/batch/latest/userguide/job_stuck_in_runnable_time_limit_actions.html */
const TIME_LIMIT_REASONS = [
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
  "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
  "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
  "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED",
];

/**
 * Checks the environments of a queue.
 *
 * @returns the environments by ARN, in their order
 */
export function checkedOrder(
  state: BatchState,
  region: string,
  order: readonly ComputeEnvironmentOrder[] | undefined,
): ComputeEnvironmentOrder[] {
  if (!order?.length) throw invalidRequest("computeEnvironmentOrder can not be empty");
  if (order.length > MAX_ENVIRONMENTS_OF_QUEUE) {
    throw invalidRequest(`A job queue can have at most ${MAX_ENVIRONMENTS_OF_QUEUE} compute environments`);
  }
  const checked = order.map((entry) => {
    const environment = state.environment(region, entry.computeEnvironment);
    if (!environment) {
      throw clientException(`ComputeEnvironment ${entry.computeEnvironment} does not exist`);
    }
    if (environment.detail.status !== "VALID") {
      throw clientException(
        `ComputeEnvironment ${environment.arn} is not VALID, its status is ${environment.detail.status}`,
      );
    }
    return { order: entry.order!, computeEnvironment: environment.arn };
  });
  if (new Set(checked.map(({ computeEnvironment }) => computeEnvironment)).size < checked.length) {
    throw invalidRequest("computeEnvironmentOrder can not have the same compute environment twice");
  }
  if (new Set(checked.map((entry) => entry.order)).size < checked.length) {
    throw invalidRequest("computeEnvironmentOrder can not have the same order twice");
  }
  return checked.sort((a, b) => a.order - b.order);
}

/** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_JobStateTimeLimitAction.html */
export function checkTimeLimitActions(actions: readonly JobStateTimeLimitAction[] = []): void {
  for (const { action, state, reason, maxTimeSeconds } of actions) {
    if (action !== "CANCEL")
      throw invalidRequest(`jobStateTimeLimitActions action must be CANCEL, got ${action}`);
    if (state !== "RUNNABLE")
      throw invalidRequest(`jobStateTimeLimitActions state must be RUNNABLE, got ${state}`);
    if (!TIME_LIMIT_REASONS.includes(reason ?? "")) {
      throw invalidRequest(
        `jobStateTimeLimitActions reason must be one of ${TIME_LIMIT_REASONS.join(", ")}, got ${reason}`,
      );
    }
    if (!(maxTimeSeconds! >= 600 && maxTimeSeconds! <= 86_400)) {
      throw invalidRequest(
        `jobStateTimeLimitActions maxTimeSeconds must be between 600 and 86400, got ${maxTimeSeconds}`,
      );
    }
  }
}

/** Checks that a policy exists, if one is named. */
export function checkSchedulingPolicy(state: BatchState, region: string, arn: string | undefined): void {
  if (arn && !state.region(region).policies.has(arn)) {
    throw clientException(`SchedulingPolicy ${arn} does not exist`);
  }
}

export function checkPriority(priority: number | undefined): void {
  if (priority === undefined || !Number.isInteger(priority) || priority < 0) {
    throw invalidRequest(`priority must be an integer of at least 0, got ${priority}`);
  }
}
