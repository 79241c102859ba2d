import type {
  AddonInfo,
  DescribeAddonConfigurationRequest,
  DescribeAddonConfigurationResponse,
  DescribeAddonVersionsRequest,
  DescribeAddonVersionsResponse,
} from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import { ADDONS, catalogAddon, type CatalogAddon } from "./catalog";
import { invalidParameter, resourceNotFound, type ErrorSubject } from "../errors";
import { operation, type Sent } from "../requests";
import { page } from "../page";

/** The operations that tell what add-ons there are, for no cluster in particular. */
export const addonVersionOperations: readonly Operation[] = [
  operation(
    { action: "DescribeAddonVersions", method: "GET", path: "/addons/supported-versions" },
    (_region, request: DescribeAddonVersionsRequest) => describeAddonVersions(request),
  ),
  operation(
    {
      action: "DescribeAddonConfiguration",
      method: "GET",
      path: "/addons/configuration-schemas",
      required: ["addonName", "addonVersion"],
    },
    (_region, request: Sent<DescribeAddonConfigurationRequest>) => describeAddonConfiguration(request),
  ),
];

/**
 * The version that a cluster gets: the wanted one, else the default for its Kubernetes version.
 *
 * @throws AwsError when the add-on or its version does not go with the Kubernetes version.
 */
export function compatibleAddonVersion(
  addonName: string,
  wanted: string | undefined,
  kubernetesVersion: string,
  subject: ErrorSubject,
): string {
  const addon = catalogAddon(addonName);
  if (!addon) throw invalidParameter("Addon specified is not supported", subject);
  const release = addon.releases.find((candidate) =>
    wanted
      ? candidate.version === wanted && candidate.kubernetes.includes(kubernetesVersion)
      : candidate.defaultFor.includes(kubernetesVersion),
  );
  if (!release) throw invalidParameter("Addon version specified is not supported", subject);
  return release.version;
}

function describeAddonVersions(request: DescribeAddonVersionsRequest): DescribeAddonVersionsResponse {
  const wanted = ADDONS.filter(
    (addon) =>
      (!request.addonName || addon.name === request.addonName) &&
      includes(request.types, addon.type) &&
      includes(request.publishers, "eks") &&
      includes(request.owners, "aws"),
  );
  if (request.addonName && wanted.length === 0) {
    throw resourceNotFound(`Addon ${request.addonName} not found`, { addonName: request.addonName });
  }
  const infos = wanted
    .map((addon) => addonInfo(addon, request.kubernetesVersion))
    .filter((info) => info.addonVersions?.length);
  const { items, nextToken } = page(infos, request);
  return { addons: items, nextToken };
}

/** An absent or empty filter lets everything through. */
function includes(filter: readonly string[] | undefined, value: string): boolean {
  return !filter?.length || filter.includes(value);
}

function addonInfo(addon: CatalogAddon, kubernetesVersion: string | undefined): AddonInfo {
  return {
    addonName: addon.name,
    type: addon.type,
    publisher: "eks",
    owner: "aws",
    defaultNamespace: addon.namespace,
    addonVersions: addon.releases
      .filter((release) => !kubernetesVersion || release.kubernetes.includes(kubernetesVersion))
      .map((release) => ({
        addonVersion: release.version,
        architecture: ["amd64", "arm64"],
        computeTypes: ["ec2", "auto", "hybrid"],
        compatibilities: release.kubernetes
          .filter((version) => !kubernetesVersion || version === kubernetesVersion)
          .map((version) => ({
            clusterVersion: version,
            platformVersions: ["*"],
            defaultVersion: release.defaultFor.includes(version),
          })),
        requiresConfiguration: false,
        requiresIamPermissions: addon.requiresIamPermissions,
      })),
  };
}

function describeAddonConfiguration(
  request: Sent<DescribeAddonConfigurationRequest>,
): DescribeAddonConfigurationResponse {
  const { addonName, addonVersion } = request;
  const addon = catalogAddon(addonName);
  if (!addon?.releases.some((release) => release.version === addonVersion)) {
    throw resourceNotFound(`Addon ${addonName} with version ${addonVersion} not found`, { addonName });
  }
  return {
    addonName,
    addonVersion,
    configurationSchema: JSON.stringify({
      $schema: "http://json-schema.org/draft-06/schema#",
      title: addonName,
      type: "object",
      properties: addon.configuration,
    }),
  };
}
