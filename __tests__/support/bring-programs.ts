import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MOTO_PROGRAM } from "../../local/moto/moto-server";
import { bringMissing, withBrought } from "../../local/programs/missing";
import { forkedMoto } from "../../tools/forked-moto/forked-moto";
import { bundlePrograms } from "../../tools/bundled-programs/bundle-programs";
import { kubernetesAssets } from "../../tools/kubernetes-assets/kubernetes-assets";
import { missingProvider } from "../../local/rehearsal/find-kubernetes";
import { KUBERNETES_PROVIDER } from "../../local/rehearsal/provider-mirror";
import { NO_API_SERVER, NO_PROVIDER } from "./kubernetes/api-server";

/** Each project of a run of jest asks for them. */
let isDone = false;

/**
 * Before the first test that calls them: what this machine has not of Terraform, the AWS CLI and moto; Kubernetes' API
 * server, and whether Terraform finds the Kubernetes provider, without which the tests that need it are skipped; and
 * the project's own programs.
 */
export default async function bringPrograms(): Promise<void> {
  if (isDone) return;
  isDone = true;
  const [, { directory, missing }] = await Promise.all([bringMissing(), kubernetesAssets()]);
  process.env.PATH = withBrought(process.env.PATH);
  process.env.LOCAL_HAS_PROGRAMS = "1";
  // Empty: none, also for the rehearsals that tests start.
  process.env.KUBEBUILDER_ASSETS = directory ?? "";
  process.env[NO_API_SERVER] = missing ?? "";
  process.env[NO_PROVIDER] = (await missingProvider([KUBERNETES_PROVIDER])) ?? "";
  const bundles = mkdtempSync(join(tmpdir(), "programs-"));
  process.once("exit", () => rmSync(bundles, { recursive: true, force: true }));
  const moto = await forkedMoto(join(bundles, "moto"));
  if (moto !== undefined) process.env[MOTO_PROGRAM] = moto;
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, await bundlePrograms(bundles)].join(" ").trim();
}
