import { partitionOf, regionRule } from "../aws-region";
import type { Variables } from "../variables";
import { define, type VariableProblem, type VariableRule } from "./definition";
import { bucketName, statePrefix, text } from "./schemas";

/** Where Terraform keeps its state when a team shares it. */
export const SHARED_STATE_VARIABLES = {
  state_bucket: define<string | null>({
    type: "string",
    default: null,
    example: "ml-terraform-state",
    description: "S3 bucket of the state; without one it is in files below `state/`.",
    descriptionKo: "상태를 두는 S3 버킷. 없으면 `state/` 아래의 파일에 둠",
    schema: bucketName.nullable(),
  }),
  state_region: define<string | null>({
    type: "string",
    default: null,
    example: "eu-central-1",
    description: "Region of `state_bucket`; that of everything else unless set.",
    descriptionKo: "`state_bucket`의 리전. 정하지 않으면 나머지 모두의 리전과 같음",
    schema: text()
      .refine((region) => partitionOf(region) !== undefined, {
        error: ({ input }) => regionRule(String(input)),
      })
      .nullable(),
  }),
  state_prefix: define<string>({
    type: "string",
    default: "aws-batch-on-eks",
    example: "batch",
    suitsProduction: true,
    description: "Prefix of the keys in `state_bucket`: `<prefix>/<region>/<cluster>/<stack>.tfstate`.",
    descriptionKo: "`state_bucket`에 있는 키의 접두사: `<prefix>/<region>/<cluster>/<stack>.tfstate`",
    schema: statePrefix,
  }),
};

/** The state's region belongs to a bucket. */
export const SHARED_STATE_RULES: readonly VariableRule[] = [
  { reads: ["state_bucket", "state_region"], check: stateRegion },
];

function stateRegion({ state_bucket, state_region }: Variables): VariableProblem[] {
  if (state_bucket !== null || state_region === null) return [];
  return [
    { variable: "state_region", message: `must be null without a state_bucket, got "${state_region}"` },
  ];
}
