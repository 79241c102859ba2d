import { GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "../aws/client-config";
import { explainElsewhere, findElsewhere } from "../state/elsewhere";
import { failed, ok, warning, type CheckResult } from "./check";
import type { DoctorContext } from "./context";

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
