import {
  DeregisterJobDefinitionCommand,
  DescribeJobDefinitionsCommand,
  RegisterJobDefinitionCommand,
  type DescribeJobDefinitionsCommandInput,
  type JobDefinition,
  type RegisterJobDefinitionCommandInput,
} from "@aws-sdk/client-batch";
import { CliError } from "../../terminal/cli-error";
import type { JobClients } from "./job-clients";
import type { Patience } from "./patience";

/** The job definitions of AWS Batch. */
export class JobDefinitions {
  constructor(
    private readonly clients: Pick<JobClients, "batch">,
    private readonly patience: Patience,
  ) {}

  /** The newest active revision of a definition, or the one that is named. @throws CliError when there is none */
  async get(nameOrArn: string): Promise<JobDefinition> {
    const found = await this.find(nameOrArn);
    if (found) return found;
    throw new CliError(`There is no active job definition ${nameOrArn} in this region.`);
  }

  /** The same. @returns undefined when there is none */
  async find(nameOrArn: string): Promise<JobDefinition | undefined> {
    const isExact = nameOrArn.startsWith("arn:") || nameOrArn.includes(":");
    const [newest] = isExact
      ? await this.describe({ jobDefinitions: [nameOrArn] })
      : await this.revisions(nameOrArn);
    return newest;
  }

  /** The active revisions of a name, the newest first. */
  revisions(jobDefinitionName: string): Promise<JobDefinition[]> {
    return this.describe({ jobDefinitionName, status: "ACTIVE" });
  }

  async register(input: RegisterJobDefinitionCommandInput): Promise<JobDefinition> {
    const command = new RegisterJobDefinitionCommand(input);
    const { jobDefinitionArn } = await this.patience.call(() => this.clients.batch.send(command));
    return this.get(jobDefinitionArn!);
  }

  async deregister({ jobDefinitionArn }: JobDefinition): Promise<void> {
    const command = new DeregisterJobDefinitionCommand({ jobDefinition: jobDefinitionArn });
    await this.patience.call(() => this.clients.batch.send(command));
  }

  private async describe(input: DescribeJobDefinitionsCommandInput): Promise<JobDefinition[]> {
    const found: JobDefinition[] = [];
    let nextToken: string | undefined;
    do {
      const command = new DescribeJobDefinitionsCommand({ ...input, nextToken });
      const page = await this.patience.call(() => this.clients.batch.send(command));
      found.push(...(page.jobDefinitions ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return found.sort((a, b) => b.revision! - a.revision!);
  }
}

/** A revision as people call it, such as `greet:3`. */
export function revisionName({ jobDefinitionName, revision }: JobDefinition): string {
  return `${jobDefinitionName}:${revision}`;
}
