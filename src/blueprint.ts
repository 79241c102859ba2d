import type { App } from "cdktf";
import { BatchStack } from "./stacks/batch-stack";
import { ClusterStack } from "./stacks/cluster-stack";
import type { Environment } from "./stacks/environment";
import { KubernetesStack } from "./stacks/kubernetes-stack";
import { SystemStack } from "./stacks/system-stack";

/**
 * Adds the four stacks of an environment to an app, in the order of their deployment; `system` and
 * `batch` are deployed side by side.
 */
export function addBlueprint(app: App, environment: Environment): void {
  const clusterStack = new ClusterStack(app, "cluster", environment);
  const kubernetesStack = new KubernetesStack(app, "kubernetes", { environment, clusterStack });
  const props = { environment, clusterStack, kubernetesStack };
  new SystemStack(app, "system", props);
  new BatchStack(app, "batch", props);
}
