import { relative, resolve } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, Manifest, S3Backend, type S3BackendConfig, type TerraformStack } from "cdktf";
import { partitionOf, type Partition } from "../model/aws-region";
import { ENVIRONMENT_TAG } from "../model/names";
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
    this.tags = { ...variables.tags, [ENVIRONMENT_TAG]: variables.eks_cluster_name };
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
      new S3Backend(stack, config);
    } else {
      // Relative, so that the working copy can be moved.
      const path = relative(workingDirectory, resolve(place.root, name));
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
