import type { DiagnosisFacts } from "./diagnosis-facts";
import { sentence, type Finding } from "./finding";
import { formatDuration } from "../model/duration";
import { invocation } from "../model/command-line";

/** Failures by what Batch or the container's end says, and what helps. */
const FAILURES: readonly { readonly cause: string; readonly sign: RegExp; readonly fix: string }[] = [
  {
    cause: "out-of-memory",
    sign: /OOMKilled|exit(ed with)? code 137\b/i,
    fix: "The container needed more memory than it may have: give it more with --memory.",
  },
  {
    cause: "timeout",
    sign: /exceeded timeout/i,
    fix: "It ran longer than it may: allow more with --timeout, or make it faster.",
  },
  {
    cause: "host-terminated",
    sign: /Host EC2|terminated.*(spot|instance)|instance.*terminated/i,
    fix: "Its node was taken away, as happens to Spot instances: let it be tried again with --retries 3, or use the On-Demand queue.",
  },
  {
    cause: "image",
    sign: /ImagePull|ErrImage|CannotPull|InvalidImageName/i,
    fix: "The image could not be pulled: check its name, and that the nodes' role and network reach its registry.",
  },
  {
    cause: "command-not-found",
    sign: /StartError|executable file not found|exit(ed with)? code 12[67]\b/i,
    fix: "The command does not exist in the image, or cannot be executed: check it and the image.",
  },
  {
    cause: "dependency",
    sign: /Dependent Job failed/i,
    fix: "A job that it depends on failed: look at that one.",
  },
  {
    cause: "stopped",
    sign: /Canceled by|terminated by|cancel/i,
    fix: "Submit it again when the reason is gone.",
  },
];

/** The answer for a job that does not wait for capacity. @returns undefined for one in RUNNABLE */
export function endedOrMoving({ job, namespace }: DiagnosisFacts): Finding | undefined {
  switch (job.status) {
    case "SUCCEEDED":
      return { cause: "succeeded", what: "it has ended well.", fix: "There is nothing to do." };
    case "FAILED":
      return failed(job);
    case "PENDING":
      return pending(job);
    case "SUBMITTED":
      return {
        cause: "submitted",
        what: "AWS Batch has not looked at it yet, which takes seconds.",
        fix: "Look again in a minute.",
      };
    case "STARTING":
      return {
        cause: "starting",
        what: `it has a node${job.nodeName ? ` (${job.nodeName})` : ""}, and its pod${job.podName ? ` ${job.podName}` : ""} is being started: most often the image is being pulled.`,
        fix: `kubectl describe pod -n ${namespace}${job.podName ? ` ${job.podName}` : ""} shows what it waits for; a pod that cannot start fails after some minutes.`,
      };
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

function failed({ failure, jobId }: DiagnosisFacts["job"]): Finding {
  const known = FAILURES.find(({ sign }) => sign.test(failure));
  return {
    cause: known?.cause ?? "failed",
    what: sentence(failure),
    fix: known?.fix ?? `${invocation("logs", jobId)} shows what it printed before.`,
  };
}

function pending({ waitsFor, arraySize }: DiagnosisFacts["job"]): Finding {
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
        fix: `Ask about one of its children: ${invocation("why", "ID:0")}.`,
      }
    : {
        cause: "pending",
        what: "its dependencies are being checked.",
        fix: "Look again in a minute.",
      };
}
