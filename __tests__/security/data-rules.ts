import { blocksIn, forEach, listOf, type Rule } from "./rule";
import { added, changed } from "./spoil";

const PUBLIC_ACCESS = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

const CONTROL_PLANE_LOGS = ["api", "audit", "authenticator"];

/** How data is kept, and for how long. */
export const DATA_RULES: readonly Rule[] = [
  {
    name: "a cluster encrypts its secrets with a key of its own",
    check: forEach(["aws_eks_cluster"], ({ encryption_config }) => {
      const isEncrypted = blocksIn(encryption_config).some(
        ({ resources, provider }) =>
          listOf(resources).includes("secrets") && blocksIn(provider).some(({ key_arn }) => Boolean(key_arn)),
      );
      return isEncrypted ? [] : ["keeps secrets without a key of its own"];
    }),
    badExamples: [
      {
        title: "without encryption",
        spoil: changed("cluster", "eks/cluster", { encryption_config: undefined }),
      },
    ],
  },
  {
    name: "keys are rotated",
    check: forEach(["aws_kms_key"], ({ enable_key_rotation }) =>
      enable_key_rotation === true ? [] : ["is never rotated"],
    ),
    badExamples: [
      { title: "never", spoil: changed("cluster", "eks/encryption/key", { enable_key_rotation: false }) },
    ],
  },
  {
    name: "topics and queues are encrypted",
    check: forEach(["aws_sns_topic", "aws_sqs_queue"], (block) =>
      block.kms_master_key_id || block.sqs_managed_sse_enabled === true
        ? []
        : ["keeps messages in the clear"],
    ),
    badExamples: [
      { title: "a topic", spoil: added("batch", "aws_sns_topic", { name: "alerts" }) },
      { title: "a queue", spoil: added("batch", "aws_sqs_queue", { sqs_managed_sse_enabled: false }) },
    ],
  },
  {
    name: "buckets are closed to the public",
    check: forEach(["aws_s3_bucket"], (bucket, stack) => {
      const isClosed = stack
        .resources("aws_s3_bucket_public_access_block")
        .some(
          (block) =>
            [`\${${bucket.constructPath}.id}`, `\${${bucket.constructPath}.bucket}`].includes(
              String(block.bucket),
            ) && PUBLIC_ACCESS.every((setting) => block[setting] === true),
        );
      return isClosed ? [] : ["can be opened to the public"];
    }),
    badExamples: [{ title: "left to AWS", spoil: added("cluster", "aws_s3_bucket", { bucket: "results" }) }],
  },
  {
    name: "logs are kept for a limited time",
    check: forEach(["aws_cloudwatch_log_group"], ({ retention_in_days }) =>
      Number(retention_in_days) > 0 ? [] : ["keeps logs for ever"],
    ),
    badExamples: [
      { title: "not said", spoil: changed("cluster", "eks/log-group", { retention_in_days: undefined }) },
      {
        title: "for ever",
        spoil: changed("cluster", "flow-logs/log-group", { retention_in_days: 0 }),
      },
    ],
  },
  {
    name: "a cluster logs who did what",
    check: forEach(["aws_eks_cluster"], ({ enabled_cluster_log_types }) =>
      CONTROL_PLANE_LOGS.filter((type) => !listOf(enabled_cluster_log_types).includes(type)).map(
        (type) => `keeps no log of ${type}`,
      ),
    ),
    badExamples: [
      {
        title: "without audit",
        spoil: changed("cluster", "eks/cluster", { enabled_cluster_log_types: ["api", "authenticator"] }),
      },
    ],
  },
];
