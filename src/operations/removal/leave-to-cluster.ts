import { isOfKubernetesApi, isStuckNamespace } from "../diagnosis/failures";
import { abandonState } from "../state/environments";
import type { StateStores } from "../state/stores/state-stores";
import type { SynthesizedStack } from "../terraform/synthesized-stacks";
import { TerraformError } from "../terraform/terraform";

export interface LeaveToClusterProps {
  readonly stores: Pick<StateStores, "store" | "environment">;
  /** What keeps the namespace in Terminating, a sentence each. */
  readonly holders: () => Promise<readonly string[]>;
  readonly isToldToEnd: () => boolean;
  readonly say: (line: string) => void;
}

/**
 * Leaves the objects of stack kubernetes to the cluster, with which they go, when the Kubernetes API does not remove
 * them: else all of the cluster would stay, and cost money, for their sake. The stack's state is put aside then.
 *
 * @returns whether the other stacks are to be destroyed
 */
export async function leaveToCluster(
  { name }: SynthesizedStack,
  error: unknown,
  { stores: { store, environment }, holders, isToldToEnd, say }: LeaveToClusterProps,
): Promise<boolean> {
  if (name !== "kubernetes" || isToldToEnd() || !(error instanceof TerraformError)) return false;
  const { diagnostics } = error;
  if (diagnostics.length === 0 || !diagnostics.every(isOfKubernetesApi)) return false;
  const reasons = new Set(diagnostics.map(({ summary }) => summary));
  say(`Stack kubernetes could not be destroyed: ${[...reasons].join("; ")}.`);
  if (diagnostics.some(isStuckNamespace)) for (const holder of await holders()) say(`  ${holder}`);
  say("Its objects go with the cluster, which is destroyed now.");
  await abandonState(store, environment, "kubernetes");
  return true;
}
