import type { CreateAddonRequest, UpdateAddonRequest } from "@aws-sdk/client-eks";
import { randomUUID } from "node:crypto";
import type { MotoClients } from "../../moto/moto";
import { arn, type ServiceContext } from "../../service-context";
import { compatibleAddonVersion } from "./versions";
import type { ClusterState, StoredAddon } from "../store";
import { invalidParameter, notEmulated, type ErrorSubject } from "../errors";
import { findRole } from "../iam-lookups";
import type { Sent } from "../requests";

/**
 * The add-on that a CreateAddon request asks for, in status CREATING, with EKS's defaults.
 *
 * @throws AwsError when EKS would refuse it.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html
 */
export async function newAddon(
  context: ServiceContext,
  { region, cluster }: ClusterState,
  request: Sent<CreateAddonRequest>,
): Promise<StoredAddon> {
  const { clusterName, addonName } = request;
  const subject = { clusterName, addonName };
  const addonVersion = compatibleAddonVersion(addonName, request.addonVersion, cluster.version, subject);
  if (request.namespaceConfig) throw notEmulated("namespaces of add-ons");
  await checkAddonSettings(context.clients(region), request, subject);
  const now = new Date();
  return {
    addonName,
    clusterName,
    status: "CREATING",
    addonVersion,
    health: { issues: [] },
    addonArn: arn("eks", region, `addon/${clusterName}/${addonName}/${randomUUID()}`),
    createdAt: now,
    modifiedAt: now,
    serviceAccountRoleArn: request.serviceAccountRoleArn,
    tags: request.tags ?? {},
    configurationValues: request.configurationValues,
  };
}

/** @throws AwsError when the role does not exist or the values are no object. */
export async function checkAddonSettings(
  { iam }: MotoClients,
  request: Pick<
    CreateAddonRequest & UpdateAddonRequest,
    "serviceAccountRoleArn" | "configurationValues" | "podIdentityAssociations"
  >,
  subject: ErrorSubject,
): Promise<void> {
  const { serviceAccountRoleArn: roleArn, configurationValues: values } = request;
  if (request.podIdentityAssociations?.length) throw notEmulated("pod identity associations");
  if (roleArn && !(await findRole(iam, roleArn))) {
    throw invalidParameter(`Role ${roleArn} does not exist`, subject);
  }
  // Values that are no JSON are YAML, which is left unchecked here.
  if (values?.trimStart().match(/^["[{]/) && !isJsonObject(values)) {
    throw invalidParameter(
      "ConfigurationValue provided in request is not supported: Json schema validation failed with error: [$: object expected]",
      subject,
    );
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
