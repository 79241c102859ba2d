import { partitionOf } from "../aws-region";
import { define } from "./definition";
import { email, LOG_RETENTION_DAYS, tags, text } from "./schemas";
import { z } from "zod";

/** What names and marks the whole environment. */
export const ENVIRONMENT_VARIABLES = {
  eks_cluster_name: define({
    type: "string",
    default: "doeks-aws-batch",
    description: "Name of the VPC and the EKS cluster, and prefix of the names of roles and security groups.",
    schema: text()
      .regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/, {
        error: "must be 1 to 100 letters, digits, hyphens or underscores and begin with a letter or digit",
      })
      .regex(/^(?!sg-)/, { error: "must not begin with sg-: AWS refuses security groups of such a name" }),
  }),
  aws_region: define({
    type: "string",
    default: "us-east-1",
    description: "Region of everything.",
    schema: text().refine((region) => partitionOf(region) !== undefined, {
      error: "must be the name of an AWS region, such as eu-west-1",
    }),
  }),
  tags: define<Record<string, string>>({
    type: "map(string)",
    default: {},
    description:
      "Tags of every resource; `Blueprint = <eks_cluster_name>` is added and wins. A change replaces the compute environments.",
    schema: tags,
  }),
  log_retention_days: define({
    type: "number",
    default: 90,
    description: "Days to keep control-plane and container logs; one of the values that CloudWatch accepts.",
    schema: z.number({ error: "must be a number" }).refine((days) => LOG_RETENTION_DAYS.includes(days), {
      error: `must be one of ${LOG_RETENTION_DAYS.join(", ")}`,
    }),
  }),
  alert_email: define<string | null>({
    type: "string",
    default: null,
    description:
      "Address that is told of failed jobs and of blocked queues, such as by an environment that is INVALID.",
    schema: email.nullable(),
  }),
};
