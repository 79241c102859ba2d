import type {
  DeregisterJobDefinitionRequest,
  DescribeJobDefinitionsRequest,
  DescribeJobDefinitionsResponse,
  JobDefinition,
  RegisterJobDefinitionRequest,
  RegisterJobDefinitionResponse,
} from "@aws-sdk/client-batch";
import { arn } from "../../service-context";
import { nameIn, type BatchState } from "../store";
import { clientException, invalidRequest } from "../errors";
import { checkNewDefinition } from "./rules";
import { page } from "../page";

/** The job definition part of the API. */
export class JobDefinitions {
  constructor(private readonly state: BatchState) {}

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html */
  register(region: string, request: RegisterJobDefinitionRequest): RegisterJobDefinitionResponse {
    checkNewDefinition(request);
    const name = request.jobDefinitionName!;
    const { definitions } = this.state.region(region);
    const revisions = definitions.get(name) ?? [];
    definitions.set(name, revisions);
    const revision = revisions.length + 1;
    const definition: JobDefinition = {
      ...request,
      jobDefinitionName: name,
      jobDefinitionArn: arn("batch", region, `job-definition/${name}:${revision}`),
      revision,
      status: "ACTIVE",
      type: request.type,
      parameters: request.parameters ?? {},
      tags: request.tags ?? {},
      containerOrchestrationType: "EKS",
    };
    revisions.push(definition);
    return { jobDefinitionName: name, jobDefinitionArn: definition.jobDefinitionArn, revision };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobDefinitions.html */
  describe(region: string, request: DescribeJobDefinitionsRequest): DescribeJobDefinitionsResponse {
    const { jobDefinitions: wanted, jobDefinitionName, status } = request;
    if (wanted?.length) {
      if (request.maxResults !== undefined) {
        throw invalidRequest("JobDefinitions and MaxResults cannot both be set");
      }
      const found = wanted.map((nameOrArn) => this.find(region, nameOrArn));
      return { jobDefinitions: found.filter((definition) => definition !== undefined) };
    }
    const { definitions } = this.state.region(region);
    const named = jobDefinitionName
      ? (definitions.get(jobDefinitionName) ?? [])
      : [...definitions.values()].flat();
    const { items, nextToken } = page(
      named.filter((definition) => !status || definition.status === status).reverse(),
      request,
      100,
    );
    return { jobDefinitions: items, nextToken };
  }

  /** @see https://docs.aws.amazon.com/batch/latest/APIReference/API_DeregisterJobDefinition.html */
  deregister(region: string, { jobDefinition }: DeregisterJobDefinitionRequest): object {
    const definition = this.find(region, jobDefinition);
    if (!definition) throw clientException(`JobDefinition ${jobDefinition} does not exist`);
    definition.status = "INACTIVE";
    return {};
  }

  /**
   * The definition that a job is submitted with; without a revision the latest active one.
   *
   * @param nameOrArn name, name:revision, or the ARN with or without revision
   */
  active(region: string, nameOrArn: string | undefined): JobDefinition {
    const name = nameIn(region, "job-definition", nameOrArn);
    const definition = name.includes(":")
      ? this.find(region, name)
      : this.state
          .region(region)
          .definitions.get(name)
          ?.findLast(({ status }) => status === "ACTIVE");
    if (definition?.status !== "ACTIVE") {
      throw clientException(`JobDefinition name ${name} does not exist or is not in ACTIVE status`);
    }
    return definition;
  }

  /** @param nameOrArn name:revision or the ARN, which holds both */
  private find(region: string, nameOrArn: string | undefined): JobDefinition | undefined {
    const [name = "", revision] = nameIn(region, "job-definition", nameOrArn).split(":");
    return this.state
      .region(region)
      .definitions.get(name)
      ?.find((definition) => String(definition.revision) === revision);
  }
}
