import { clueIn, filled, type Cause } from "./cause";
import { EKS_ISSUES } from "./causes/eks-issues";
import { INVALID_ENVIRONMENTS } from "./causes/environments";
import { FAILED_INSTALLS } from "./causes/installs";
import { FAILED_REMOVALS } from "./causes/removals";
import { FAILED_RUNS } from "./causes/runs";

/** An error of Terraform, as far as it is judged here. */
export interface Failure {
  readonly summary: string;
  readonly detail: string;
  /** Address of the resource that it is about. */
  readonly address?: string;
}

/** Removals and EKS's codes are more particular than installs: all come through Terraform. */
const CAUSES: readonly Cause[] = [...FAILED_REMOVALS, ...EKS_ISSUES, ...FAILED_RUNS, ...FAILED_INSTALLS];

/** Causes whose text holds the reason of a compute environment. */
const OF_ENVIRONMENTS = "environment-invalid";

/**
 * What helps against a failure of Terraform.
 *
 * @param caller ARN of who deploys. @default - it is not named
 * @returns none where nothing is known to help
 */
export function remediesOf(failure: Failure, caller?: string): string[] {
  const clue = clueIn(statementOf(failure), CAUSES);
  if (!clue) return [];
  const reason = clue.cause.id === OF_ENVIRONMENTS ? environmentClue(failure) : undefined;
  return [reason ?? clue].map(({ cause, values }) => filled(cause.help, { ...values, caller }));
}

/** Whether a failure may pass by itself, so that the same can be tried again. */
export function isPassing(failure: Failure): boolean {
  const cause = causeOf(failure);
  if (cause?.id === "principal-unknown") return !isPrincipalOfVariables(failure);
  return cause?.passes ?? false;
}

export function causeOf(failure: Failure): Cause | undefined {
  return clueIn(statementOf(failure), CAUSES)?.cause;
}

/** What the Kubernetes API does not do, does not allow, or does not answer. */
const OF_KUBERNETES_API = [
  "namespace-stuck",
  "kubernetes-not-yet-open",
  "certificate-untrusted",
  "endpoint-unknown",
  "endpoint-refuses",
  "endpoint-unreachable-from-here",
];

/** Whether it is the Kubernetes API that keeps an object from being changed or removed. */
export function isOfKubernetesApi(failure: Failure): boolean {
  return (
    /^(kubernetes|helm)_/.test(failure.address ?? "") &&
    OF_KUBERNETES_API.includes(causeOf(failure)?.id ?? "")
  );
}

/** Whether Kubernetes does not finish deleting a namespace. */
export function isStuckNamespace(failure: Failure): boolean {
  return causeOf(failure)?.id === "namespace-stuck";
}

function environmentClue({ detail, summary }: Failure): ReturnType<typeof clueIn> {
  const text = `${summary} ${detail}`;
  const reason = /(CLIENT_ERROR|INTERNAL_ERROR|last error:|reason:)(?<reason>[^]*)$/i.exec(text)?.groups
    ?.reason;
  return reason === undefined ? undefined : clueIn({ about: "", text: reason }, INVALID_ENVIRONMENTS);
}

/** A role of this run may not be seen yet; one that a user wrote down either is there or is not. */
function isPrincipalOfVariables({ address = "" }: Failure): boolean {
  return /\["arn:/.test(address);
}

function statementOf({ summary, detail, address = "" }: Failure): { about: string; text: string } {
  // Only the address tells that it is about a Kubernetes object.
  const of = address.startsWith("kubernetes_") ? `${address}: ` : "";
  return { about: "", text: `${of}${summary} ${detail}` };
}
