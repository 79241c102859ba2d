import type { DiagnosisFacts, EnvironmentFacts, JobFacts } from "./diagnosis-facts";
import type { Finding } from "./finding";
import { formatDuration } from "../model/duration";
import { isUsable } from "./environment-causes";
import { invocation } from "../model/command-line";

/** How long a node may take from its launch until it is ready. */
const JOIN_MS = 10 * 60_000;

/** Causes that lie in the size of the job and of its environments, in the order in which they decide. */
export function capacityCauses(facts: DiagnosisFacts): Finding | undefined {
  const usable = facts.environments.filter(isUsable);
  if (usable.length === 0) return undefined;
  return (
    multiNodeOnSpot(facts, usable) ??
    tooManyVcpus(facts, usable) ??
    noGpus(facts, usable) ??
    tooLargeForInstances(facts, usable) ??
    behindOthers(facts) ??
    noCapacity(facts, usable) ??
    atMaximum(facts, usable) ??
    nodesDoNotJoin(facts, usable)
  );
}

function multiNodeOnSpot({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  if (!job.isMultiNode || usable.some(({ isSpot }) => !isSpot)) return undefined;
  return {
    cause: "multi-node-on-spot",
    what: "it is a multi-node job, and AWS Batch runs those on no Spot environment.",
    fix: "Submit it to the On-Demand queue.",
  };
}

function tooManyVcpus({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  const most = Math.max(...usable.map(({ maxVcpus }) => maxVcpus));
  if (job.vcpus <= most) return undefined;
  return {
    cause: "too-many-vcpus",
    what: `it asks for ${job.vcpus} vCPUs, and no environment of its queue may have more than ${most}.`,
    fix: `Submit it with --vcpus ${most} or less, or raise the maximum in variables.json (aws_batch_max_vcpus, or the environment's own max_vcpus) and run ./install.sh.`,
  };
}

function noGpus({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  if (job.podGpus === 0) return undefined;
  const sizes = usable.map((environment) => environment.sizes ?? []);
  if (sizes.some(({ length }) => length === 0)) return undefined;
  if (sizes.flat().some(({ gpus }) => gpus > 0)) return undefined;
  const types = [...new Set(usable.flatMap(({ instanceTypes }) => instanceTypes))].join(", ");
  return {
    cause: "no-gpus",
    what: `its pod asks for GPUs, and no instance of ${types} has any.`,
    fix:
      "Submit it to a queue with GPUs, such as --queue gpu; aws_batch_gpu_instance_types in variables.json " +
      "and ./install.sh make one.",
  };
}

/** A node keeps part of itself for the kubelet and the add-ons: a whole node's worth never fits. */
function tooLargeForInstances(
  { job }: DiagnosisFacts,
  usable: readonly EnvironmentFacts[],
): Finding | undefined {
  if (job.statusReason?.startsWith("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"))
    return ofNoInstance(job, usable);
  const sizes = usable.map((environment) => environment.sizes ?? []);
  if (sizes.some(({ length }) => length === 0)) return undefined;
  const fits = sizes
    .flat()
    .some(
      ({ vcpus, memoryMiB, gpus }) =>
        vcpus > job.podVcpus && memoryMiB > job.podMemoryMiB && gpus >= job.podGpus,
    );
  return fits ? undefined : ofNoInstance(job, usable);
}

function ofNoInstance(job: JobFacts, usable: readonly EnvironmentFacts[]): Finding {
  const { instanceTypes, sizes = [] } = usable[0]!;
  const [largest] = [...sizes].sort((a, b) => b.vcpus - a.vcpus || b.memoryMiB - a.memoryMiB);
  const size = largest
    ? ` (the largest, ${largest.type}, has ${largest.vcpus} vCPUs, ${largest.memoryMiB} MiB and ${largest.gpus} GPUs, of which the node keeps a part)`
    : "";
  const demand = `${job.podVcpus} vCPUs and ${job.podMemoryMiB} MiB${job.podGpus > 0 ? ` and ${job.podGpus} GPUs` : ""}`;
  return {
    cause: "too-large-for-instances",
    what: `its pod asks for ${demand}, and no instance of ${instanceTypes.join(", ")} is large enough${size}.`,
    fix: "Ask for less with --vcpus and --memory, or give the environment larger instance types in variables.json and run ./install.sh.",
  };
}

function behindOthers({ job, queue, position, head }: DiagnosisFacts): Finding | undefined {
  if (!queue || !head || head === job.jobId || position === 0) return undefined;
  const before =
    position === undefined ? "more than 100 jobs are" : position === 1 ? "1 job is" : `${position} jobs are`;
  return {
    cause: "behind-others",
    what: `${before} before it in its queue ${queue.name}, which takes jobs ${queue.isFairShare ? "by their shares" : "in their order"}.`,
    fix: `See why the first one waits: ${invocation("why", head)}.`,
  };
}

function noCapacity({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  if (!job.statusReason?.startsWith("CAPACITY:")) return undefined;
  const isSpot = usable.every((environment) => environment.isSpot);
  const types = [...new Set(usable.flatMap(({ instanceTypes }) => instanceTypes))].join(", ");
  return {
    cause: isSpot ? "no-spot-capacity" : "no-capacity",
    what: `AWS has no ${isSpot ? "Spot" : "On-Demand"} capacity for the instance types ${types} in the subnets' zones at the moment (${job.statusReason.replace(/\.$/, "")}).`,
    fix: isSpot
      ? "Wait, submit it to the On-Demand queue (without --spot), or allow more instance types in variables.json."
      : "Wait, or allow more instance types in variables.json and run ./install.sh; also check the account's vCPU quota (npm run doctor).",
  };
}

function atMaximum({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  const full = usable.filter(({ maxVcpus, desiredVcpus }) => desiredVcpus + job.vcpus > maxVcpus);
  if (full.length < usable.length) return undefined;
  const { name, desiredVcpus, maxVcpus } = full[0]!;
  return {
    cause: "environment-full",
    what: `the compute environment ${name} has ${desiredVcpus} of its at most ${maxVcpus} vCPUs, and the job needs ${job.vcpus}.`,
    fix: "It starts when others have ended; for more at once raise the maximum in variables.json (aws_batch_max_vcpus, or the environment's own max_vcpus) and run ./install.sh.",
  };
}

function nodesDoNotJoin({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  const launched = usable.find(
    ({ desiredVcpus, runningInstances }) => desiredVcpus > 0 && (runningInstances ?? 0) > 0,
  );
  if (!launched || job.inStateMs < JOIN_MS) return undefined;
  return {
    cause: "nodes-do-not-join",
    what: `${launched.runningInstances} instances of ${launched.name} run, but after ${formatDuration(job.inStateMs)} none has taken the job: it seems that they do not join the cluster.`,
    fix: "Nodes need an access entry of type EC2_LINUX for their role, a security group with egress, and a way to the cluster's endpoint: npm run doctor -- --deployed checks that.",
  };
}
