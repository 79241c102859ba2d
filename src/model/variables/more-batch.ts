import type { JobRole } from "../job-roles";
import { computeEnvironments, type AdditionalEnvironment } from "./compute-environments";
import { define } from "./definition";
import { jobRoles } from "./job-roles";
import { bool, fairShare, gpuInstanceTypes, runnableTimeoutMinutes } from "./schemas";

/** What AWS Batch can do beyond the original blueprint. */
export const MORE_BATCH_VARIABLES = {
  aws_batch_compute_environments: define<Record<string, AdditionalEnvironment>>({
    type: "map(object)",
    default: {},
    example: { graviton: { capacity: "SPOT", instance_types: ["m8g"] } },
    description:
      "More environments, each with its queue, by the suffix of their names; at most 5 in all (docs/operations.md).",
    descriptionKo:
      "추가할 컴퓨팅 환경, 각각 대기열을 가짐. 키는 이름의 접미사이며 모두 합해 5개까지(docs/operations.md)",
    schema: computeEnvironments,
  }),
  aws_batch_spot_fallback: define<boolean>({
    type: "bool",
    default: false,
    example: true,
    description: "Whether there is a queue `<name>_FALLBACK` that tries Spot first and On-Demand second.",
    descriptionKo: "스팟을 먼저, 온디맨드를 그다음에 쓰는 대기열 `<name>_FALLBACK`을 두는지 여부",
    schema: bool,
  }),
  aws_batch_gpu_instance_types: define<string[]>({
    type: "list(string)",
    default: [],
    example: ["g6"],
    suitsProduction: true,
    description:
      "GPU instance types or families; naming any adds an environment, a queue and NVIDIA's device plugin.",
    descriptionKo:
      "GPU 인스턴스 타입이나 패밀리. 하나라도 적으면 컴퓨팅 환경, 대기열, NVIDIA의 디바이스 플러그인이 추가됨",
    schema: gpuInstanceTypes,
  }),
  aws_batch_example_job_definitions: define<boolean>({
    type: "bool",
    default: false,
    example: true,
    suitsProduction: true,
    description:
      "Whether there are job definitions for packed, array and multi-node work beside the example.",
    descriptionKo: "예제 외에 여러 일을 묶은 작업, 배열 작업, 다중 노드 작업을 위한 작업 정의를 두는지 여부",
    schema: bool,
  }),
  aws_batch_fair_share: define<Record<string, number>>({
    type: "map(number)",
    default: {},
    example: { research: 1, production: 0.5 },
    description:
      "Share identifiers with their weights (a lower weight gets more); naming any makes all queues fair-share queues.",
    descriptionKo:
      "공유 식별자와 그 가중치(가중치가 낮을수록 더 많이 받음). 하나라도 적으면 모든 대기열이 공정 공유(fair share) 대기열이 됨",
    schema: fairShare,
  }),
  aws_batch_runnable_timeout_minutes: define<number | null>({
    type: "number",
    default: null,
    example: 30,
    description: "Minutes, 10 to 1440, after which a job that cannot be placed is cancelled.",
    descriptionKo: "배치(placement)할 수 없는 작업을 취소할 때까지의 분, 10에서 1440까지",
    schema: runnableTimeoutMinutes.nullable(),
  }),
  job_roles: define<Record<string, JobRole>>({
    type: "map(object)",
    default: {},
    example: { results: { buckets: [{ name: "my-data", prefix: "out", access: "write" }] } },
    description:
      "IAM roles for jobs, by name: `buckets`, `secrets` and `policies` that `job run --role` gives a job (docs/operations.md).",
    descriptionKo:
      "작업을 위한 IAM 역할. 키는 이름이며, `job run --role`이 작업에 `buckets`, `secrets`, `policies` 권한을 줌(docs/operations.md)",
    schema: jobRoles,
  }),
};
