import { OBJECT_LABELS } from "../../model/names";
import type { Kubectl } from "../aws/kubectl";
import { CliError } from "../terminal/cli-error";
import { reasonOf } from "../terminal/commands";
import { plannedResources, type PlannedResource } from "../terraform/plan";
import type { SynthesizedStack } from "../terraform/synthesized-stacks";
import type { Terraform } from "../terraform/terraform";

export interface ObjectAdoptionProps {
  readonly stack: SynthesizedStack;
  /** What `Terraform.show` tells of the stack's saved plan. */
  readonly plan: unknown;
  readonly kubectl: Pick<Kubectl, "run">;
  readonly terraform: Pick<Terraform, "import">;
  /** Tells the user a line. */
  readonly say: (stack: SynthesizedStack, text: string) => void;
}

/** What kubectl calls the types of stack kubernetes. */
export const OBJECT_KINDS: Readonly<Record<string, string>> = {
  kubernetes_namespace_v1: "namespace",
  kubernetes_cluster_role_v1: "clusterrole",
  kubernetes_cluster_role_binding_v1: "clusterrolebinding",
  kubernetes_role_v1: "role",
  kubernetes_role_binding_v1: "rolebinding",
  kubernetes_service_account_v1: "serviceaccount",
  kubernetes_config_map_v1: "configmap",
};

interface KubernetesObject {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

/** An object that the plan is about to create. */
interface WantedObject {
  readonly address: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/**
 * Takes the Kubernetes objects that an interrupted run created, and Terraform's state does not know, into the state.
 * Their label tells that they are its own. `aws-auth` needs none: EKS makes it too, each cluster has one, and what
 * others put into it stays.
 *
 * @returns how many objects were imported
 * @throws CliError when something of the same name is somebody else's
 */
export async function adoptObjects(props: ObjectAdoptionProps): Promise<number> {
  const { stack, plan, terraform, say } = props;
  let done = 0;
  const unknown = new Map<string, string[]>();
  for (const wanted of plannedResources(plan).flatMap(wantedObject)) {
    const { found, problem } = await find(props, wanted);
    if (problem !== undefined)
      unknown.set(problem, [...(unknown.get(problem) ?? []), `${wanted.kind} ${wanted.name}`]);
    if (!found) continue;
    if (wanted.name !== "aws-auth" && !isOurs(found)) throw new CliError(refusal(wanted));
    const { address, kind, name, namespace } = wanted;
    const id = namespace === undefined ? name : `${namespace}/${name}`;
    await terraform.import(stack, address, id);
    say(stack, `adopted ${kind} ${id} as ${address}: it was in no state`);
    done += 1;
  }
  for (const [problem, objects] of unknown)
    say(stack, `not looked for ${objects.join(", ")} that an interrupted run may have left: ${problem}`);
  return done;
}

function wantedObject(planned: PlannedResource): WantedObject[] {
  const { type, address, isNew } = planned;
  const kind = OBJECT_KINDS[type];
  const [name, namespace] = [planned.value("metadata.0.name"), planned.value("metadata.0.namespace")];
  if (kind === undefined || !isNew || typeof name !== "string" || typeof namespace === "symbol") return [];
  return [{ address, kind, name, namespace: typeof namespace === "string" ? namespace : undefined }];
}

/** @returns neither where there is no such object */
async function find(
  { kubectl }: ObjectAdoptionProps,
  { kind, name, namespace }: WantedObject,
): Promise<{ readonly found?: KubernetesObject; readonly problem?: string }> {
  const result = await kubectl.run("get", kind, name, ...inNamespace(namespace), "--output", "json");
  if (result.status === 0) return { found: JSON.parse(result.stdout) as KubernetesObject };
  return result.stderr.includes("NotFound") ? {} : { problem: reasonOf(result) };
}

function inNamespace(namespace: string | undefined): string[] {
  return namespace === undefined ? [] : ["--namespace", namespace];
}

function isOurs({ metadata: { labels = {} } }: KubernetesObject): boolean {
  return Object.entries(OBJECT_LABELS).every(([key, value]) => labels[key] === value);
}

function refusal({ kind, name, namespace }: WantedObject): string {
  const object = [kind, name, ...inNamespace(namespace)].join(" ");
  const labels = Object.entries(OBJECT_LABELS).map(([key, value]) => `${key}=${value}`);
  const another =
    kind === "namespace" ? ", or set aws_batch_doeks_namespace in variables.json to another name" : "";
  return [
    `There is a ${kind} ${name} already, and nothing shows that it is this environment's.`,
    `If it is, because an earlier version made it and its state is lost: kubectl label ${object} ${labels.join(" ")}`,
    `If it is not, and nobody needs it: kubectl delete ${object}${another}.`,
    "Then start again.",
  ].join("\n");
}
