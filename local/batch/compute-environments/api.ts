import { randomUUID } from "node:crypto";
import type {
  ComputeResource,
  CreateComputeEnvironmentRequest,
  CreateComputeEnvironmentResponse,
  DeleteComputeEnvironmentRequest,
  DescribeComputeEnvironmentsRequest,
  DescribeComputeEnvironmentsResponse,
  UpdateComputeEnvironmentRequest,
  UpdateComputeEnvironmentResponse,
} from "@aws-sdk/client-batch";
import type { ClusterDirectory } from "../../cluster-directory";
import { arn, type ServiceContext } from "../../service-context";
import type { BatchOptions } from "../options";
import type { BatchState, ComputeEnvironment } from "../store";
import { checkSettled, clientException, invalidRequest } from "../errors";
import { checkComputeResources, checkNewEnvironment, checkUpdatePolicy } from "./rules";
import { EnvironmentLife } from "./life";
import { nodeSizes } from "./instance-types";
import { newComputeResources, replacesInstances, updatedComputeResources } from "./resources";
import type { NodeSize } from "../scheduling/fit";
import type { Instances } from "../pods/instances";
import type { Scheduler } from "../scheduling/scheduler";
import { page } from "../page";
import { ensureServiceLinkedRole } from "./service-linked-role";

/** The compute environment part of the API. */
export class ComputeEnvironments {
  private readonly life: EnvironmentLife;

  constructor(
    private readonly state: BatchState,
    private readonly context: ServiceContext,
    clusters: ClusterDirectory,
    private readonly scheduler: Scheduler,
    instances: Instances,
    private readonly options: Pick<BatchOptions, "maxEnvironmentsOfCluster">,
  ) {
    this.life = new EnvironmentLife(state, context, clusters, scheduler, instances);
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateComputeEnvironment.html */
  async create(
    region: string,
    request: CreateComputeEnvironmentRequest,
  ): Promise<CreateComputeEnvironmentResponse> {
    checkNewEnvironment(request);
    const name = request.computeEnvironmentName!;
    // Terraform sends an empty string for a role that is not set.
    const serviceRole =
      request.serviceRole || (await ensureServiceLinkedRole(this.context.clients(region).iam));
    const sizes = await this.sizesOf(region, request.computeResources!);
    const { environments } = this.state.region(region);
    if (environments.has(name)) throw clientException("Object already exists");
    this.checkRoom([...environments.values()], request.eksConfiguration?.eksClusterArn);
    const environmentArn = arn("batch", region, `compute-environment/${name}`);
    const environment: ComputeEnvironment = {
      name,
      arn: environmentArn,
      region,
      sizes,
      detail: {
        computeEnvironmentName: name,
        computeEnvironmentArn: environmentArn,
        type: request.type,
        state: request.state ?? "ENABLED",
        status: "CREATING",
        serviceRole,
        computeResources: newComputeResources(request.computeResources!),
        eksConfiguration: request.eksConfiguration,
        containerOrchestrationType: "EKS",
        uuid: randomUUID(),
        context: request.context,
        tags: request.tags ?? {},
      },
    };
    environments.set(name, environment);
    this.life.validate(environment, "create");
    return { computeEnvironmentName: name, computeEnvironmentArn: environmentArn };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeComputeEnvironments.html */
  describe(region: string, request: DescribeComputeEnvironmentsRequest): DescribeComputeEnvironmentsResponse {
    const { computeEnvironments: wanted } = request;
    if (wanted?.length) {
      if (request.maxResults !== undefined) {
        throw invalidRequest("ComputeEnvironments and MaxResults cannot both be set");
      }
      const found = wanted.map((nameOrArn) => this.state.environment(region, nameOrArn)?.detail);
      return { computeEnvironments: found.filter((detail) => detail !== undefined) };
    }
    const { items, nextToken } = page([...this.state.region(region).environments.values()], request, 100);
    return { computeEnvironments: items.map(({ detail }) => detail), nextToken };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdateComputeEnvironment.html */
  async update(
    region: string,
    request: UpdateComputeEnvironmentRequest,
  ): Promise<UpdateComputeEnvironmentResponse> {
    const environment = this.existing(region, request.computeEnvironment);
    const { detail } = environment;
    checkSettled("update", detail.status);
    if (request.unmanagedvCpus !== undefined) {
      throw invalidRequest("unmanagedvCpus is not allowed for MANAGED compute environments");
    }
    if (request.serviceRole && request.serviceRole !== detail.serviceRole) {
      throw invalidRequest(
        `The service role ${detail.serviceRole} of a compute environment cannot be changed`,
      );
    }
    const computeResources = updatedComputeResources(
      detail.computeResources!,
      request.computeResources ?? {},
    );
    checkComputeResources(computeResources);
    const sizes = await this.sizesOf(region, computeResources);
    // Another update may have been faster.
    checkSettled("update", detail.status);
    if (request.updatePolicy) {
      checkUpdatePolicy(request.updatePolicy);
      detail.updatePolicy = {
        terminateJobsOnUpdate: false,
        jobExecutionTimeoutMinutes: 30,
        ...detail.updatePolicy,
        ...request.updatePolicy,
      };
    }
    const replaced = replacesInstances(detail.computeResources!, computeResources)
      ? this.scheduler.attemptsIn(environment)
      : [];
    detail.computeResources = computeResources;
    environment.sizes = sizes;
    detail.state = request.state ?? detail.state;
    detail.status = "UPDATING";
    this.life.endAfterPolicy(environment, replaced);
    this.life.validate(environment, "update", replaced);
    this.scheduler.wake();
    return { computeEnvironmentName: environment.name, computeEnvironmentArn: environment.arn };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DeleteComputeEnvironment.html */
  delete(region: string, request: DeleteComputeEnvironmentRequest): object {
    const environment = this.existing(region, request.computeEnvironment);
    const { detail } = environment;
    if (detail.status === "DELETING") return {};
    checkSettled("delete", detail.status);
    if (detail.state !== "DISABLED") {
      throw clientException("Cannot delete, compute environment must be DISABLED");
    }
    if (this.isInQueue(environment)) {
      throw clientException("Cannot delete, found existing JobQueue relationship");
    }
    detail.status = "DELETING";
    this.life.remove(environment);
    return {};
  }

  /** Refuses one more environment than a cluster may have; the words are not AWS's. */
  private checkRoom(environments: readonly ComputeEnvironment[], clusterArn: string | undefined): void {
    const max = this.options.maxEnvironmentsOfCluster;
    const others = environments.filter(({ detail }) => detail.eksConfiguration?.eksClusterArn === clusterArn);
    if (others.length >= max)
      throw clientException(`There may be ${max} compute environments of an EKS cluster`);
  }

  private sizesOf(region: string, { instanceTypes = [] }: ComputeResource): Promise<NodeSize[]> {
    return nodeSizes(this.context.clients(region).ec2, instanceTypes);
  }

  private isInQueue(environment: ComputeEnvironment): boolean {
    return [...this.state.region(environment.region).queues.values()].some(({ detail }) =>
      detail.computeEnvironmentOrder!.some(
        ({ computeEnvironment }) => computeEnvironment === environment.arn,
      ),
    );
  }

  private existing(region: string, nameOrArn: string | undefined): ComputeEnvironment {
    const environment = this.state.environment(region, nameOrArn);
    if (!environment) throw clientException(`ComputeEnvironment ${nameOrArn} does not exist`);
    return environment;
  }
}
