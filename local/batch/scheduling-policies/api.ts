import type {
  CreateSchedulingPolicyRequest,
  CreateSchedulingPolicyResponse,
  DeleteSchedulingPolicyRequest,
  DescribeSchedulingPoliciesRequest,
  DescribeSchedulingPoliciesResponse,
  ListSchedulingPoliciesRequest,
  ListSchedulingPoliciesResponse,
  SchedulingPolicyDetail,
  UpdateSchedulingPolicyRequest,
} from "@aws-sdk/client-batch";
import { arn } from "../../service-context";
import type { BatchState } from "../store";
import { checkName, clientException, invalidRequest, notEmulated } from "../errors";
import type { Scheduler } from "../scheduling/scheduler";
import { page } from "../page";
import { checkFairsharePolicy } from "./rules";

/** The scheduling policy part of the API: fair share, but no quota shares. */
export class SchedulingPolicies {
  constructor(
    private readonly state: BatchState,
    private readonly scheduler: Scheduler,
  ) {}

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateSchedulingPolicy.html */
  create(region: string, request: CreateSchedulingPolicyRequest): CreateSchedulingPolicyResponse {
    const { name, fairsharePolicy, tags = {} } = request;
    checkName("Scheduling policy name", name);
    if (request.quotaSharePolicy) throw notEmulated("quota shares");
    checkFairsharePolicy(fairsharePolicy);
    const { policies } = this.state.region(region);
    const policyArn = arn("batch", region, `scheduling-policy/${name}`);
    if (policies.has(policyArn)) throw clientException("Object already exists");
    policies.set(policyArn, { name, arn: policyArn, fairsharePolicy: fairsharePolicy ?? {}, tags });
    return { name, arn: policyArn };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeSchedulingPolicies.html */
  describe(
    region: string,
    { arns = [] }: DescribeSchedulingPoliciesRequest,
  ): DescribeSchedulingPoliciesResponse {
    if (arns.length < 1 || arns.length > 100) {
      throw invalidRequest(`arns must have 1 to 100 entries, got ${arns.length}`);
    }
    const { policies } = this.state.region(region);
    return { schedulingPolicies: arns.flatMap((policyArn) => policies.get(policyArn) ?? []) };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_ListSchedulingPolicies.html */
  list(region: string, request: ListSchedulingPoliciesRequest): ListSchedulingPoliciesResponse {
    const { items, nextToken } = page([...this.state.region(region).policies.keys()], request, 100);
    return { schedulingPolicies: items.map((policyArn) => ({ arn: policyArn })), nextToken };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdateSchedulingPolicy.html */
  update(region: string, request: UpdateSchedulingPolicyRequest): object {
    const policy = this.existing(region, request.arn);
    if (request.quotaSharePolicy) throw notEmulated("quota shares");
    checkFairsharePolicy(request.fairsharePolicy);
    policy.fairsharePolicy = request.fairsharePolicy ?? policy.fairsharePolicy;
    this.scheduler.wake();
    return {};
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteSchedulingPolicy.html */
  delete(region: string, request: DeleteSchedulingPolicyRequest): object {
    const policy = this.existing(region, request.arn);
    const { queues, policies } = this.state.region(region);
    if ([...queues.values()].some(({ detail }) => detail.schedulingPolicyArn === policy.arn)) {
      throw clientException("Cannot delete, found existing JobQueue relationship");
    }
    policies.delete(policy.arn!);
    return {};
  }

  private existing(region: string, policyArn: string | undefined): SchedulingPolicyDetail {
    const policy = this.state.region(region).policies.get(policyArn ?? "");
    if (!policy) throw clientException(`SchedulingPolicy ${policyArn} does not exist`);
    return policy;
  }
}
