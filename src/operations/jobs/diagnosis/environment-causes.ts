import { clueIn, filled } from "../../diagnosis/cause";
import { INVALID_ENVIRONMENTS } from "../../diagnosis/causes/environments";
import { sentence, type DiagnosisFacts, type EnvironmentFacts, type Finding } from "./diagnosis-facts";

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
  const clue = clueIn({ about: "", text: statusReason }, INVALID_ENVIRONMENTS);
  const remedy = clue && filled(clue.cause.help, clue.values);
  return {
    cause: "environment-invalid",
    certainty: clue?.strength === "stated" ? "certain" : "likely",
    what: `the compute environment ${name} of its queue is INVALID: ${sentence(statusReason)}`,
    fix:
      `${remedy ?? "AWS Batch's reason is none that is known here. npm run doctor -- --deployed looks at namespace, RBAC, roles and network; ./install.sh repairs them."} ` +
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
