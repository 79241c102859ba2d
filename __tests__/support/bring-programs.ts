import { bringMissing, withBrought } from "../../local/programs/missing";
import { kubernetesAssets } from "../../tools/kubernetes-assets/kubernetes-assets";
import { NO_API_SERVER } from "./api-server";

/**
 * Before the first test that calls them: what this machine has not of Terraform, the AWS CLI and moto, and Kubernetes'
 * API server, without which the tests that need it are skipped.
 */
export default async function bringPrograms(): Promise<void> {
  const [, { directory, missing }] = await Promise.all([bringMissing(), kubernetesAssets()]);
  process.env.PATH = withBrought(process.env.PATH);
  // Empty: none, also for the rehearsals that tests start.
  process.env.KUBEBUILDER_ASSETS = directory ?? "";
  process.env[NO_API_SERVER] = missing ?? "";
}
