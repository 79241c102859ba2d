import { clueIn, filled } from "../../diagnosis/cause";
import { WAITING_JOBS } from "../../diagnosis/causes/waiting";
import {
  sentence,
  type DiagnosisFacts,
  type EnvironmentFacts,
  type Finding,
  type JobFacts,
} from "./diagnosis-facts";
import { bySize, fits, type InstanceSize } from "./instance-sizes";
import { formatDuration } from "../model/duration";
import { isUsable } from "./environment-causes";
import { invocation } from "../model/command-line";

/** How long a node may take from its launch until it is ready. */
const JOIN_MS = 10 * 60_000;

/** Causes that lie in the size of the job and of its environments, in the order in which they decide. */
export function capacityCauses(facts: DiagnosisFacts): Finding | undefined {
  const usable = facts.environments.filter(isUsable);
  const stated = statedCause(facts, usable);
  if (stated || usable.length === 0) return stated;
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

/** What AWS Batch states is the cause; that it has no capacity may come of the job's size, which is looked at first. */
function statedCause(facts: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  const { job, region } = facts;
  const clue = clueIn({ about: "", text: job.statusReason ?? "" }, WAITING_JOBS);
  if (!clue || clue.cause.id === "no-capacity") return undefined;
  if (usable.length > 0 && clue.cause.id === "too-many-vcpus") return ofMaximum(facts, usable);
  if (usable.length > 0 && clue.cause.id === "too-large-for-instances") return ofNoInstance(facts, usable);
  const what = `AWS Batch says: ${sentence(job.statusReason!)} ${clue.cause.means}.`;
  return { cause: clue.cause.id, what, fix: filled(clue.cause.help, { ...clue.values, region }) };
}

function multiNodeOnSpot({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  if (!job.isMultiNode || usable.some(({ isSpot }) => !isSpot)) return undefined;
  return {
    cause: "multi-node-on-spot",
    what: "it is a multi-node job, and AWS Batch runs those on no Spot environment.",
    fix: "Submit it to the On-Demand queue.",
  };
}

function tooManyVcpus(facts: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  const { job } = facts;
  const most = Math.max(...usable.map(({ maxVcpus }) => maxVcpus));
  const smallest = smallestThatFits(job, usable);
  if (job.vcpus > most) return ofMaximum(facts, usable);
  // A node comes whole: with a larger one than the maximum allows, none comes at all.
  return smallest && smallest.vcpus > most ? ofMaximum(facts, usable) : undefined;
}

function ofMaximum({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding {
  const most = Math.max(...usable.map(({ maxVcpus }) => maxVcpus));
  const smallest = smallestThatFits(job, usable);
  const needed = Math.max(job.vcpus, smallest?.vcpus ?? 0);
  const isOfNode = smallest !== undefined && needed > job.vcpus && needed > most;
  const raise = (what: string): string =>
    `raise the maximum in variables.json (aws_batch_max_vcpus, or the environment's own max_vcpus) to ${what} and run ./install.sh.`;
  if (needed <= most) {
    return {
      cause: "too-many-vcpus",
      certainty: "likely",
      what: `AWS Batch says that no environment of its queue may have as many as the ${job.vcpus} vCPUs that it asks for; from here it looks as if ${most} were enough.`,
      fix: `Look at ${invocation("queues")}; ask for less with --vcpus, or ${raise("more")}`,
    };
  }
  return {
    cause: "too-many-vcpus",
    what: isOfNode
      ? `its pod asks for ${job.podMemoryMiB} MiB, and ${smallest.type}, with ${sizeText(smallest)}, is the smallest of ${typesOf(usable)} that its pod fits on; no environment of its queue may have more than ${most} vCPUs.`
      : `it asks for ${job.vcpus} vCPUs, and no environment of its queue may have more than ${most}.`,
    fix: `${isOfNode ? "Ask for less with --memory" : `Submit it with --vcpus ${most} or less`}, or ${raise(`at least ${Math.ceil(needed)}`)}`,
  };
}

/** The smallest instance type that the job's pod fits on; undefined where sizes are not known. */
function smallestThatFits(job: JobFacts, usable: readonly EnvironmentFacts[]): InstanceSize | undefined {
  const fitting = usable.flatMap(({ sizes = [] }) => sizes).filter((size) => fits(size, job));
  return bySize(fitting)[0];
}

function typesOf(usable: readonly EnvironmentFacts[]): string {
  return [...new Set(usable.flatMap(({ instanceTypes }) => instanceTypes))].join(", ");
}

function sizeText({ vcpus, memoryMiB }: InstanceSize): string {
  return `${vcpus} vCPUs and ${memoryMiB} MiB`;
}

function noGpus({ job }: DiagnosisFacts, usable: readonly EnvironmentFacts[]): Finding | undefined {
  if (job.podGpus === 0) return undefined;
  const sizes = usable.map((environment) => environment.sizes ?? []);
  if (sizes.some(({ length }) => length === 0)) return undefined;
  if (sizes.flat().some(({ gpus }) => gpus > 0)) return undefined;
  const types = typesOf(usable);
  return {
    cause: "no-gpus",
    what: `its pod asks for GPUs, and no instance of ${types} has any.`,
    fix:
      "Submit it to a queue with GPUs, such as --queue gpu; aws_batch_gpu_instance_types in variables.json " +
      "and ./install.sh make one.",
  };
}

function tooLargeForInstances(
  facts: DiagnosisFacts,
  usable: readonly EnvironmentFacts[],
): Finding | undefined {
  const sizes = usable.map((environment) => environment.sizes ?? []);
  if (sizes.some(({ length }) => length === 0)) return undefined;
  return smallestThatFits(facts.job, usable) ? undefined : ofNoInstance(facts, usable);
}

function ofNoInstance(
  { job, alternatives = [] }: DiagnosisFacts,
  usable: readonly EnvironmentFacts[],
): Finding {
  const { instanceTypes, sizes = [] } = usable[0]!;
  const fitting = smallestThatFits(job, usable);
  const [largest] = [...sizes].sort((a, b) => b.vcpus - a.vcpus || b.memoryMiB - a.memoryMiB);
  const size =
    largest && !fitting
      ? ` (the largest, ${largest.type}, has ${largest.vcpus} vCPUs, ${largest.memoryMiB} MiB and ${largest.gpus} GPUs, of which the node keeps a part)`
      : "";
  const [other] = alternatives;
  const larger = other ? `, such as ${other.type} (${sizeText(other)})` : "";
  const demand = `${job.podVcpus} vCPUs and ${job.podMemoryMiB} MiB${job.podGpus > 0 ? ` and ${job.podGpus} GPUs` : ""}`;
  const doubt = fitting
    ? ` From here ${fitting.type} looks large enough: the system of a node, and pods that are not AWS Batch's, keep more of it.`
    : "";
  return {
    cause: "too-large-for-instances",
    certainty: fitting ? "likely" : "certain",
    what: `its pod asks for ${demand}, and no instance of ${instanceTypes.join(", ")} is large enough${size}.${doubt}`,
    fix: `Ask for less with --vcpus and --memory, or give the environment larger instance types${larger} in variables.json and run ./install.sh.`,
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
  const types = typesOf(usable);
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
