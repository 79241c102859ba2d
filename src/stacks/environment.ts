import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, Manifest, type TerraformStack } from "cdktf";
import { partitionOf, type Partition } from "../aws-region";
import type { Variables } from "../variables";

/** One deployment: its variables, what follows from them, and where its state lives. */
export class Environment {
  readonly partition: Partition;
  /** Tags of everything that can be tagged. */
  readonly tags: Readonly<Record<string, string>>;

  /** @param stateRoot directory below which every environment has its own */
  constructor(
    readonly variables: Variables,
    private readonly stateRoot: string,
  ) {
    this.partition = partitionOf(variables.aws_region)!;
    this.tags = { ...variables.tags, Blueprint: variables.eks_cluster_name };
  }

  /**
   * Keeps a stack's state in `<root>/<region>/<cluster>/<stack>.tfstate`: another region or
   * cluster name is another environment and never touches this one.
   */
  useLocalState(stack: TerraformStack): void {
    const { aws_region, eks_cluster_name } = this.variables;
    const workingDirectory = resolve(App.of(stack).outdir, Manifest.stacksFolder, stack.node.id);
    const stateFile = resolve(this.stateRoot, aws_region, eks_cluster_name, `${stack.node.id}.tfstate`);
    // Relative, so that the working copy can be moved.
    const path = relative(workingDirectory, stateFile);
    forgetOtherState(workingDirectory, path);
    new LocalBackend(stack, { path });
  }

  useAwsProvider(stack: TerraformStack): void {
    new AwsProvider(stack, "aws", {
      region: this.variables.aws_region,
      defaultTags: [{ tags: { ...this.tags } }],
    });
  }
}

/**
 * Terraform remembers in its working directory where the state was, and refuses to go on when that
 * changes: it cannot know that the other environment's state stays where it is on purpose.
 */
function forgetOtherState(workingDirectory: string, path: string): void {
  const memory = join(workingDirectory, ".terraform", "terraform.tfstate");
  if (!existsSync(memory)) return;
  const { backend } = JSON.parse(readFileSync(memory, "utf8")) as {
    backend?: { type: string; config?: { path?: string } };
  };
  if (backend?.type === "local" && backend.config?.path !== path) rmSync(memory);
}
