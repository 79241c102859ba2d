import { partitionOf, regionRule } from "../aws-region";
import { define } from "./definition";
import { email, LOG_RETENTION_DAYS, tags, text } from "./schemas";
import { z } from "zod";

/** What names and marks the whole environment. */
export const ENVIRONMENT_VARIABLES = {
  eks_cluster_name: define({
    type: "string",
    default: "doeks-aws-batch",
    example: "ml",
    description: "Name of the VPC and the EKS cluster, and prefix of the names of roles and security groups.",
    descriptionKo: "VPC와 EKS 클러스터의 이름. 역할과 보안 그룹 이름의 접두사이기도 함",
    schema: text()
      .regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/, {
        error: "must be 1 to 100 letters, digits, hyphens or underscores and begin with a letter or digit",
      })
      .regex(/^(?!sg-)/, { error: "must not begin with sg-: AWS refuses security groups of such a name" }),
  }),
  aws_region: define({
    type: "string",
    default: "us-east-1",
    example: "eu-west-1",
    description: "Region of everything.",
    descriptionKo: "모든 리소스의 리전",
    schema: text().refine((region) => partitionOf(region) !== undefined, {
      error: ({ input }) => regionRule(String(input)),
    }),
  }),
  tags: define<Record<string, string>>({
    type: "map(string)",
    default: {},
    example: { team: "research" },
    description:
      "Tags of every resource; `Blueprint = <eks_cluster_name>` is added and wins. A change replaces the compute environments.",
    descriptionKo:
      "모든 리소스의 태그. `Blueprint = <eks_cluster_name>`이 더해지고 우선함. 바꾸면 컴퓨팅 환경이 교체됨",
    schema: tags,
  }),
  log_retention_days: define({
    type: "number",
    default: 90,
    example: 14,
    description: "Days to keep control-plane and container logs; one of the values that CloudWatch accepts.",
    descriptionKo: "컨트롤 플레인과 컨테이너의 로그를 보관하는 일수. CloudWatch가 받는 값 가운데 하나",
    schema: z.number({ error: "must be a number" }).refine((days) => LOG_RETENTION_DAYS.includes(days), {
      error: `must be one of ${LOG_RETENTION_DAYS.join(", ")}`,
    }),
  }),
  alert_email: define<string | null>({
    type: "string",
    default: null,
    example: "batch-alerts@example.com",
    description:
      "Address that is told of failed jobs and of blocked queues, such as by an environment that is INVALID.",
    descriptionKo: "실패한 작업과 막힌 대기열(예: 컴퓨팅 환경이 INVALID일 때)을 알릴 이메일 주소",
    schema: email.nullable(),
  }),
};
