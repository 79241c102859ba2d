import { filled, type Clue, type Evidence } from "../../diagnosis/cause";
import { IMAGE_PULLS } from "../../diagnosis/causes/images";
import { ENDED_JOBS } from "../../diagnosis/causes/jobs";
import { REFUSED_CALLS } from "../../diagnosis/causes/refused-calls";
import { STARTING_PODS } from "../../diagnosis/causes/pods";
import { judge, type Judgement } from "../../diagnosis/judge";
import { invocation } from "../model/command-line";
import { ranges } from "../model/ranges";
import { missingGrant } from "./missing-grant";
import { sentence, type DiagnosisFacts, type Finding, type JobFacts } from "./diagnosis-facts";

/** Images come before pods and jobs: "not found" and "denied" mean other things there. */
const CAUSES = [...IMAGE_PULLS, ...STARTING_PODS, ...ENDED_JOBS];

const DOUBTS = { certain: "", likely: "Most likely: ", possible: "Perhaps: " } as const;

/** Whether AWS, Kubernetes or a container states a cause, so that nothing else need be looked at. */
export function isStated(evidence: Evidence): boolean {
  return judge(evidence, CAUSES)?.strength === "stated";
}

/** Why a job failed, as far as anything tells. */
export function failed({ job, namespace }: DiagnosisFacts): Finding {
  const judgement = judgementOf(job);
  const said = sentence(job.failure);
  if (!judgement) return unexplained(job, namespace);
  const { cause, certainty, values, sign } = judgement;
  const what = [
    said,
    ...(sign.about === "" || said.includes(sign.text) ? [] : [sentence(toldBy(sign))]),
  ].join(" ");
  const help = filled(cause.help, { ...values, ...valuesOf(job, namespace), ...grantOf(judgement, job) });
  const means = help.startsWith(cause.means) || judgement.strength === "stated" ? "" : `${cause.means}. `;
  return {
    cause: cause.id,
    what,
    certainty,
    fix: [`${DOUBTS[certainty]}${means}${help}`, ...doubts(judgement)].join(" "),
  };
}

/** What AWS and Kubernetes say, else what the job's own log says; an exit code alone says less than either. */
function judgementOf({ evidence, refusals }: JobFacts): Judgement | undefined {
  const judgement = judge(evidence, CAUSES);
  if (judgement && judgement.strength !== "number") return judgement;
  return judge({ statements: refusals, exits: [] }, REFUSED_CALLS) ?? judgement;
}

function grantOf({ cause, values }: Judgement, job: JobFacts): Record<string, string | undefined> {
  if (!REFUSED_CALLS.includes(cause)) return {};
  const { role, serviceAccount } = job;
  return {
    ...{ role, grant: missingGrant(values, role, serviceAccount) },
    place: role === undefined ? undefined : `"${role}" in job_roles`,
  };
}

/** What a pod that does not start waits for, as far as its events or containers tell. */
export function startingTrouble({ job, namespace }: DiagnosisFacts): Finding | undefined {
  const judgement = judge(job.evidence, [...IMAGE_PULLS, ...STARTING_PODS]);
  if (!judgement) return undefined;
  const { cause, certainty, values, sign } = judgement;
  return {
    cause: cause.id,
    what: `its pod does not start: ${sentence(toldBy(sign))}`,
    certainty,
    fix: `${DOUBTS[certainty]}${filled(cause.help, { ...values, ...valuesOf(job, namespace) })}`,
  };
}

function valuesOf(job: JobFacts, namespace: string): Record<string, string | undefined> {
  const { jobId, failedDependencies, failedChildren, mainNode } = job;
  const [first] = failedChildren;
  return {
    namespace,
    logs: job.isElsewhere ? "its log" : invocation("logs", jobId),
    events: eventsCommand(job, namespace),
    dependency:
      failedDependencies.length > 0
        ? failedDependencies.map((id) => `${invocation("why", id)} explains that one`).join(", ")
        : undefined,
    children:
      first &&
      `${failedChildren.map(({ reason, children }) => `${ranges(children)} (${reason})`).join("; ")}: ` +
        `${invocation("why", `${jobId}:${first.children[0]}`)} explains the first of them, ` +
        `${invocation("logs", `${jobId}:${first.children[0]}`)} shows what it printed`,
    node: mainNode && `${invocation("why", mainNode)} explains its main node`,
  };
}

/** What else was said: signs of other causes, and what does not go with this one. */
function doubts({ against, cause }: Judgement): string[] {
  const others = against.filter((clue) => clue.cause.id !== cause.id);
  const contradicting = against.filter((clue) => clue.cause.id === cause.id);
  return [
    ...others.map((clue) => `Also said: ${toldBy(clue.sign)}, which would mean: ${lower(clue)}.`),
    ...contradicting.map(({ sign }) => `This does not go with it: ${toldBy(sign)}.`),
  ];
}

function lower({ cause }: Clue): string {
  return cause.means.charAt(0).toLowerCase() + cause.means.slice(1);
}

/** The known next step for a job of which nothing says why it failed. */
function unexplained(job: JobFacts, namespace: string): Finding {
  const { jobId, failure, decisive, attempts } = job;
  const what = decisive
    ? `${decisive.isInit ? "its init container" : "its container"} ${decisive.name} ended it: ${sentence(failure)}`
    : sentence(failure);
  if (job.mainNode) {
    return {
      cause: "failed",
      what,
      certainty: "possible",
      fix: `${invocation("why", job.mainNode)} explains its main node.`,
    };
  }
  if (job.isElsewhere) {
    const fix = "The environment that it belongs to knows more: VARIABLES_FILE names its variables.";
    return { cause: "failed", what, certainty: "possible", fix };
  }
  if (job.hasRun) {
    const words = decisive ? ["--container", decisive.name] : [];
    return {
      cause: "failed",
      what,
      certainty: "possible",
      fix: `${invocation("logs", jobId, ...words)} shows what it printed before.`,
    };
  }
  const looked = `Looked at: the job's reason, ${attempts === 1 ? "its attempt" : `its ${attempts} attempts`} and the containers`;
  const not = job.hasEvents
    ? " and the events of its pod and node"
    : "; not at the events of its pod and node";
  return {
    cause: "failed",
    what: `${what} No container of it ran, so there is no log.`,
    certainty: "possible",
    fix: `${looked}${not}. Next: ${eventsCommand(job, namespace)} shows what Kubernetes says, for an hour.`,
  };
}

function eventsCommand({ podName }: JobFacts, namespace: string): string {
  const pod = podName ? ` --field-selector involvedObject.name=${podName}` : "";
  return `kubectl get events -n ${namespace}${pod}`;
}

function toldBy({ about, text }: Clue["sign"]): string {
  return about ? `${about}: ${text}` : text;
}
