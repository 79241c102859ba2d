import { CLOUDWATCH_NAMESPACE } from "../facts/eks";
import { define } from "./definition";
import { batchName, instanceTypes, integer, text } from "./schemas";

/** AWS Batch as the original blueprint has it. */
export const BATCH_VARIABLES = {
  aws_batch_doeks_namespace: define({
    type: "string",
    default: "doeks-aws-batch",
    example: "ml-jobs",
    description: "Kubernetes namespace in which AWS Batch runs the jobs' pods.",
    descriptionKo: "AWS Batch가 작업의 파드를 실행하는 쿠버네티스 네임스페이스",
    schema: text()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
        error:
          "must be 1 to 63 lower-case letters, digits or hyphens (RFC 1123), with no hyphen at either end",
      })
      .refine((name) => name !== "default" && !name.startsWith("kube-"), {
        error: 'must not be "default" or begin with "kube-": AWS Batch refuses those namespaces',
      })
      .refine((name) => name !== CLOUDWATCH_NAMESPACE, {
        error: `must not be "${CLOUDWATCH_NAMESPACE}": the CloudWatch add-on makes that namespace, and has its agents there`,
      }),
  }),
  aws_batch_doeks_ce_name: define({
    type: "string",
    default: "doeks-CE1",
    example: "capacity",
    description: "Prefix of the compute environments' names: `<name>_OD-...` and `<name>_SPOT-...`.",
    descriptionKo: "컴퓨팅 환경 이름의 접두사: `<name>_OD-...`와 `<name>_SPOT-...`",
    schema: batchName(91),
  }),
  aws_batch_doeks_jq_name: define({
    type: "string",
    default: "doeks-JQ1",
    example: "jobs",
    description: "Prefix of the job queues' names: `<name>_OD` and `<name>_SPOT`.",
    descriptionKo: "작업 대기열 이름의 접두사: `<name>_OD`와 `<name>_SPOT`",
    schema: batchName(123),
  }),
  aws_batch_doeks_jd_name: define({
    type: "string",
    default: "doeks-hello-world",
    example: "train",
    description: "Name of the example job definition.",
    descriptionKo: "예제 작업 정의의 이름",
    schema: batchName(128),
  }),
  aws_batch_min_vcpus: define({
    type: "number",
    default: 0,
    example: 4,
    suitsProduction: true,
    description: "vCPUs that each compute environment keeps running; above 0 it costs money while idle.",
    descriptionKo: "컴퓨팅 환경마다 늘 켜 두는 vCPU. 0보다 크면 유휴 상태에서도 비용이 듦",
    schema: integer(0),
  }),
  aws_batch_max_vcpus: define({
    type: "number",
    default: 256,
    example: 64,
    description: "vCPUs up to which each compute environment scales.",
    descriptionKo: "컴퓨팅 환경마다 늘어날 수 있는 최대 vCPU",
    schema: integer(1),
  }),
  aws_batch_instance_types: define({
    type: "list(string)",
    default: ["optimal"],
    example: ["c7i", "m7i.large"],
    suitsProduction: true,
    description: "Instance types or families that AWS Batch may launch; `optimal` lets it choose.",
    descriptionKo: "AWS Batch가 띄울 수 있는 인스턴스 타입이나 패밀리. `optimal`이면 AWS Batch가 고름",
    schema: instanceTypes,
  }),
};
