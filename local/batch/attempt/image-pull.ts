import type { EksPodPropertiesDetail } from "@aws-sdk/client-batch";
import { ACCOUNT_ID, type MotoClients } from "../../moto/moto";
import { containerName } from "../job-definitions/pod-rules";
import type { PodResult } from "../pods/pod-result";

/**
 * Of registries of ECR: the account and the region. They have one host name for IPv4 alone and one that also has IPv6.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
 */
const ECR_HOST = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.(?:com|com\.cn|eu)|on\.aws)$/;

/** @see https://github.com/distribution/reference/blob/main/regexp.go */
const HOST = /^(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::\d+)?$|^[A-Za-z0-9-]+:\d+$/;
const PART = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const REST = new RegExp(
  String.raw`^(?<path>${PART}(?:/${PART})*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[a-z0-9]+:[0-9a-f]{32,}))?$`,
);

/**
 * How a pod ends of which an image cannot be pulled, first with ErrImagePull, then with ImagePullBackOff. No image is
 * pulled here: one exists unless its name cannot exist, or is one of this account's ECR, which is asked.
 *
 * @returns undefined when all images exist
 */
export async function pullFailure(
  { containers = [], initContainers = [] }: EksPodPropertiesDetail,
  clients: (region: string) => MotoClients,
): Promise<{ first: PodResult; last: PodResult } | undefined> {
  const problems = new Map<string, string>();
  for (const image of new Set([...initContainers, ...containers].map((container) => container.image!))) {
    const problem = await problemOf(image, clients);
    if (problem) problems.set(image, problem);
  }
  if (problems.size === 0) return undefined;
  const result = (reasonOf: (image: string, problem: string) => string): PodResult => {
    const ends = (all: EksPodPropertiesDetail["containers"] = []): PodResult["containers"] =>
      all
        .filter(({ image }) => problems.has(image!))
        .map((container) => ({
          name: containerName(container),
          reason: reasonOf(container.image!, problems.get(container.image!)!).slice(0, 255),
        }));
    return { initContainers: ends(initContainers), containers: ends(containers) };
  };
  return {
    first: result((_image, problem) => `ErrImagePull: ${problem}`),
    last: result(
      (image, problem) => `ImagePullBackOff: Back-off pulling image "${image}": ErrImagePull: ${problem}`,
    ),
  };
}

/** Why an image cannot be pulled, in the words of containerd. */
async function problemOf(
  image: string,
  clients: (region: string) => MotoClients,
): Promise<string | undefined> {
  const [first, ...others] = image.split("/") as [string, ...string[]];
  const host = others.length > 0 && HOST.test(first) ? first : undefined;
  const { path, tag, digest } = REST.exec(host ? others.join("/") : image)?.groups ?? {};
  if (!path) return "couldn't parse image name: invalid reference format";
  const name = host?.replace(/:\d+$/, "");
  if (name?.endsWith(".invalid")) return `failed to resolve image: dial tcp: lookup ${name}: no such host`;
  const [, account, region] = ECR_HOST.exec(name ?? "") ?? [];
  if (account !== ACCOUNT_ID) return undefined;
  const id = digest ? { imageDigest: digest } : { imageTag: tag ?? "latest" };
  if (await clients(region!).ecr.holds(path, id)) return undefined;
  return "failed to resolve reference: not found";
}
