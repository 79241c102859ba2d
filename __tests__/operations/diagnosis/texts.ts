/**
 * What AWS, Kubernetes, containerd, Terraform and Helm write: the cause, the text, and where it is documented or
 * made. Names and ids are invented. Not taken from the table, so that a row that is changed by mistake fails.
 */
export type Text = readonly [cause: string, text: string, source: string];

const BATCH = "docs.aws.amazon.com/batch/latest/userguide";
const KUBELET = "github.com/kubernetes/kubernetes pkg/kubelet";
const CONTAINERD = "github.com/containerd/containerd remotes/docker";
const SCHEDULER = "github.com/kubernetes/kubernetes pkg/scheduler";
const STUCK = `${BATCH}/job_stuck_in_runnable.html`;

export const JOB_TEXTS: readonly Text[] = [
  [
    "gpu-memory",
    "RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 14.76 GiB total capacity)",
    "pytorch.org/docs/stable/notes/faq.html",
  ],
  [
    "gpu-memory",
    "torch.cuda.OutOfMemoryError: CUDA out of memory.",
    "pytorch.org/docs/stable/notes/faq.html",
  ],
  [
    "gpu-driver",
    "nvidia-container-cli: requirement error: unsatisfied condition: cuda>=12.4",
    "docs.nvidia.com/datacenter/cloud-native/container-toolkit",
  ],
  [
    "gpu-driver",
    "CUDA error: no CUDA-capable device is detected (cudaErrorNoDevice)",
    "docs.nvidia.com/cuda/cuda-runtime-api",
  ],
  [
    "pod-invalid",
    'Pod "aws-batch.1" is invalid: spec.volumes[0].name: Required value',
    "kubernetes pkg/apis/core/validation",
  ],
  [
    "pod-invalid",
    'pods "aws-batch.1" is forbidden: no PriorityClass with name high was found',
    "kubernetes plugin/pkg/admission/priority",
  ],
  ["image", 'Back-off pulling image "nvcr.io/team/x:1"', `${KUBELET}/images/image_manager.go`],
  [
    "node-lost",
    "ContainerStatusUnknown: The container could not be located when the pod was terminated",
    `${KUBELET}/kubelet_pods.go`,
  ],
  [
    "timeout",
    "DeadlineExceeded: Job was active longer than specified deadline",
    "kubernetes pkg/controller/job",
  ],
  [
    "host-terminated",
    "The instance is scheduled for retirement",
    "docs.aws.amazon.com/AWSEC2/latest/UserGuide/schedevents_actions_retire.html",
  ],
  [
    "volume-not-mounted",
    "Output: mount.nfs4: Connection timed out",
    "docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html",
  ],
  [
    "volume-not-mounted",
    "mount: /var/lib/kubelet/pods/x: wrong fs type, bad option, bad superblock",
    "mount(8)",
  ],
  [
    "container-config",
    'cannot find volume "scratch" to mount into container "main"',
    `${KUBELET}/kubelet_pods.go`,
  ],
  [
    "command-missing",
    "standard_init_linux.go:228: exec user process caused: no such file or directory",
    "github.com/opencontainers/runc",
  ],
  [
    "no-matching-node",
    "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.",
    SCHEDULER,
  ],
  ["no-matching-node", "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.", SCHEDULER],
  [
    "nodes-closed",
    "0/4 nodes are available: 4 node(s) were unschedulable. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.",
    SCHEDULER,
  ],
  [
    "no-free-port",
    "0/2 nodes are available: 2 node(s) didn't have free ports for the requested pod ports.",
    SCHEDULER,
  ],
  ["hook-failed", "FailedPostStartHook: PostStartHook failed", `${KUBELET}/kuberuntime`],
  [
    "crash-loop",
    "CrashLoopBackOff: back-off 40s restarting failed container=proxy pod=b.1_team(1-2)",
    `${KUBELET}/kuberuntime`,
  ],
  [
    "node-refuses-settings",
    'SysctlForbidden: Pod was rejected: forbidden sysctl: "kernel.msgmax" not allowlisted',
    `${KUBELET}/sysctl`,
  ],
  [
    "node-refuses-settings",
    "AppArmor: Pod was rejected: Cannot enforce AppArmor: AppArmor is not enabled on the host",
    "kubernetes pkg/security/apparmor",
  ],
  ["image", "SignatureValidationFailed", "kubernetes staging/src/k8s.io/cri-api/pkg/errors"],
  [
    "image-denied",
    'failed to resolve reference "ghcr.io/team/x:1": unexpected status code 401 Unauthorized',
    CONTAINERD,
  ],
  ["timeout", "Job attempt duration exceeded timeout", `${BATCH}/job_timeouts.html`],
  [
    "timeout",
    "DeadlineExceeded: Pod was active on the node longer than the specified deadline",
    `${KUBELET}/active_deadline.go`,
  ],
  [
    "time-limit-capacity",
    "Canceled by JobStateTimeLimit action due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    STUCK,
  ],
  [
    "time-limit-misconfiguration",
    "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    STUCK,
  ],
  [
    "time-limit-misconfiguration",
    "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED",
    STUCK,
  ],
  [
    "spot-interruption",
    "Host EC2 (instance i-0f00) terminated: Spot Instance interruption",
    `${BATCH}/bestpractice6.html`,
  ],
  ["host-terminated", "Host EC2 (instance i-0123456789abcdef0) terminated.", `${BATCH}/job_retries.html`],
  ["host-terminated", "Host EC2 (instance i-0123456789abcdef0) stopped", `${BATCH}/job_retries.html`],
  [
    "node-shutdown",
    "Terminated: Pod was terminated in response to imminent node shutdown.",
    `${KUBELET}/nodeshutdown`,
  ],
  [
    "node-lost",
    "NodeLost: Node ip-10-1-2-3.ec2.internal which was running pod batch.1 is unresponsive",
    "kubernetes pkg/util/node",
  ],
  [
    "node-lost",
    "DeletionByTaintManager: Taint manager: deleting due to NoExecute taint",
    "kubernetes pkg/controller/tainteviction",
  ],
  [
    "node-out-of-memory",
    "SystemOOM: System OOM encountered, victim process: java, pid: 12345",
    `${KUBELET}/oom/oom_watcher_linux.go`,
  ],
  [
    "host-terminated",
    "DeletingNode: Deleting node ip-10-1-2-3.ec2.internal because it does not exist in the cloud provider",
    "kubernetes cloud-provider/controllers/nodelifecycle",
  ],
  [
    "evicted-storage",
    "Evicted: The node was low on resource: ephemeral-storage. Threshold quantity: 2139512454, available: 1903080Ki. Container main was using 18Gi, request is 0, has larger consumption of ephemeral-storage.",
    `${KUBELET}/eviction/helpers.go`,
  ],
  [
    "evicted-storage",
    "Evicted: Pod ephemeral local storage usage exceeds the total limit of containers 4Gi. ",
    `${KUBELET}/eviction/eviction_manager.go`,
  ],
  [
    "evicted-storage",
    'Evicted: Usage of EmptyDir volume "scratch" exceeds the limit "1Gi". ',
    `${KUBELET}/eviction/eviction_manager.go`,
  ],
  [
    "evicted-storage",
    'Evicted: Container main exceeded its local ephemeral storage limit "1Gi". ',
    `${KUBELET}/eviction/eviction_manager.go`,
  ],
  [
    "disk-pressure",
    "Evicted: Pod The node had condition: [DiskPressure]. ",
    `${KUBELET}/eviction/helpers.go`,
  ],
  [
    "memory-pressure",
    "Evicted: The node was low on resource: memory. Threshold quantity: 100Mi, available: 76Mi.",
    `${KUBELET}/eviction/helpers.go`,
  ],
  [
    "memory-pressure",
    "Evicted: The node had condition: [MemoryPressure]. ",
    `${KUBELET}/eviction/helpers.go`,
  ],
  [
    "pid-pressure",
    "Evicted: The node was low on resource: pids. Threshold quantity: 3276, available: 100.",
    `${KUBELET}/eviction/helpers.go`,
  ],
  ["preempted", "Preempting: Preempted in order to admit critical pod", `${KUBELET}/preemption`],
  [
    "not-admitted-resources",
    "OutOfmemory: Pod Node didn't have enough resource: memory, requested: 4294967296, used: 29000000000, capacity: 32000000000",
    `${KUBELET}/lifecycle/predicate.go`,
  ],
  [
    "not-admitted-resources",
    "OutOfpods: Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: 58, capacity: 58",
    `${KUBELET}/lifecycle/predicate.go`,
  ],
  [
    "device-not-admitted",
    "UnexpectedAdmissionError: Pod was rejected: Allocate failed due to requested number of devices unavailable for nvidia.com/gpu. Requested: 1, Available: 0, which is unexpected",
    `${KUBELET}/cm/devicemanager`,
  ],
  [
    "evicted",
    "EvictionByEvictionAPI: Eviction API: evicting",
    "kubernetes pkg/registry/core/pod/storage/eviction.go",
  ],
  ["out-of-memory", "OOMKilled", "kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource"],
  [
    "out-of-memory",
    "OutOfMemoryError: Container killed due to memory usage",
    `${BATCH}/troubleshooting.html`,
  ],
  [
    "program-out-of-memory",
    "Exception in thread main java.lang.OutOfMemoryError: Java heap space",
    "docs.oracle.com",
  ],
  ["disk-full", "write /scratch/part-7: no space left on device", "errno(3), ENOSPC"],
  ["dependency", "Dependent Job failed", `${BATCH}/job_dependencies.html`],
  ["array-children", "Array Child Job failed", `${BATCH}/array_jobs.html`],
  ["main-node", "Main node exited", `${BATCH}/multi-node-parallel-jobs.html`],
  ["stopped", "Stopped by its user", "npm run job -- stop"],
  ["stopped", "Terminated by user alice", `${BATCH}/terminate_jobs.html`],
  ["namespace-gone", 'namespaces "team-batch" not found', "kubernetes apiserver"],
  [
    "namespace-gone",
    'pods "b.1" is forbidden: unable to create new content in namespace team because it is being terminated',
    "kubernetes pkg/admission/plugin/namespace/lifecycle",
  ],
  [
    "batch-forbidden",
    'pods is forbidden: User "aws-batch" cannot create resource "pods" in API group "" in the namespace "team"',
    "kubernetes apiserver",
  ],
  ["pod-deleted", "Pod aws-batch.1234 was deleted", "words of ECS and Kubernetes; AWS publishes none"],
  [
    "config-map-missing",
    'CreateContainerConfigError: configmap "tuning.v2" not found',
    `${KUBELET}/kuberuntime`,
  ],
  [
    "config-map-missing",
    "CreateContainerConfigError: couldn't find key MODE in ConfigMap team/tuning",
    `${KUBELET}/kubelet_pods.go`,
  ],
  [
    "pull-secret-missing",
    "FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (ghcr); attempting to pull the image may not succeed.",
    `${KUBELET}/kubelet_pods.go`,
  ],
  ["secret-missing", 'CreateContainerConfigError: secret "db" not found', `${KUBELET}/kuberuntime`],
  [
    "secret-missing",
    "CreateContainerConfigError: couldn't find key password in Secret team/db",
    `${KUBELET}/kubelet_pods.go`,
  ],
  [
    "secret-missing",
    'MountVolume.SetUp failed for volume "creds" : secret "gcp-key" not found',
    `${KUBELET}/volumemanager`,
  ],
  [
    "service-account-missing",
    'pods "b.1" is forbidden: error looking up service account team/trainer: serviceaccount "trainer" not found',
    "kubernetes plugin/pkg/admission/serviceaccount",
  ],
  ["claim-missing", 'persistentvolumeclaim "reference" not found', SCHEDULER],
  [
    "claim-unbound",
    "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.",
    SCHEDULER,
  ],
  [
    "volume-elsewhere",
    'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) b.2',
    "kubernetes pkg/controller/volume/attachdetach",
  ],
  ["volume-elsewhere", "0/3 nodes are available: 3 node(s) had volume node affinity conflict.", SCHEDULER],
  [
    "volume-not-mounted",
    "FailedMount: Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data]: timed out waiting for the condition",
    `${KUBELET}/volumemanager`,
  ],
  [
    "volume-not-mounted",
    'MountVolume.SetUp failed for volume "efs" : rpc error: code = DeadlineExceeded desc = context deadline exceeded',
    `${KUBELET}/volumemanager`,
  ],
  [
    "runs-as-root",
    'CreateContainerConfigError: container has runAsNonRoot and image will run as root (pod: "b.1", container: main)',
    `${KUBELET}/kuberuntime/security_context.go`,
  ],
  ["container-config", "CreateContainerConfigError: failed to prepare subPath", `${KUBELET}/kuberuntime`],
  [
    "exec-format",
    "StartError: failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: exec /app/run: exec format error",
    "execve(2), ENOEXEC",
  ],
  [
    "working-directory",
    'StartError: OCI runtime create failed: runc create failed: unable to start container process: chdir to cwd ("/data") set in config.json failed: no such file or directory',
    "github.com/opencontainers/runc",
  ],
  [
    "command-denied",
    'StartError: runc create failed: unable to start container process: exec: "/app/run.sh": permission denied',
    "github.com/opencontainers/runc",
  ],
  [
    "command-missing",
    'StartError: runc create failed: exec: "pyton": executable file not found in $PATH: unknown',
    "github.com/opencontainers/runc",
  ],
  [
    "command-missing",
    'ContainerCannotRun: exec: "/app/run": stat /app/run: no such file or directory',
    "github.com/opencontainers/runc",
  ],
  [
    "start-error",
    "StartError: failed to create containerd task: failed to create shim task",
    "github.com/containerd/containerd",
  ],
  [
    "create-error",
    'CreateContainerError: failed to reserve container name "main_b.1": name is reserved',
    "github.com/containerd/containerd internal/cri",
  ],
  [
    "no-address",
    'FailedCreatePodSandBox: plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
    "github.com/aws/amazon-vpc-cni-k8s",
  ],
  [
    "pod-sandbox",
    'FailedCreatePodSandBox: rpc error: code = Unknown desc = failed to setup network for sandbox "1f": plugin type="aws-cni" failed (add): add cmd: Error received from AddNetwork',
    "github.com/containerd/containerd internal/cri",
  ],
  [
    "admission-refused",
    'admission webhook "policy.team.example" denied the request: images must come from ECR',
    "kubernetes apiserver admission",
  ],
  [
    "admission-refused",
    'pods "b.1" is forbidden: violates PodSecurity "restricted:latest": host namespaces (hostNetwork=true)',
    "kubernetes.io/docs/concepts/security/pod-security-admission",
  ],
  [
    "namespace-quota",
    'pods "b.1" is forbidden: exceeded quota: team, requested: requests.cpu=4, used: requests.cpu=14, limited: requests.cpu=16',
    "kubernetes apiserver resourcequota",
  ],
  [
    "limit-range",
    'pods "b.1" is forbidden: maximum memory usage per Container is 4Gi, but limit is 8Gi',
    "kubernetes plugin/pkg/admission/limitranger",
  ],
  [
    "no-matching-node",
    "FailedScheduling: 0/5 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
    SCHEDULER,
  ],
  [
    "no-matching-node",
    "FailedScheduling: 0/2 nodes are available: 2 node(s) had untolerated taint {gpu: true}.",
    SCHEDULER,
  ],
  [
    "no-room-on-nodes",
    "FailedScheduling: 0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu.",
    SCHEDULER,
  ],
  [
    "task-resources",
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed",
    "docs.aws.amazon.com/AmazonECS/latest/developerguide",
  ],
  [
    "image-name",
    'InvalidImageName: Failed to apply default image tag "HTTPS://x": couldn\'t parse image name "HTTPS://x": invalid reference format',
    "github.com/distribution/reference",
  ],
  [
    "image-platform",
    'Failed to pull image "team/app:1": rpc error: code = NotFound desc = failed to pull and unpack image: no match for platform in manifest: not found',
    CONTAINERD,
  ],
  [
    "image-platform",
    "CannotPullContainerError: no matching manifest for linux/arm64/v8 in the manifest list entries",
    "github.com/moby/moby",
  ],
  [
    "image-rate-limit",
    'Failed to pull image "busybox": 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit.',
    "docs.docker.com",
  ],
  [
    "image-denied",
    'Failed to pull image "team/private": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    CONTAINERD,
  ],
  [
    "image-denied",
    'Failed to pull image "1.dkr.ecr.eu-west-1.amazonaws.com/app:1": failed to resolve reference: unexpected status from HEAD request: 403 Forbidden',
    CONTAINERD,
  ],
  [
    "image-denied",
    'ErrImagePull: failed to pull and unpack image "ghcr.io/team/app:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request: 401 Unauthorized',
    CONTAINERD,
  ],
  [
    "image-not-found",
    'Failed to pull image "public.ecr.aws/team/app:v9": rpc error: code = NotFound desc = failed to resolve reference "public.ecr.aws/team/app:v9": public.ecr.aws/team/app:v9: not found',
    CONTAINERD,
  ],
  [
    "image-not-found",
    "CannotPullContainerError: Error response from daemon: manifest for team/app:v9 not found: manifest unknown",
    "docs.aws.amazon.com/AmazonECS/latest/developerguide",
  ],
  [
    "registry-certificate",
    'Failed to pull image "registry.team/app:1": failed to do request: tls: failed to verify certificate: x509: certificate signed by unknown authority',
    CONTAINERD,
  ],
  [
    "registry-unreachable",
    'Failed to pull image "registry.team/app:1": failed to do request: Head "https://registry.team/v2/": dial tcp: lookup registry.team: no such host',
    CONTAINERD,
  ],
  [
    "registry-unreachable",
    'Failed to pull image "quay.io/x:1": failed to do request: Head "https://quay.io/v2/": dial tcp 34.1.1.1:443: i/o timeout',
    CONTAINERD,
  ],
  [
    "image-disk",
    'Failed to pull image "team/cuda:12": failed to extract layer: write /usr/lib/libcudnn.so: no space left on device',
    CONTAINERD,
  ],
  [
    "image-never-pulled",
    'ErrImageNeverPull: Container image "app:1" is not present with pull policy of Never',
    `${KUBELET}/images`,
  ],
  ["image", 'ImagePullBackOff: Back-off pulling image "team/app:1"', `${KUBELET}/images`],
  [
    "image",
    "CannotPullContainerError: inspect image has been retried 5 time(s)",
    "docs.aws.amazon.com/AmazonECS/latest/developerguide",
  ],
];

