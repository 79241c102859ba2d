import type { DiagnosisFacts, EnvironmentFacts } from "./diagnosis-facts";
import { sentence, type Finding } from "./finding";

/**
 * Why an environment is INVALID, and what helps; afterwards Batch looks again when the environment
 * is disabled and enabled.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/batch_eks_invalid_compute_environment.html
 */
const REMEDIES: readonly (readonly [sign: RegExp, remedy: string])[] = [
  [/instance profile|instance role/i, "The nodes' instance profile is gone: ./install.sh makes it again."],
  [/namespace/i, "AWS Batch's namespace is missing or not open to it: ./install.sh makes it again."],
  [
    /unauthorized|forbidden|access|rbac|aws-auth|permission|403|401/i,
    "AWS Batch has no access to the cluster: ./install.sh writes aws-auth and the RBAC rules again.",
  ],
  [
    /version.*unsupported|unsupported.*version/i,
    "Set eks_cluster_version to a version that AWS Batch supports.",
  ],
  [/no cluster found|not ACTIVE/i, "The cluster is gone or not ready: see aws eks describe-cluster."],
  [/launch template/i, "The nodes' launch template is gone or broken: ./install.sh makes it again."],
  [/subnet|security group/i, "Part of the nodes' network is gone: ./install.sh makes it again."],
  [
    /spot.*role|AWSServiceRoleForEC2Spot/i,
    "Create the role of Spot: aws iam create-service-linked-role --aws-service-name spot.amazonaws.com.",
  ],
];

/** Causes that lie in the queue and its environments: none of them can take any job. */
export function environmentCauses({ queue, environments, region }: DiagnosisFacts): Finding | undefined {
  if (queue && queue.status !== "VALID" && queue.status !== "UPDATING") {
    return {
      cause: "queue-invalid",
      what: `its queue ${queue.name} is ${queue.status}${queue.statusReason ? `: ${sentence(queue.statusReason)}` : "."}`,
      fix: "./install.sh repairs the queue.",
    };
  }
  if (queue?.environmentCount === 0) {
    return {
      cause: "no-environment",
      what: `its queue ${queue.name} has no compute environment.`,
      fix: "./install.sh connects it with one.",
    };
  }
  if (environments.length === 0 || environments.some(isUsable)) return undefined;
  const invalid = environments.find(({ status }) => status === "INVALID");
  if (invalid) return invalidEnvironment(invalid, region);
  const disabled = environments.find(({ state }) => state === "DISABLED");
  if (disabled) {
    return {
      cause: "environment-disabled",
      what: `the compute environment ${disabled.name} of its queue is DISABLED, so it starts no nodes.`,
      fix: `Enable it: ${update(disabled, region, "ENABLED")}.`,
    };
  }
  const [changing] = environments as [EnvironmentFacts];
  return {
    cause: "environment-changing",
    what: `the compute environment ${changing.name} of its queue is ${changing.status}.`,
    fix: "Wait until it is VALID, some minutes at most.",
  };
}

function invalidEnvironment(environment: EnvironmentFacts, region: string): Finding {
  const { name, statusReason = "no reason given" } = environment;
  const remedy = REMEDIES.find(([sign]) => sign.test(statusReason))?.[1];
  return {
    cause: "environment-invalid",
    what: `the compute environment ${name} of its queue is INVALID: ${sentence(statusReason)}`,
    fix:
      `${remedy ?? "npm run doctor -- --deployed tells what is missing; ./install.sh repairs it."} ` +
      `Then let AWS Batch look again: ${update(environment, region, "DISABLED")}, and the same with ENABLED.`,
  };
}

/** Whether an environment takes jobs. */
export function isUsable({ state, status }: EnvironmentFacts): boolean {
  return state === "ENABLED" && (status === "VALID" || status === "UPDATING");
}

function update({ name }: EnvironmentFacts, region: string, state: "ENABLED" | "DISABLED"): string {
  return `aws batch update-compute-environment --region ${region} --compute-environment ${name} --state ${state}`;
}
