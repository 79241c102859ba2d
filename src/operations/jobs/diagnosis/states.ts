import type { DiagnosisFacts, Finding } from "./diagnosis-facts";
import { failed, startingTrouble } from "./ended";
import { formatDuration } from "../model/duration";
import { invocation } from "../model/command-line";

/** The answer for a job that does not wait for capacity. @returns undefined for one in RUNNABLE */
export function endedOrMoving(facts: DiagnosisFacts): Finding | undefined {
  const { job, namespace } = facts;
  switch (job.status) {
    case "SUCCEEDED":
      return { cause: "succeeded", what: "it succeeded.", fix: "There is nothing to do." };
    case "FAILED":
      return failed(facts);
    case "PENDING":
      return pending(job);
    case "SUBMITTED":
      return {
        cause: "submitted",
        what: "AWS Batch has not looked at it yet, which takes seconds.",
        fix: "Look again in a minute.",
      };
    case "STARTING":
      return (
        startingTrouble(facts) ?? {
          cause: "starting",
          what: `it has a node${job.nodeName ? ` (${job.nodeName})` : ""}, and its pod${job.podName ? ` ${job.podName}` : ""} is being started: most often the image is being pulled.`,
          fix: `kubectl describe pod -n ${namespace}${job.podName ? ` ${job.podName}` : ""} shows what it waits for; a pod that cannot start fails after some minutes.`,
        }
      );
    case "RUNNING":
      return {
        cause: "running",
        what: `it has been running for ${formatDuration(job.inStateMs)}.`,
        fix: `${invocation("logs", job.jobId, "--follow")} shows what it does.`,
      };
    default:
      return undefined;
  }
}

function pending({ jobId, waitsFor, arraySize }: DiagnosisFacts["job"]): Finding {
  if (waitsFor.length > 0) {
    return {
      cause: "dependency",
      what: `it waits for ${waitsFor.join(", ")} to succeed.`,
      fix: `${invocation("status", ...waitsFor)} shows how far that is.`,
    };
  }
  return arraySize
    ? {
        cause: "array",
        what: `an array job stays so until all of its ${arraySize} children have ended.`,
        fix: `Ask about one of its children: ${invocation("why", `${jobId}:0`)}.`,
      }
    : {
        cause: "pending",
        what: "its dependencies are being checked.",
        fix: "Look again in a minute.",
      };
}
