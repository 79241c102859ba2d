import { z } from "zod";
import { partitionOf } from "./aws-region";
import { batchName, bool, cidr, cidrs, integer, LOG_RETENTION_DAYS, tags, text } from "./variable-schemas";

interface VariableDefinition<T> {
  /** Type in Terraform's words, for the documentation. */
  readonly type: "string" | "number" | "bool" | "list(string)" | "map(string)";
  readonly default: T;
  /** One sentence of Markdown, for the documentation. */
  readonly description: string;
  /** Messages complete the sentence "<variable> ...". */
  readonly schema: z.ZodType<T>;
}

const define = <T>(definition: VariableDefinition<T>): VariableDefinition<T> => definition;

/**
 * Every variable of the project: the 17 of the original blueprint under their own names, then ours.
 * Types, defaults, `variables.example.json` and the README's table all come from here.
 */
export const VARIABLES = {
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
  num_azs: define({
    type: "number",
    default: 2,
    description: "Availability zones to use, at least 2; each has one public and one private subnet.",
    schema: integer(2),
  }),
  eks_cluster_version: define({
    type: "string",
    default: "1.35",
    description: "Kubernetes version of the control plane and the nodes.",
    schema: text().regex(/^1\.\d{2}$/, { error: 'must be a Kubernetes minor version such as "1.35"' }),
  }),
  tags: define<Record<string, string>>({
    type: "map(string)",
    default: {},
    description: "Tags of every resource; `Blueprint = <eks_cluster_name>` is added and wins.",
    schema: tags,
  }),
  vpc_cidr: define({
    type: "string",
    default: "10.1.0.0/16",
    description: "IPv4 block of the VPC, /16 to /28.",
    schema: cidr,
  }),
  public_subnets: define({
    type: "list(string)",
    default: ["10.1.255.128/26", "10.1.255.192/26"],
    description: "Blocks of the public subnets, one for each zone, for the NAT gateway and load balancers.",
    schema: cidrs,
  }),
  private_subnets: define({
    type: "list(string)",
    default: ["10.1.0.0/17", "10.1.128.0/18"],
    description:
      "Blocks of the private subnets, one for each zone; nodes and pods take their addresses here.",
    schema: cidrs,
  }),
  eks_public_cluster_endpoint: define({
    type: "bool",
    default: true,
    description:
      "Whether the Kubernetes API is reachable from outside the VPC; convenient, not for production.",
    schema: bool,
  }),
  eks_private_cluster_endpoint: define({
    type: "bool",
    default: true,
    description: "Whether the Kubernetes API is reachable from inside the VPC.",
    schema: bool,
  }),
  aws_batch_doeks_namespace: define({
    type: "string",
    default: "doeks-aws-batch",
    description: "Kubernetes namespace in which AWS Batch runs the jobs' pods.",
    schema: text()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
        error:
          "must be 1 to 63 lower-case letters, digits or hyphens (RFC 1123), with no hyphen at either end",
      })
      .refine((name) => name !== "default" && !name.startsWith("kube-"), {
        error: 'must not be "default" or begin with "kube-": AWS Batch refuses those namespaces',
      }),
  }),
  aws_batch_doeks_ce_name: define({
    type: "string",
    default: "doeks-CE1",
    description: "Prefix of the compute environments' names: `<name>_OD-...` and `<name>_SPOT-...`.",
    schema: batchName(96),
  }),
  aws_batch_doeks_jq_name: define({
    type: "string",
    default: "doeks-JQ1",
    description: "Prefix of the job queues' names: `<name>_OD` and `<name>_SPOT`.",
    schema: batchName(123),
  }),
  aws_batch_doeks_jd_name: define({
    type: "string",
    default: "doeks-hello-world",
    description: "Name of the example job definition.",
    schema: batchName(128),
  }),
  aws_batch_min_vcpus: define({
    type: "number",
    default: 0,
    description: "vCPUs that each compute environment keeps running; above 0 it costs money while idle.",
    schema: integer(0),
  }),
  aws_batch_max_vcpus: define({
    type: "number",
    default: 256,
    description: "vCPUs up to which each compute environment scales.",
    schema: integer(1),
  }),
  aws_batch_instance_types: define({
    type: "list(string)",
    default: ["optimal"],
    description: "Instance types or families that AWS Batch may launch; `optimal` lets it choose.",
    schema: z
      .array(
        text().regex(/^[a-z][a-z0-9_-]*(\.[a-z0-9-]+)?$/, {
          error: "must be an instance type such as m5.large, a family such as m5, or optimal",
        }),
        { error: "must be a list of instance types" },
      )
      .min(1, { error: "must name at least one instance type" }),
  }),
  log_retention_days: define({
    type: "number",
    default: 90,
    description: "Days to keep control-plane and container logs; one of the values that CloudWatch accepts.",
    schema: z.number({ error: "must be a number" }).refine((days) => LOG_RETENTION_DAYS.includes(days), {
      error: `must be one of ${LOG_RETENTION_DAYS.join(", ")}`,
    }),
  }),
};

type Definitions = typeof VARIABLES;

export type VariableName = keyof Definitions;

/** The validated variables of one environment. */
export type Variables = { readonly [Name in VariableName]: Definitions[Name]["default"] };

export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];

/** The value of every variable that a user does not set. */
export function defaultVariables(): Variables {
  return Object.fromEntries(
    Object.entries(VARIABLES).map(([name, definition]) => [name, definition.default]),
  ) as unknown as Variables;
}
