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
  variables: {
    eks_cluster_name: "VPC와 EKS 클러스터의 이름. 역할과 보안 그룹 이름의 접두사이기도 함",
    aws_region: "모든 리소스의 리전",
    tags: "모든 리소스의 태그. `Blueprint = <eks_cluster_name>`이 더해지고 우선함. 바꾸면 컴퓨팅 환경이 교체됨",
    log_retention_days: "컨트롤 플레인과 컨테이너의 로그를 보관하는 일수. CloudWatch가 받는 값 가운데 하나",
    alert_email: "실패한 작업과 막힌 대기열(예: 컴퓨팅 환경이 INVALID일 때)을 알릴 이메일 주소",
    num_azs: "사용할 가용 영역 수, 2 이상. 가용 영역마다 퍼블릭 서브넷과 프라이빗 서브넷이 하나씩 있음",
    vpc_cidr: "VPC의 IPv4 블록, /16에서 /28까지",
    public_subnets: "퍼블릭 서브넷의 블록, 가용 영역마다 하나. NAT 게이트웨이와 로드 밸런서용",
    private_subnets: "프라이빗 서브넷의 블록, 가용 영역마다 하나. 노드와 파드가 여기에서 주소를 받음",
    single_nat_gateway:
      "모든 가용 영역이 NAT 게이트웨이 하나를 같이 쓰는지 여부. false이면 가용 영역마다 하나씩 만들어 가용 영역 하나에 장애가 나도 버티지만 비용이 더 듦",
    enable_s3_endpoint:
      "이미지 레이어를 포함한 S3 트래픽이 NAT 대신 무료 게이트웨이 엔드포인트를 거치는지 여부",
    enable_flow_logs: "VPC의 트래픽을 로그 그룹에 기록하는지 여부",
    eks_cluster_version: "컨트롤 플레인과 노드의 쿠버네티스 버전",
    eks_public_cluster_endpoint:
      "VPC 밖에서 쿠버네티스 API에 접근할 수 있는지 여부. 편리하지만 프로덕션용은 아님",
    eks_private_cluster_endpoint: "VPC 안에서 쿠버네티스 API에 접근할 수 있는지 여부",
    eks_public_access_cidrs: "퍼블릭 엔드포인트에 접근할 수 있는 IPv4 블록. 자신의 블록으로 좁힐 것",
    eks_admin_principal_arns: "클러스터를 만드는 주체 외에 클러스터를 관리하는 IAM 역할과 사용자",
    eks_viewer_principal_arns:
      "클러스터의 네임스페이스에 있는 것을 볼 수 있는 IAM 역할과 사용자. 시크릿은 볼 수 없음",
    aws_batch_doeks_namespace: "AWS Batch가 작업의 파드를 실행하는 쿠버네티스 네임스페이스",
    aws_batch_doeks_ce_name: "컴퓨팅 환경 이름의 접두사: `<name>_OD-...`와 `<name>_SPOT-...`",
    aws_batch_doeks_jq_name: "작업 대기열 이름의 접두사: `<name>_OD`와 `<name>_SPOT`",
    aws_batch_doeks_jd_name: "예제 작업 정의의 이름",
    aws_batch_min_vcpus: "컴퓨팅 환경마다 늘 켜 두는 vCPU. 0보다 크면 유휴 상태에서도 비용이 듦",
    aws_batch_max_vcpus: "컴퓨팅 환경마다 늘어날 수 있는 최대 vCPU",
    aws_batch_instance_types:
      "AWS Batch가 띄울 수 있는 인스턴스 타입이나 패밀리. `optimal`이면 AWS Batch가 고름",
    aws_batch_compute_environments:
      "추가할 컴퓨팅 환경, 각각 대기열을 가짐. 키는 이름의 접미사이며 모두 합해 5개까지(docs/operations.md)",
    aws_batch_spot_fallback: "스팟을 먼저, 온디맨드를 그다음에 쓰는 대기열 `<name>_FALLBACK`을 두는지 여부",
    aws_batch_gpu_instance_types:
      "GPU 인스턴스 타입이나 패밀리. 하나라도 적으면 컴퓨팅 환경, 대기열, NVIDIA의 디바이스 플러그인이 추가됨",
    aws_batch_example_job_definitions:
      "예제 외에 여러 일을 묶은 작업, 배열 작업, 다중 노드 작업을 위한 작업 정의를 두는지 여부",
    aws_batch_fair_share:
      "공유 식별자와 그 가중치(가중치가 낮을수록 더 많이 받음). 하나라도 적으면 모든 대기열이 공정 공유(fair share) 대기열이 됨",
    aws_batch_runnable_timeout_minutes:
      "배치(placement)할 수 없는 작업을 취소할 때까지의 분, 10에서 1440까지",
    state_bucket: "상태를 두는 S3 버킷. 없으면 `state/` 아래의 파일에 둠",
    state_region: "`state_bucket`의 리전. 정하지 않으면 나머지 모두의 리전과 같음",
    state_prefix: "`state_bucket`에 있는 키의 접두사: `<prefix>/<region>/<cluster>/<stack>.tfstate`",
  },
  outputs: {
    configure_kubectl_cmd: "kubectl이 클러스터를 가리키게 하는 명령",
    aws_batch_ondemand_job_queue: "온디맨드 용량을 쓰는 작업 대기열의 이름",
    aws_batch_spot_job_queue: "스팟 용량을 쓰는 작업 대기열의 이름",
    run_example_aws_batch_job: "예제 작업을 온디맨드 대기열에 제출하는 명령",
    run_example_aws_batch_job_on_spot: "예제 작업을 스팟 대기열에 제출하는 명령",
  },
};
