import type { Certainty } from "../../diagnosis/judge";
import { invocation } from "../model/command-line";
import { endedOrMoving } from "./states";
import { environmentCauses } from "./environment-causes";
import { capacityCauses } from "./capacity-causes";
import { sentence, type DiagnosisFacts, type Finding } from "./diagnosis-facts";

/** What a job in RUNNABLE is judged by. */
const LOOKED_AT =
  "Looked at: AWS Batch's reason, the queue and its head, the compute environments, their instance types and " +
  "instances, the node groups; not at the nodes' own logs.";

/** Why a job is where it is, and what to do about it. */
export interface Diagnosis {
  /** For machines, such as `environment-invalid`. */
  readonly cause: string;
  /** How sure it is. */
  readonly certainty?: Certainty;
  /** One paragraph for people. */
  readonly text: string;
}

/** Judges what is known of a job; the first cause that explains its state is the answer. */
export function diagnose(facts: DiagnosisFacts): Diagnosis {
  const { job } = facts;
  const finding =
    endedOrMoving(facts) ?? environmentCauses(facts) ?? capacityCauses(facts) ?? unexplained(facts);
  const said =
    job.status === "RUNNABLE" && job.statusReason && !finding.what.includes(job.statusReason)
      ? `AWS Batch says: ${sentence(job.statusReason)}`
      : "";
  const { foreign = [] } = facts;
  const parts = [
    `Job ${job.jobName} (${job.jobId}) is ${job.status}:`,
    finding.what,
    ...foreign,
    said,
    finding.fix,
  ];
  const { cause, certainty = "certain" } = finding;
  return { cause, certainty, text: [...parts, ...remarks(facts)].filter(Boolean).join(" ") };
}

function unexplained({ job, environments }: DiagnosisFacts): Finding {
  const starting = environments.some(({ desiredVcpus }) => desiredVcpus > 0);
  return {
    cause: starting ? "nodes-starting" : "unknown",
    what: starting
      ? "AWS Batch has ordered nodes for it that are not ready yet."
      : "nothing that can be seen from here holds it up.",
    certainty: starting ? "likely" : "possible",
    fix:
      (starting ? "" : `${LOOKED_AT} `) +
      "A new node usually takes 2 to 4 minutes. When it stays so for longer, the nodes may not be able to join " +
      "the cluster: npm run doctor -- --deployed checks their access, network and role; " +
      `${invocation("stop", job.jobId)} gives up.`,
  };
}

/** What does not hold the job up, but is worth knowing. */
function remarks({ queue, nodeGroups, unknown }: DiagnosisFacts): string[] {
  const sick = nodeGroups.filter(({ status, issues }) => status !== "ACTIVE" || issues.length > 0);
  return [
    ...(queue?.state === "DISABLED"
      ? [`The queue ${queue.name} is DISABLED: what is in it can still run, new jobs are refused.`]
      : []),
    ...sick.map(
      ({ name, status, issues }) =>
        `The node group ${name} of the add-ons is ${status}${issues.length > 0 ? ` (${issues.join("; ")})` : ""}: ` +
        "DNS and logs may not work.",
    ),
    ...(unknown.length > 0 ? [`Could not be looked at: ${unknown.join("; ")}.`] : []),
  ];
}
