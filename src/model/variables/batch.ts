import { define } from "./definition";
import { batchName, instanceTypes, integer, text } from "./schemas";

/** AWS Batch as the original blueprint has it. */
export const BATCH_VARIABLES = {
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
    schema: batchName(91),
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
    schema: instanceTypes,
  }),
};