export const WAITING_TEXTS: readonly Text[] = [
  [
    "no-capacity",
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Service cannot fulfill the capacity requested for instance type [m5.large]",
    STUCK,
  ],
  [
    "too-many-vcpus",
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU requirement of the job.",
    STUCK,
  ],
  [
    "too-large-for-instances",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) attached to the job queue.",
    STUCK,
  ],
  [
    "instance-configuration",
    "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED - Your compute environment associated with this job queue has an unsupported instance type configuration.",
    STUCK,
  ],
  [
    "service-role",
    "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS – Batch service role has a permission issue.",
    STUCK,
  ],
  ["environments-invalid", "ACTION_REQUIRED - CE(s) associated with the job queue are invalid.", STUCK],
  [
    "other-misconfiguration",
    "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED",
    `${BATCH}/sm_job_stuck_in_runnable_misconfiguration.html`,
  ],
];

const INVALID = `${BATCH}/batch_eks_invalid_compute_environment.html`;

export const ENVIRONMENT_TEXTS: readonly Text[] = [
  [
    "batch-denied",
    "CLIENT_ERROR - User: arn:aws:sts::123456789012:assumed-role/AWSServiceRoleForBatch/x is not authorized to perform: eks:DescribeCluster on resource: x with an explicit deny in a service control policy",
    `${BATCH}/invalid_compute_environment.html`,
  ],
  [
    "cluster-missing",
    "CLIENT_ERROR - The EKS cluster deleted",
    `${BATCH}/batch_eks_invalid_compute_environment.html#deleted_compute_environment`,
  ],
  [
    "vcpu-limit",
    "CLIENT_ERROR - Max Spot Instance count limit exceeded",
    "docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html",
  ],
  [
    "batch-access",
    "CLIENT_ERROR - The access entry of the cluster was removed",
    "words of API_EksAccessEntry; AWS publishes none",
  ],
  [
    "nodes-did-not-join",
    "Your compute environment has been INVALIDATED and scaled down because none of the nodes joined the underlying Amazon EKS Cluster. Common issues preventing nodes joining are the following: networking configuration preventing communication to Amazon EKS Cluster, incorrect Amazon EKS Instance Profile or Kubernetes RBAC policy preventing authorization to Amazon EKS Cluster, customized AMI or LaunchTemplate configurations affecting Amazon EKS/Kubernetes node bootstrap.",
    INVALID,
  ],
  [
    "nodes-did-not-join",
    "Your compute environment has been INVALIDATED and scaled down because none of the instances joined the underlying ECS Cluster. Common issues preventing instances joining are the following: VPC/Subnet configuration preventing communication to ECS, incorrect Instance Profile policy",
    INVALID,
  ],
  [
    "access-entry-incomplete",
    "CLIENT_ERROR - Access Entry setup incomplete on cluster [team]. Retry by calling UpdateComputeEnvironment.",
    INVALID,
  ],
  [
    "instance-profile-missing",
    "CLIENT_ERROR - Instance profile arn:aws:iam::123456789012:instance-profile/team does not exist",
    INVALID,
  ],
  ["batch-namespace", "CLIENT_ERROR - Unable to validate Kubernetes Namespace", INVALID],
  [
    "image-version-unsupported",
    "At least one imageKubernetesVersion in EC2Configuration is not supported.",
    INVALID,
  ],
  ["cluster-version-unsupported", "reason=CLIENT_ERROR - EKS Cluster version [2.01] is unsupported", INVALID],
  [
    "cluster-missing",
    "CLIENT_ERROR - No cluster found for name: team. (Service: Eks, Status Code: 404)",
    "docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html",
  ],
  [
    "endpoint-unreachable",
    "INTERNAL_ERROR - Unable to connect to the cluster endpoint: connection timed out",
    "words of the Java SDK; AWS publishes none",
  ],
  [
    "spot-role-missing",
    "CLIENT_ERROR - The service-linked role AWSServiceRoleForEC2Spot is missing",
    `${BATCH}/spot_fleet_IAM_role.html`,
  ],
  [
    "service-role-invalid",
    "CLIENT_ERROR - User: arn:aws:sts::123456789012:assumed-role/b/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/batch",
    `${BATCH}/invalid_compute_environment.html`,
  ],
  [
    "launch-template",
    "CLIENT_ERROR - You must use a valid fully-formed launch template. The specified launch template, with template ID lt-1, does not exist.",
    "docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-launch-template.html",
  ],
  [
    "nodes-network",
    "CLIENT_ERROR - The subnet ID 'subnet-1' does not exist",
    "docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  ],
  [
    "nodes-network",
    "CLIENT_ERROR - The security group 'sg-1' does not exist in VPC 'vpc-1'",
    "docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  ],
  [
    "nodes-image",
    "CLIENT_ERROR - The image id '[ami-0abc]' does not exist",
    "docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html",
  ],
  [
    "vcpu-limit",
    "You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket that the specified instance type belongs to.",
    "docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html",
  ],
  [
    "instance-type-unknown",
    "CLIENT_ERROR - Instance type can only be one of [r3, r4, m6g.xlarge, r5, optimal]",
    "github.com/aws/aws-parallelcluster",
  ],
  [
    "batch-access",
    "CLIENT_ERROR - Unauthorized (Service: Kubernetes; Status Code: 401)",
    "github.com/aws issues; AWS publishes none",
  ],
  [
    "batch-internal",
    "INTERNAL_ERROR - Internal Error. Please contact AWS support.",
    `${BATCH}/invalid_compute_environment.html`,
  ],
];

const PROVIDER = "github.com/hashicorp/terraform-provider-aws";
const EC2 = "docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html";

export const TERRAFORM_TEXTS: readonly Text[] = [
  [
    "address-held",
    "deleting EC2 EIP (eipalloc-1): AuthFailure: You do not have permission to access the specified resource.",
    EC2,
  ],
  ["address-held", "InvalidIPAddress.InUse: Address 203.0.113.7 is in use.", EC2],
  [
    "plan-stale",
    "Saved plan is stale: The given plan file can no longer be applied",
    "developer.hashicorp.com/terraform",
  ],
  [
    "lock-file",
    "Inconsistent dependency lock file: provider registry.terraform.io/hashicorp/aws: locked version selection 5.99.0 doesn't match",
    "developer.hashicorp.com/terraform",
  ],
  [
    "helm-timeout",
    "installing Helm release nvidia-device-plugin: timed out waiting for the condition",
    "github.com/helm/helm",
  ],
  [
    "helm-chart",
    "could not download chart: failed to fetch https://nvidia.github.io/k8s-device-plugin/index.yaml : 403 Forbidden",
    "github.com/helm/helm",
  ],
  [
    "endpoint-service-missing",
    "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.xx-east-1.s3' does not exist",
    EC2,
  ],
  [
    "exists",
    "InvalidInput: Service role name AWSServiceRoleForEC2Spot has been taken in this account, please try a different suffix.",
    "docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html",
  ],
  [
    "update-in-progress",
    'Operation cannot be fulfilled on configmaps "aws-auth": the object has been modified; please apply your changes to the latest version and try again',
    "kubernetes apiserver",
  ],
  [
    "update-in-progress",
    "OperationAbortedException: A conflicting operation is currently in progress against this resource. Please try again.",
    "docs.aws.amazon.com/AmazonCloudWatchLogs",
  ],
  [
    "aws-disturbed",
    "rpc error: code = Unavailable desc = etcdserver: leader changed",
    "github.com/etcd-io/etcd",
  ],
  [
    "iam-not-yet-seen",
    "InvalidParameterException: The role with name team-node cannot be found. (Service: AmazonIdentityManagement; Status Code: 404)",
    "docs.aws.amazon.com/eks",
  ],
  [
    "wrong-partition",
    'MalformedPolicyDocument: Invalid principal in policy: "SERVICE":"ec2.amazonaws.eu"',
    "github.com/pulumi/pulumi-eks/issues/2341",
  ],
  [
    "endpoint-unreachable-from-here",
    "operation error Batch: CreateComputeEnvironment, exceeded maximum number of attempts, 25, https response error StatusCode: 0, request send failed",
    "github.com/aws/aws-sdk-go-v2",
  ],
  [
    "account-not-subscribed",
    "Your account is currently blocked and not recognized as a valid account.",
    "docs.aws.amazon.com/ec2",
  ],
  [
    "credentials-unknown",
    "get identity: get credentials: failed to refresh cached credentials",
    "github.com/aws/aws-sdk-go-v2",
  ],
  [
    "eks-network-gone",
    "VpcNotFound: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "eks-network-gone",
    "Ec2SubnetNotFound: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "eks-network-gone",
    "Ec2SecurityGroupNotFound: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "eks-role-gone",
    "IamRoleNotFound: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-role-gone",
    "IamNodeRoleNotFound: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-role-gone",
    "IamInstanceProfileNotFound: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-nodes-changed",
    "AutoScalingGroupNotFound: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-nodes-changed",
    "Ec2LaunchTemplateNotFound: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-nodes-changed",
    "Ec2LaunchTemplateVersionMismatch: We couldn't find it",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-subnet-full",
    "InsufficientFreeAddresses: One or more of the subnets associated with your managed node group does not have enough available IP addresses for new nodes.",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-subnet-full",
    "InsufficientFreeAddressesInSubnet: There are not enough free addresses in subnet 'subnet-1' to satisfy the requested number of instances.",
    EC2,
  ],
  [
    "eks-subnet-public",
    "Ec2SubnetInvalidConfiguration: One or more Amazon EC2 Subnets of [subnet-1, subnet-2] for node group core does not automatically assign public IP addresses to instances launched into it.",
    "docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
  ],
  [
    "eks-unreachable",
    "ClusterUnreachable: Amazon EKS or one or more of your managed nodes is unable to communicate with your Kubernetes cluster API server.",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-sts-endpoint",
    "StsRegionalEndpointDisabled: The STS regional endpoint is disabled.",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "eks-sts-endpoint",
    "RegionDisabledException: STS is not activated in this region for account:123456789012",
    "docs.aws.amazon.com/STS/latest/APIReference",
  ],
  [
    "eks-type-unknown",
    "Ec2InstanceTypeDoesNotExist: One or more instance types do not exist",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "eks-type-unknown",
    "InvalidParameterException: The following supplied instance types do not exist: [m5.large]",
    "docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html",
  ],
  [
    "addon-admission",
    'AdmissionRequestDenied: admission webhook "policy.example" denied the request: no',
    "docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html",
  ],
  [
    "addon-modified",
    "UnsupportedAddonModification: Add-on was changed",
    "docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html",
  ],
  [
    "addon-modified",
    'K8sResourceNotFound: serviceaccounts "ebs-csi-controller-sa" not found',
    "docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html",
  ],
  [
    "addon-permissions",
    "AddonPermissionFailure: The add-on lacks permissions",
    "docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html",
  ],
  [
    "addon-configuration",
    "creating EKS Add-On (team:amazon-cloudwatch-observability): InvalidParameterException: ConfigurationValue provided in request is not supported: Json schema validation failed with error: [$.agent.config: unknown]",
    "docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html",
  ],
  [
    "addon-version",
    "InvalidParameterException: Addon version specified is not supported",
    "docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html",
  ],
  [
    "cluster-failed",
    "waiting for EKS Cluster (team) create: unexpected state 'FAILED', wanted target 'ACTIVE'. last error: %!s(<nil>)",
    PROVIDER,
  ],
  [
    "node-group-slow",
    "waiting for EKS Node Group (team:default-1) create: timeout while waiting for state to become 'ACTIVE' (last state: 'CREATING', timeout: 1h0m0s)",
    PROVIDER,
  ],
  [
    "clock",
    "api error RequestTimeTooSkewed: The difference between the request time and the current time is too large.",
    "docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
  ],
  [
    "clock",
    "InvalidSignatureException: Signature expired: 20261126T180000Z is now earlier than 20261126T181500Z",
    "docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html",
  ],
  [
    "terraform-version",
    "state snapshot was created by Terraform v1.13.1, which is newer than current v1.9.8; upgrade to Terraform v1.13.1 or greater to work with this state",
    "developer.hashicorp.com/terraform",
  ],
  ["terraform-version", "Unsupported Terraform Core version", "developer.hashicorp.com/terraform"],
  [
    "provider-crashed",
    "Plugin did not respond: The plugin encountered an error, and failed to respond",
    "developer.hashicorp.com/terraform",
  ],
  [
    "provider-inconsistent",
    "Provider produced inconsistent result after apply: When applying changes to aws_eks_addon.x, provider produced an unexpected new value",
    "developer.hashicorp.com/terraform",
  ],
  [
    "free-plan",
    "InvalidParameterCombination: The specified instance type is not eligible for Free Tier.",
    EC2,
  ],
  [
    "batch-quota",
    "ClientException: Error executing request, Exception : Your compute environments limit (50) was reached",
    "docs.aws.amazon.com/batch/latest/userguide/service_limits.html",
  ],
  [
    "launch-template-refused",
    "You are not authorized to use launch template: lt-1",
    "docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-launch-template.html",
  ],
  [
    "launch-template-refused",
    "ValidationError: You must use a valid fully-formed launch template. Value (arn) for parameter iamInstanceProfile.arn is invalid.",
    "docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-launch-template.html",
  ],
  [
    "environment-slow",
    "waiting for Batch Compute Environment (team_OD-1) create: timeout while waiting for state to become 'VALID' (last state: 'CREATING', timeout: 30m0s)",
    PROVIDER,
  ],
  [
    "certificate-untrusted",
    "tls: failed to verify certificate: x509: certificate signed by unknown authority",
    "pkg.go.dev/crypto/x509",
  ],
  ["not-seen-or-gone", "api error InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist", EC2],
  ["not-seen-or-gone", "api error InvalidGroup.NotFound: The security group 'sg-1' does not exist", EC2],
  [
    "not-seen-or-gone",
    "ResourceNotFoundException: No cluster found for name: team.",
    "docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html",
  ],
  [
    "timeout-waiting",
    "timeout while waiting for state to become 'available' (last state: 'pending', timeout: 10m0s)",
    PROVIDER,
  ],
  [
    "kms-key",
    "KmsKeyMarkedForDeletion: The KMS key is marked for deletion",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "kms-key",
    "KmsGrantRevoked: The grant was revoked",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "kms-key",
    "KmsKeyNotFound: The key was not found",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "version-unsupported",
    "UnsupportedVersion: The version is not supported any more",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "account-not-subscribed",
    "Ec2ServiceNotSubscribed: not subscribed",
    "docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html",
  ],
  [
    "credentials-unknown",
    "no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded",
    "github.com/aws/aws-sdk-go-v2",
  ],
  [
    "state-locked",
    "Error acquiring the state lock: operation error S3: PutObject, StatusCode: 412, PreconditionFailed",
    "developer.hashicorp.com/terraform",
  ],
  [
    "state-not-saved",
    "Failed to save state: Error saving state: failed to upload state: AccessDenied",
    "developer.hashicorp.com/terraform",
  ],
  [
    "state-bucket-missing",
    'Failed to get existing workspaces: S3 bucket "team-state" does not exist.',
    "developer.hashicorp.com/terraform",
  ],
  [
    "mfa-needed",
    "No valid credential sources found: assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.",
    "github.com/aws/aws-sdk-go",
  ],
  [
    "credentials-expired",
    "api error ExpiredTokenException: The security token included in the request is expired",
    "docs.aws.amazon.com/IAM",
  ],
  [
    "credentials-expired",
    "failed to refresh cached credentials, the SSO session has expired or is invalid",
    "github.com/aws/aws-sdk-go-v2",
  ],
  [
    "credentials-unknown",
    "Retrieving AWS account details: api error InvalidClientTokenId: The security token included in the request is invalid.",
    "docs.aws.amazon.com/STS",
  ],
  [
    "denied-by-scp",
    "api error AccessDenied: User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: iam:CreateRole on resource: arn:aws:iam::1:role/x with an explicit deny in a service control policy",
    "docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
  ],
  [
    "denied-by-boundary",
    "api error AccessDenied: User: arn:aws:iam::1:user/a is not authorized to perform: eks:CreateCluster on resource: * because no permissions boundary allows the eks:CreateCluster action",
    "docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
  ],
  [
    "account-pending",
    "PendingVerification: Your request for accessing resources in this region is being validated, and you will not be able to launch additional resources in this region until the validation is complete.",
    EC2,
  ],
  ["account-not-subscribed", "OptInRequired: You are not subscribed to this service.", EC2],
  [
    "version-unsupported",
    "InvalidParameterException: unsupported Kubernetes version 1.29",
    "docs.aws.amazon.com/eks",
  ],
  [
    "zone-without-cluster",
    "UnsupportedAvailabilityZoneException: Cannot create cluster 'team' because us-east-1e, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: us-east-1a",
    "docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
  ],
  [
    "type-not-in-zone",
    "Could not launch On-Demand Instances. Unsupported - Your requested instance type (m7i.large) is not supported in your requested Availability Zone (us-east-1e). Please retry your request by not specifying an Availability Zone",
    "docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-instancelaunchfailure.html",
  ],
  [
    "vcpu-quota",
    "AsgInstanceLaunchFailures: Could not launch On-Demand Instances. VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 5 allows",
    "docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-capacity.html",
  ],
  [
    "instance-capacity",
    "AsgInstanceLaunchFailures: Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient m5.large capacity in the Availability Zone you requested (eu-west-1a).",
    "docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-capacity.html",
  ],
  ["address-quota", "AddressLimitExceeded: The maximum number of addresses has been reached.", EC2],
  ["vpc-quota", "VpcLimitExceeded: The maximum number of VPCs has been reached.", EC2],
  ["throttled", "ThrottlingException: Rate exceeded", EC2],
  ["throttled", "RequestLimitExceeded: Request limit exceeded.", EC2],
  [
    "quota",
    "ResourceLimitExceededException: Cluster limit exceeded for account",
    "docs.aws.amazon.com/eks/latest/APIReference",
  ],
  ["quota", "NatGatewayLimitExceeded: The maximum number of NAT Gateways has been reached.", EC2],
  [
    "helm-release-pending",
    "another operation (install/upgrade/rollback) is in progress",
    "github.com/helm/helm",
  ],
  [
    "update-in-progress",
    "ResourceInUseException: Cannot EndpointAccessUpdate because cluster team currently has update 408c7b in progress",
    "docs.aws.amazon.com/eks/latest/APIReference",
  ],
  [
    "update-in-progress",
    "ResourceInUseException: Cannot delete because cluster team currently has an update in progress",
    "docs.aws.amazon.com/eks/latest/APIReference",
  ],
  [
    "update-in-progress",
    "ClientException: Cannot update, resource is being modified.",
    "docs.aws.amazon.com/batch/latest/APIReference",
  ],
  [
    "update-in-progress",
    "ResourceInUseException: Addon coredns cannot be updated as it is currently in UPDATING; an update is already in progress",
    "docs.aws.amazon.com/eks/latest/APIReference",
  ],
  [
    "cluster-has-nodegroups",
    "ResourceInUseException: Cluster has nodegroups attached",
    "docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html",
  ],
  ["helm-release-taken", "cannot re-use a name that is still in use", "github.com/helm/helm"],
  [
    "principal-unknown",
    "InvalidParameterException: The specified principalArn is invalid: invalid principal.",
    "docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html",
  ],
  [
    "policy-missing",
    "attaching IAM Policy (arn:aws:iam::aws:policy/AmazonEKSFoo) to IAM Role (x): NoSuchEntity: Policy arn:aws:iam::aws:policy/AmazonEKSFoo does not exist or is not attachable.",
    "docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html",
  ],
  [
    "iam-not-yet-seen",
    "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
    "docs.aws.amazon.com/kms/latest/APIReference",
  ],
  [
    "iam-not-yet-seen",
    "InvalidParameterException: Role with arn: arn:aws:iam::1:role/x, could not be assumed because it does not exist or the trusted entity is not correct",
    "docs.aws.amazon.com/eks",
  ],
  [
    "node-group-not-joined",
    "waiting for EKS Node Group (team:core) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: i-1: NodeCreationFailure: Instances failed to join the kubernetes cluster",
    PROVIDER,
  ],
  [
    "node-group-launch",
    "AsgInstanceLaunchFailures: Could not launch On-Demand Instances. InvalidParameterValue - Invalid value",
    "docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html",
  ],
  [
    "addon-degraded",
    "waiting for EKS Add-On (team:coredns) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)",
    PROVIDER,
  ],
  [
    "addon-degraded",
    "InsufficientNumberOfReplicas: The add-on is unhealthy because it doesn't have the desired number of replicas.",
    "docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html",
  ],
  [
    "addon-conflict",
    "waiting for EKS Add-On (team:vpc-cni) create: unexpected state 'CREATE_FAILED'. last error: ConfigurationConflict: Conflicts found when trying to apply.",
    "docs.aws.amazon.com/eks",
  ],
  [
    "architecture-mixed",
    "ClientException: Error executing request, Exception : arm-based instance type cannot be used in combination with x86",
    "words reported in public issues",
  ],
  [
    "batch-instance-type",
    "ClientException: Error executing request, Exception : Instance type can only be one of [r3, r4, m6g.xlarge, r5, optimal], RequestId: 1",
    "github.com/aws/aws-parallelcluster",
  ],
  [
    "environment-invalid",
    "waiting for Batch Compute Environment (team_OD-1) create: unexpected state 'INVALID', wanted target 'VALID'. last error: CLIENT_ERROR - Unable to validate Kubernetes Namespace",
    PROVIDER,
  ],
  [
    "environment-invalid",
    "disabling Batch Compute Environment (team_OD-1): unexpected state 'INVALID', wanted target 'VALID'",
    PROVIDER,
  ],
  [
    "kms-key",
    "AsgInstanceLaunchFailures: Instance became unhealthy: Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state",
    "docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-ebs.html",
  ],
  [
    "kms-key",
    "KMSInvalidStateException: arn:aws:kms:us-east-1:1:key/2 is pending deletion.",
    "docs.aws.amazon.com/kms/latest/APIReference",
  ],
  [
    "public-cidrs",
    "InvalidParameterException: The following CIDRs are invalid in publicAccessCidrs: [10.0.0.0/8]",
    "docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
  ],
  ["spot-role", "The role AWSServiceRoleForEC2Spot does not exist", "docs.aws.amazon.com/AWSEC2"],
  [
    "wrong-partition",
    'MalformedPolicyDocument: Partition "aws" is not valid for resource "arn:aws:s3:::bucket".',
    "docs.aws.amazon.com/IAM",
  ],
  [
    "object-exists",
    'kubernetes_cluster_role_v1.batch_rbac_cluster-role_6AF03A8D: clusterroles.rbac.authorization.k8s.io "aws-batch-cluster-role" already exists ',
    "github.com/kubernetes/apimachinery pkg/api/errors",
  ],
  [
    "exists",
    "EntityAlreadyExists: Role with name team-node already exists.",
    "docs.aws.amazon.com/IAM/latest/APIReference",
  ],
  [
    "exists",
    "ResourceInUseException: Cluster already exists with name: team",
    "docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
  ],
  [
    "exists",
    "ResourceAlreadyExistsException: The specified log group already exists",
    "docs.aws.amazon.com/AmazonCloudWatchLogs",
  ],
  ["denied", "UnauthorizedOperation: You are not authorized to perform this operation.", EC2],
  ["kubernetes-not-yet-open", "Unauthorized", "kubernetes apiserver"],
  [
    "kubernetes-not-yet-open",
    "the server has asked for the client to provide credentials",
    "github.com/kubernetes/client-go",
  ],
  [
    "own-endpoint-dead",
    'request send failed, Post "http://127.0.0.1:42843/": dial tcp 127.0.0.1:42843: connect: connection refused',
    "net(3)",
  ],
  [
    "endpoint-refuses",
    'Get "https://ABC.gr7.eu-west-1.eks.amazonaws.com/api": dial tcp 203.0.113.7:443: connect: connection refused',
    "net(3)",
  ],
  ["endpoint-unknown", "dial tcp: lookup ABC.gr7.eu-west-1.eks.amazonaws.com: no such host", "net(3)"],
  [
    "endpoint-unreachable-from-here",
    'Get "https://ABC.gr7.eu-west-1.eks.amazonaws.com/api": dial tcp 10.1.2.3:443: i/o timeout',
    "net(3)",
  ],
  ["aws-disturbed", "https response error StatusCode: 503, RequestID: x, api error ServiceUnavailable", EC2],
  [
    "provider-not-installed",
    "Failed to query available provider packages: could not connect to registry.terraform.io: timeout",
    "developer.hashicorp.com/terraform",
  ],
  [
    "public-addresses-mapped",
    "DependencyViolation: Network vpc-1 has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
    EC2,
  ],
  ["security-group-held", "DependencyViolation: resource sg-0abc has a dependent object", EC2],
  [
    "subnet-held",
    "DependencyViolation: The subnet 'subnet-0abc' has dependencies and cannot be deleted.",
    EC2,
  ],
  ["vpc-held", "DependencyViolation: The vpc 'vpc-0abc' has dependencies and cannot be deleted.", EC2],
  [
    "dependency-violation",
    "DependencyViolation: The internetGateway 'igw-1' has dependencies and cannot be deleted.",
    EC2,
  ],
  [
    "queue-relationship",
    "ClientException: Cannot delete, found existing JobQueue relationship",
    `${PROVIDER}/issues/2044`,
  ],
  [
    "environment-not-disabled",
    "ClientException: Cannot delete, resource must first be disabled",
    "docs.aws.amazon.com/batch/latest/APIReference",
  ],
  [
    "jobs-still-run",
    "waiting for Batch Compute Environment (team_OD-1) delete: timeout while waiting for resource to be gone (last state: 'DELETING', timeout: 20m0s)",
    PROVIDER,
  ],
  [
    "iam-conflict",
    "DeleteConflict: Cannot delete entity, must detach all policies first.",
    "docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html",
  ],
  [
    "namespace-stuck",
    "context deadline exceeded: namespace amazon-cloudwatch is still in phase Terminating",
    "github.com/hashicorp/terraform-provider-kubernetes",
  ],
  [
    "deletion-protected",
    "InvalidRequestException: Cluster team has deletion protection enabled",
    "docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html",
  ],
  [
    "bucket-not-empty",
    "BucketNotEmpty: The bucket you tried to delete is not empty",
    "docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html",
  ],
];

const S3_USER = "User: arn:aws:sts::111122223333:assumed-role/doeks-aws-batch-job-a-1/botocore-session-1";
const IAM = "docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";
const PYTHON = "github.com/boto/botocore botocore/exceptions.py";

/** What the SDKs print when AWS refuses a call. */
export const REFUSED_TEXTS: readonly Text[] = [
  [
    "call-refused",
    `botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: ${S3_USER} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::data/out/a" because no identity-based policy allows the s3:PutObject action`,
    IAM,
  ],
  [
    "call-refused",
    `An error occurred (AccessDeniedException) when calling the GetSecretValue operation: ${S3_USER} is not authorized to perform: secretsmanager:GetSecretValue on resource: db because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    IAM,
  ],
  [
    "call-denied",
    `An error occurred (AccessDenied) when calling the GetObject operation: ${S3_USER} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/in/a" with an explicit deny in a service control policy`,
    IAM,
  ],
  [
    "call-denied",
    `${S3_USER} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::data/in/a" because no VPC endpoint policy allows the s3:GetObject action`,
    IAM,
  ],
  [
    "key-refused",
    `An error occurred (AccessDenied) when calling the PutObject operation: ${S3_USER} is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:us-east-1:111122223333:key/1 because no identity-based policy allows the kms:GenerateDataKey action`,
    IAM,
  ],
  [
    "key-refused",
    "An error occurred (AccessDeniedException) when calling the GetSecretValue operation: Access to KMS is not allowed",
    "docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html",
  ],
  [
    "call-forbidden",
    "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the GetObject operation: Access Denied",
    PYTHON,
  ],
  [
    "call-forbidden",
    "operation error S3: GetObject, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: Access Denied",
    "github.com/aws/aws-sdk-go-v2",
  ],
  [
    "call-forbidden",
    "software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403, Request ID: 1)",
    "github.com/aws/aws-sdk-java-v2",
  ],
  [
    "role-not-taken",
    "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: No OpenIDConnect provider found in your account for https://oidc.eks.us-east-1.amazonaws.com/id/1",
    "docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html",
  ],
  ["no-credentials", "botocore.exceptions.NoCredentialsError: Unable to locate credentials", PYTHON],
  [
    "no-credentials",
    "CredentialsProviderError: Could not load credentials from any providers",
    "github.com/smithy-lang/smithy-typescript",
  ],
];
