import type { Evidence, Exit, Statement } from "../../diagnosis/cause";
import type { Attempt, ContainerEnd, Job } from "../model/job";

/** Reasons that AWS Batch itself gives for ending a job; of a stopped one all others are its user's words. */
const WORDS_OF_BATCH =
  /exceeded timeout|JobStateTimeLimit|Host EC2|Dependent Job|Array Child|^(CAPACITY|MISCONFIGURATION|ACTION_REQUIRED)/;

/** All that is said of a job, the strongest source first: AWS Batch, then the last attempt, then earlier ones. */
export function evidenceOf(job: Job): Evidence {
  const attempts = [...job.attempts].reverse();
  const statements = [
    ...reasonOf(job),
    ...attempts.flatMap((attempt, index) => statementsOf(attempt, index > 0)),
  ];
  return {
    statements: statements.filter(
      ({ text }, index) => !statements.slice(0, index).some((earlier) => earlier.text === text),
    ),
    exits: attempts.flatMap((attempt, index) => exitsOf(attempt, index > 0)),
  };
}

function reasonOf({ reason, isStopped }: Job): Statement[] {
  const isOfUser = isStopped && !WORDS_OF_BATCH.test(reason ?? "");
  if (isOfUser) return [{ about: "", text: "Stopped by user" }];
  return reason ? [{ about: "", text: reason }] : [];
}

function statementsOf({ number, statusReason, containers }: Attempt, isEarlier: boolean): Statement[] {
  const earlier = isEarlier ? { isEarlier } : {};
  return [
    ...(statusReason ? [{ about: `attempt ${number}`, text: statusReason, ...earlier }] : []),
    ...containers.flatMap((container) =>
      container.reason ? [{ about: nameOf(container), text: container.reason, ...earlier }] : [],
    ),
  ];
}

/** The exit codes of an attempt; where no container has one, that of which its reason speaks. */
function exitsOf({ number, statusReason = "", containers }: Attempt, isEarlier: boolean): Exit[] {
  const earlier = isEarlier ? { isEarlier } : {};
  const exits = containers.flatMap((container) =>
    container.exitCode === undefined
      ? []
      : [
          {
            about: nameOf(container),
            code: container.exitCode,
            ...earlier,
            ...(container.isInit && { isInit: true }),
          },
        ],
  );
  const told = /exit(?:ed with)?(?: code)? (\d+)\b/i.exec(statusReason)?.[1];
  return exits.length > 0 || told === undefined
    ? exits
    : [{ about: `attempt ${number}`, code: Number(told), ...earlier }];
}

function nameOf({ name, isInit }: ContainerEnd): string {
  return `${isInit ? "init container" : "container"} ${name}`;
}
