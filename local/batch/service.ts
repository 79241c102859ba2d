import type { ClusterDirectory } from "../cluster-directory";
import type { EmulatedService, InventoryItem, Operation } from "../protocol/service";
import type { ServiceContext } from "../service-context";
import { PodAttempts } from "./attempt/pod-attempts";
import { ComputeEnvironments } from "./compute-environments/api";
import { BatchEvents, type PublishEvent } from "./events";
import { JobDefinitions } from "./job-definitions/api";
import { JobQueues } from "./job-queues/api";
import { queueSnapshot } from "./job-queues/snapshot";
import { Jobs } from "./jobs/api";
import { JobFlow } from "./jobs/flow";
import { isFinished, isTopLevel } from "./job";
import { Instances } from "./pods/instances";
import { Scheduler } from "./scheduling/scheduler";
import { JobTransitions } from "./attempt/transitions";
import type { BatchOptions } from "./options";
import { operation } from "./requests";
import { SchedulingPolicies } from "./scheduling-policies/api";
import { BatchState, type ComputeEnvironment } from "./store";
import { Tags } from "./tags";

export type { BatchOptions } from "./options";

/**
 * AWS Batch on Amazon EKS. Jobs really run, as processes of this machine.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_Operations.html
 */
export class BatchService implements EmulatedService {
  readonly name = "batch";
  readonly operations: readonly Operation[];
  private readonly state = new BatchState();
  private readonly scheduler: Scheduler;
  private readonly pods: PodAttempts;

  /** @param publish @default - nobody listens */
  constructor(
    context: ServiceContext,
    clusters: ClusterDirectory,
    options: BatchOptions,
    publish?: PublishEvent,
  ) {
    const { state } = this;
    const events = new BatchEvents(publish);
    const transitions = new JobTransitions(context.lifecycle, events);
    this.scheduler = new Scheduler(state, clusters, events);
    const instances = new Instances(context, clusters);
    this.pods = new PodAttempts(context, clusters, options, transitions, instances);
    const flow = new JobFlow(transitions, this.scheduler, this.pods, events);
    const environments = new ComputeEnvironments(
      state,
      context,
      clusters,
      this.scheduler,
      instances,
      options,
    );
    const queues = new JobQueues(state, context, this.scheduler, flow);
    const policies = new SchedulingPolicies(state, this.scheduler);
    const definitions = new JobDefinitions(state);
    const jobs = new Jobs(state, definitions, flow);
    this.operations = [
      operation("CreateComputeEnvironment", environments.create.bind(environments)),
      operation("DescribeComputeEnvironments", environments.describe.bind(environments)),
      operation("UpdateComputeEnvironment", environments.update.bind(environments)),
      operation("DeleteComputeEnvironment", environments.delete.bind(environments)),
      operation("CreateJobQueue", queues.create.bind(queues)),
      operation("DescribeJobQueues", queues.describe.bind(queues)),
      operation("UpdateJobQueue", queues.update.bind(queues)),
      operation("DeleteJobQueue", queues.delete.bind(queues)),
      operation("GetJobQueueSnapshot", queueSnapshot.bind(undefined, state, this.scheduler)),
      operation("CreateSchedulingPolicy", policies.create.bind(policies)),
      operation("DescribeSchedulingPolicies", policies.describe.bind(policies)),
      operation("ListSchedulingPolicies", policies.list.bind(policies)),
      operation("UpdateSchedulingPolicy", policies.update.bind(policies)),
      operation("DeleteSchedulingPolicy", policies.delete.bind(policies)),
      operation("RegisterJobDefinition", definitions.register.bind(definitions)),
      operation("DescribeJobDefinitions", definitions.describe.bind(definitions)),
      operation("DeregisterJobDefinition", definitions.deregister.bind(definitions)),
      operation("SubmitJob", jobs.submit.bind(jobs)),
      operation("DescribeJobs", jobs.describe.bind(jobs)),
      operation("ListJobs", jobs.list.bind(jobs)),
      operation("CancelJob", jobs.cancel.bind(jobs)),
      operation("TerminateJob", jobs.terminate.bind(jobs)),
      ...new Tags(state).operations,
    ];
  }

  inventory(): InventoryItem[] {
    return [...this.state.regions()].flatMap(
      ([region, { environments, queues, policies, definitions, jobs }]) => {
        const item = (type: string, id: string): InventoryItem => ({ service: this.name, type, id, region });
        return [
          ...[...environments.keys()].map((name) => item("compute-environment", name)),
          ...[...queues.keys()].map((name) => item("job-queue", name)),
          ...[...policies.values()].map(({ name }) => item("scheduling-policy", name!)),
          ...[...definitions.values()]
            .flat()
            .filter(({ status }) => status === "ACTIVE")
            .map((definition) =>
              item("job-definition", `${definition.jobDefinitionName}:${definition.revision}`),
            ),
          ...[...jobs.values()]
            .filter((job) => isTopLevel(job) && !isFinished(job))
            .map(({ id }) => item("job", id)),
        ];
      },
    );
  }

  holdersOf(region: string, id: string): string[] {
    return [...this.state.region(region).environments.values()]
      .filter((environment) => heldBy(environment).includes(id))
      .map(({ name }) => `Batch compute environment ${name}`);
  }

  /** Kills the jobs that run, and places no more. */
  async close(): Promise<void> {
    this.scheduler.close();
    await this.pods.close();
  }
}

/** What of other services an environment cannot be without: ids, and the profile by name and by ARN. */
function heldBy({ detail }: ComputeEnvironment): string[] {
  const { subnets = [], securityGroupIds = [], instanceRole = "", launchTemplate } = detail.computeResources!;
  return [
    ...subnets,
    ...securityGroupIds,
    instanceRole,
    instanceRole.slice(instanceRole.lastIndexOf("/") + 1),
    launchTemplate?.launchTemplateId,
    launchTemplate?.launchTemplateName,
  ].filter((id) => id !== undefined);
}
