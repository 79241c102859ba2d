import { GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "../aws/client-config";
import { explainElsewhere, findElsewhere } from "../state/elsewhere";
import type { EnvironmentState } from "../state/environment-state";
import { REHEARSAL_HINT } from "../terminal/rehearsal-hint";
import { failed, ok, warning, type CheckResult } from "./check";
import type { DoctorContext } from "./context";

/**
 * What is known of the environment from earlier runs.
 *
 * @param deployed whether there should be something
 */
export function checkState(state: EnvironmentState, deployed = false): CheckResult[] {
  if (state.unreadable !== undefined) return [failed("Terraform state", state.unreadable)];
  if (state.problems.length > 0) {
    return [
      failed(
        "Terraform state",
        `${state.place}: ${state.problems.join("; ")}`,
        "Update Terraform when a newer one wrote it; else put back the file's .backup, which lies beside it, or in S3 its last version.",
      ),
    ];
  }
  const { resourceCount, counts, place } = state;
  if (resourceCount === 0) {
    const found = `nothing in ${place}: this environment was not installed yet`;
    return [
      deployed
        ? failed("Terraform state", found, "./install.sh installs it.", REHEARSAL_HINT)
        : ok("Terraform state", found),
    ];
  }
  const stacks = [...counts].map(([stack, count]) => `${stack} (${count})`).join(", ");
  return [ok("Terraform state", `${resourceCount} resources of ${stacks}`)];
}

/** Whether the environment's resources are in another state than the one that the variables name. */
export async function checkElsewhere({ stores }: Pick<DoctorContext, "stores">): Promise<CheckResult[]> {
  const elsewhere = await findElsewhere(stores);
  return elsewhere ? [failed("Terraform state", ...explainElsewhere(elsewhere))] : [];
}

/** Whether the bucket of a shared state keeps what is overwritten in it. */
export async function checkStateBucket({ stores }: Pick<DoctorContext, "stores">): Promise<CheckResult[]> {
  if (stores.place.kind === "local") return [];
  const { bucket: Bucket, region } = stores.place;
  const { Status } = await new S3Client(clientConfig(region)).send(
    new GetBucketVersioningCommand({ Bucket }),
  );
  if (Status === "Enabled") return [ok("state bucket", `${Bucket} keeps the versions of every state`)];
  const found = `${Bucket} keeps no versions: a state that is overwritten is lost`;
  return [warning("state bucket", found, "Let it keep them: npm run state:bootstrap")];
}
