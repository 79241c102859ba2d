import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, Manifest, S3Backend, type S3BackendConfig, type TerraformStack } from "cdktf";
import { partitionOf, type Partition } from "../model/aws-region";
import { environmentPath, stateName, statePlace } from "../model/state-place";
import type { Variables } from "../model/variables";

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
   * Keeps a stack's state in `<root>/<region>/<cluster>/<stack>.tfstate`, below a directory or, with
   * `state_bucket`, below a prefix in S3. Another region or cluster name is another environment and
   * never touches this one. What reads the stack's outputs reads them from the same place.
   */
  useBackend(stack: TerraformStack): void {
    const place = statePlace(this.variables, this.stateRoot);
    const name = stateName(environmentPath(this.variables), stack.node.id);
    const workingDirectory = resolve(App.of(stack).outdir, Manifest.stacksFolder, stack.node.id);
    if (place.kind === "s3") {
      const { bucket, region, prefix } = place;
      const config: LockedS3BackendConfig = {
        bucket,
        region,
        key: `${prefix}/${name}`,
        encrypt: true,
        useLockfile: true,
      };
      forgetOtherState(workingDirectory, { type: "s3", place: config.key });
      new S3Backend(stack, config);
    } else {
      // Relative, so that the working copy can be moved.
      const path = relative(workingDirectory, resolve(place.root, name));
      forgetOtherState(workingDirectory, { type: "local", place: path });
      new LocalBackend(stack, { path });
    }
  }

  useAwsProvider(stack: TerraformStack): void {
    new AwsProvider(stack, "aws", {
      region: this.variables.aws_region,
      defaultTags: [{ tags: { ...this.tags } }],
    });
  }
}

/**
 * CDKTF passes on what its type does not know: the lock in an object beside the state.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
 */
interface LockedS3BackendConfig extends S3BackendConfig {
  readonly useLockfile: boolean;
}

interface Backend {
  readonly type: string;
  /** Path or key of the state. */
  readonly place: string;
}

/**
 * Terraform remembers in its working directory where the state was, and refuses to go on when that
 * changes: it cannot know that the other environment's state stays where it is on purpose. The same
 * environment's state in another backend is left to that refusal: it must be moved.
 */
function forgetOtherState(workingDirectory: string, wanted: Backend): void {
  const memory = join(workingDirectory, ".terraform", "terraform.tfstate");
  if (!existsSync(memory)) return;
  const { backend } = JSON.parse(readFileSync(memory, "utf8")) as {
    backend?: { type: string; config?: { path?: string; key?: string } };
  };
  const place = backend?.config?.path ?? backend?.config?.key;
  if (!backend || place === undefined) return;
  const isOther =
    backend.type === "local" && wanted.type === "local"
      ? place !== wanted.place
      : environmentOf(place) !== environmentOf(wanted.place);
  if (isOther) rmSync(memory);
}

/** Region, cluster and stack: the end of every path and key. */
function environmentOf(place: string): string {
  return place.split("/").slice(-3).join("/");
}
