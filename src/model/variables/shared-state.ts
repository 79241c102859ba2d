import { partitionOf } from "../aws-region";
import { define } from "./definition";
import { bucketName, statePrefix, text } from "./schemas";

/** Where Terraform keeps its state when a team shares it. */
export const SHARED_STATE_VARIABLES = {
  state_bucket: define<string | null>({
    type: "string",
    default: null,
    description: "S3 bucket of the state; without one it is in files below `state/`.",
    schema: bucketName.nullable(),
  }),
  state_region: define<string | null>({
    type: "string",
    default: null,
    description: "Region of `state_bucket`; that of everything else unless set.",
    schema: text()
      .refine((region) => partitionOf(region) !== undefined, {
        error: "must be the name of an AWS region, such as eu-west-1",
      })
      .nullable(),
  }),
  state_prefix: define<string>({
    type: "string",
    default: "aws-batch-on-eks",
    description: "Prefix of the keys in `state_bucket`: `<prefix>/<region>/<cluster>/<stack>.tfstate`.",
    schema: statePrefix,
  }),
};
