import type { Translation } from "./tables";

/** The tables of README.ko.md. */
export const KOREAN: Translation = {
  variableColumns: ["변수", "타입", "기본값", "뜻"],
  outputColumns: ["출력", "뜻"],
  groups: {
    Environment: "환경",
    Network: "네트워크",
    Kubernetes: "쿠버네티스",
    "AWS Batch": "AWS Batch",
    "More of AWS Batch": "AWS Batch 추가 설정",
    "Shared state": "공유 상태",
  },
  outputs: {
    configure_kubectl_cmd: "kubectl이 클러스터를 가리키게 하는 명령",
    aws_batch_ondemand_job_queue: "온디맨드 용량을 쓰는 작업 대기열의 이름",
    aws_batch_spot_job_queue: "스팟 용량을 쓰는 작업 대기열의 이름",
    run_example_aws_batch_job: "예제 작업을 온디맨드 대기열에 제출하는 명령",
    run_example_aws_batch_job_on_spot: "예제 작업을 스팟 대기열에 제출하는 명령",
  },
};
