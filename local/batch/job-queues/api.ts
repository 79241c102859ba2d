import type {
  CreateJobQueueRequest,
  CreateJobQueueResponse,
  DeleteJobQueueRequest,
  DescribeJobQueuesRequest,
  DescribeJobQueuesResponse,
  UpdateJobQueueRequest,
  UpdateJobQueueResponse,
} from "@aws-sdk/client-batch";
import { arn, type ServiceContext } from "../../service-context";
import type { BatchState, JobQueue } from "../store";
import { checkName, checkSettled, clientException, invalidRequest, notEmulated } from "../errors";
import { checkedOrder, checkPriority, checkSchedulingPolicy, checkTimeLimitActions } from "./rules";
import { isFinished, isTopLevel, type Job } from "../job";
import type { JobFlow } from "../jobs/flow";
import type { Scheduler } from "../scheduling/scheduler";
import { page } from "../page";

/** The job queue part of the API. */
export class JobQueues {
  constructor(
    private readonly state: BatchState,
    private readonly context: ServiceContext,
    private readonly scheduler: Scheduler,
    private readonly flow: JobFlow,
  ) {}

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html */
  create(region: string, request: CreateJobQueueRequest): CreateJobQueueResponse {
    const { jobQueueName: name, priority, jobStateTimeLimitActions } = request;
    checkName("Job queue name", name);
    if (request.serviceEnvironmentOrder?.length) throw notEmulated("service environments");
    checkPriority(priority);
    checkTimeLimitActions(jobStateTimeLimitActions);
    checkSchedulingPolicy(this.state, region, request.schedulingPolicyArn);
    const { queues } = this.state.region(region);
    if (queues.has(name)) throw clientException("Object already exists");
    const queueArn = arn("batch", region, `job-queue/${name}`);
    const queue: JobQueue = {
      name,
      arn: queueArn,
      region,
      detail: {
        jobQueueName: name,
        jobQueueArn: queueArn,
        state: request.state ?? "ENABLED",
        status: "CREATING",
        priority,
        computeEnvironmentOrder: checkedOrder(this.state, region, request.computeEnvironmentOrder),
        // Terraform sends an empty string for one that is not set.
        schedulingPolicyArn: request.schedulingPolicyArn || undefined,
        jobStateTimeLimitActions,
        jobQueueType: "EKS",
        tags: request.tags ?? {},
      },
    };
    queues.set(name, queue);
    this.settleAfter("create", queue);
    return { jobQueueName: name, jobQueueArn: queueArn };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobQueues.html */
  describe(region: string, request: DescribeJobQueuesRequest): DescribeJobQueuesResponse {
    if (request.jobQueues?.length) {
      if (request.maxResults !== undefined)
        throw invalidRequest("JobQueues and MaxResults cannot both be set");
      const found = request.jobQueues.map((nameOrArn) => this.state.queue(region, nameOrArn)?.detail);
      return { jobQueues: found.filter((detail) => detail !== undefined) };
    }
    const { items, nextToken } = page([...this.state.region(region).queues.values()], request, 100);
    return { jobQueues: items.map(({ detail }) => detail), nextToken };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdateJobQueue.html */
  update(region: string, request: UpdateJobQueueRequest): UpdateJobQueueResponse {
    const queue = this.existing(region, request.jobQueue);
    const { detail } = queue;
    checkSettled("update", detail.status);
    if (request.serviceEnvironmentOrder?.length) throw notEmulated("service environments");
    if (request.priority !== undefined) checkPriority(request.priority);
    checkTimeLimitActions(request.jobStateTimeLimitActions);
    if (request.schedulingPolicyArn && !detail.schedulingPolicyArn) {
      throw invalidRequest("A scheduling policy can not be added to a job queue without one");
    }
    checkSchedulingPolicy(this.state, region, request.schedulingPolicyArn);
    if (request.computeEnvironmentOrder) {
      detail.computeEnvironmentOrder = checkedOrder(this.state, region, request.computeEnvironmentOrder);
    }
    detail.state = request.state ?? detail.state;
    detail.priority = request.priority ?? detail.priority;
    detail.schedulingPolicyArn = request.schedulingPolicyArn || detail.schedulingPolicyArn;
    detail.jobStateTimeLimitActions = request.jobStateTimeLimitActions ?? detail.jobStateTimeLimitActions;
    detail.status = "UPDATING";
    this.settleAfter("update", queue);
    return { jobQueueName: queue.name, jobQueueArn: queue.arn };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteJobQueue.html */
  delete(region: string, request: DeleteJobQueueRequest): object {
    const queue = this.existing(region, request.jobQueue);
    const { detail } = queue;
    if (detail.status === "DELETING") return {};
    checkSettled("delete", detail.status);
    if (detail.state !== "DISABLED") throw clientException("Cannot delete, job queue must be DISABLED");
    detail.status = "DELETING";
    for (const job of this.unfinishedJobs(queue)) this.flow.discard(job, "The job queue was deleted");
    this.remove(queue);
    return {};
  }

  private settleAfter(operation: "create" | "update", queue: JobQueue): void {
    const settle = (problem?: string): void => {
      queue.detail.status = problem ? "INVALID" : "VALID";
      queue.detail.statusReason = problem ?? "JobQueue Healthy";
      this.scheduler.wake();
    };
    this.context.lifecycle.transition(`batch.job-queue.${operation}`, queue.name, () => settle(), settle);
  }

  private remove(queue: JobQueue): void {
    this.context.lifecycle.transition(
      "batch.job-queue.delete",
      queue.name,
      () => {
        if (this.unfinishedJobs(queue).length > 0) this.remove(queue);
        else this.state.region(queue.region).queues.delete(queue.name);
      },
      (reason) => {
        queue.detail.status = "INVALID";
        queue.detail.statusReason = reason;
      },
    );
  }

  private unfinishedJobs(queue: JobQueue): Job[] {
    return [...this.state.region(queue.region).jobs.values()].filter(
      (job) => job.queueArn === queue.arn && isTopLevel(job) && !isFinished(job),
    );
  }

  private existing(region: string, nameOrArn: string | undefined): JobQueue {
    const queue = this.state.queue(region, nameOrArn);
    if (!queue) throw clientException(`JobQueue ${nameOrArn} does not exist`);
    return queue;
  }
}
