import type { App } from "cdktf";
import { BatchStack } from "./stacks/batch-stack";
import { ClusterStack } from "./stacks/cluster-stack";
import type { Environment } from "./stacks/environment";
import { KubernetesStack } from "./stacks/kubernetes-stack";
import { SystemStack } from "./stacks/system-stack";

export interface BlueprintOptions {
  /**
   * Whether there is a Kubernetes to apply stack `kubernetes` to; without one the other stacks do not wait for it.
   *
   * @default true
   */
  readonly hasKubernetes?: boolean;
}

/**
 * Adds the four stacks of an environment to an app, in the order of their deployment; `system` and
 * `batch` are deployed side by side.
 */
export function addBlueprint(
  app: App,
  environment: Environment,
  { hasKubernetes = true }: BlueprintOptions = {},
): void {
  const clusterStack = new ClusterStack(app, "cluster", environment);
  const kubernetesStack = new KubernetesStack(app, "kubernetes", { environment, clusterStack });
  const props = { environment, clusterStack, kubernetesStack: hasKubernetes ? kubernetesStack : undefined };
  new SystemStack(app, "system", props);
  new BatchStack(app, "batch", props);
  if (!hasKubernetes) leaveOut(app, kubernetesStack);
}

/** The stack is not synthesized, but stack `cluster` keeps the outputs that it reads. */
function leaveOut(app: App, kubernetesStack: KubernetesStack): void {
  kubernetesStack.prepareStack();
  app.node.tryRemoveChild(kubernetesStack.node.id);
}
