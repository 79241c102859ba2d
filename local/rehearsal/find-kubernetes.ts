import { existsSync } from "node:fs";
import { join } from "node:path";
import { usesGpus } from "../../src/model/batch-capacity";
import type { Variables } from "../../src/model/variables";
import { silenceOf } from "../programs/download";
import { bring, CannotBring, kubernetesRelease } from "../programs/release";
import {
  findProviderMirror,
  HELM_PROVIDER,
  holdsProvider,
  KUBERNETES_PROVIDER,
  MIRROR_VARIABLE,
  REGISTRY,
  titleOf,
  type Provider,
} from "./provider-mirror";

/** Names a directory with etcd and kube-apiserver, by the convention of Kubernetes' own test tools. */
export const ASSETS_VARIABLE = "KUBEBUILDER_ASSETS";

/** The programs of a cluster's control plane, or why a rehearsal goes without, as the end of a sentence. */
export type FoundKubernetes =
  | { readonly assets: string; readonly missing?: undefined }
  | { readonly assets?: undefined; readonly missing: string };

export interface FindKubernetesProps {
  readonly variables: Variables;
  /** Where CDKTF writes the stacks of the rehearsal, and Terraform what it downloads. */
  readonly output: string;
  /** Directory of everything that was brought. */
  readonly programs: string;
}

/**
 * Finds what a Kubernetes of the rehearsal needs: providers for Terraform, in a mirror, in the rehearsal or in the
 * registry, and the programs of the control plane, which are downloaded where they are missing.
 */
export async function findKubernetes(props: FindKubernetesProps): Promise<FoundKubernetes> {
  const { variables, programs } = props;
  const named = process.env[ASSETS_VARIABLE];
  const wrong = named === undefined ? undefined : mistakeIn(named);
  if (wrong !== undefined) return { missing: wrong };
  const providers = [KUBERNETES_PROVIDER, ...(usesGpus(variables) ? [HELM_PROVIDER] : [])];
  const missing = await missingProvider(providers, props.output);
  if (missing !== undefined) return { missing };
  if (named !== undefined) return { assets: named };
  const { eks_cluster_version: minor } = variables;
  const release = kubernetesRelease(minor);
  if (!release) {
    return { missing: `no release of Kubernetes ${minor} is known here; name one in ${ASSETS_VARIABLE}` };
  }
  try {
    return { assets: await bring(release, programs) };
  } catch (error) {
    if (!(error instanceof CannotBring)) throw error;
    return { missing: `${error.message}, and name its directory in ${ASSETS_VARIABLE}` };
  }
}

/** What is wrong with a directory that is named. */
export function mistakeIn(named: string): string | undefined {
  if (named === "") return `${ASSETS_VARIABLE} is empty`;
  const absent = ["etcd", "kube-apiserver"].filter((program) => !existsSync(join(named, program)));
  return absent.length === 0
    ? undefined
    : `${ASSETS_VARIABLE} names ${named}, where ${absent.join(" and ")} is missing`;
}

/**
 * Why one of these providers cannot be had, as the end of a sentence.
 *
 * @param output where CDKTF writes the stacks, and Terraform what it downloads @default - nothing was downloaded yet
 */
export async function missingProvider(
  providers: readonly Provider[],
  output?: string,
): Promise<string | undefined> {
  const isDownloaded = (provider: Provider): boolean =>
    output !== undefined &&
    holdsProvider(join(output, "stacks", "kubernetes", ".terraform", "providers"), provider);
  const provider = providers.find((one) => findProviderMirror(one) === undefined && !isDownloaded(one));
  if (provider === undefined) return undefined;
  const silence = await silenceOf(`https://${REGISTRY}/.well-known/terraform.json`);
  return (
    silence &&
    `Terraform's provider ${titleOf(provider)} is missing, and cannot be downloaded (${silence}); name a directory that has it in ${MIRROR_VARIABLE}`
  );
}
