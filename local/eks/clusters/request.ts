import type { CreateClusterRequest, EncryptionConfig, VpcConfigRequest } from "@aws-sdk/client-eks";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import type { MotoClients } from "../../moto/moto";
import { arn, type ServiceContext } from "../../service-context";
import type { StoredCluster } from "../store";
import { DEFAULT_VERSION } from "./version-catalog";
import { supportedVersion } from "./versions";
import { enabledLogTypes, loggingOf } from "./logging";
import { checkSecurityGroups, cidrsOf, subnetsOf } from "../ec2-lookups";
import { invalidParameter, notEmulated, refusedBy, type ErrorSubject } from "../errors";
import { findRole, trusts } from "../iam-lookups";
import type { Sent } from "../requests";

/**
 * The cluster that a CreateCluster request asks for, in status CREATING, with EKS's defaults.
 *
 * @throws AwsError when EKS would refuse it.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
 */
export async function newCluster(
  context: ServiceContext,
  region: string,
  request: Sent<CreateClusterRequest>,
): Promise<StoredCluster> {
  const { name } = request;
  const subject = { clusterName: name };
  if (!/^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/.test(name)) {
    throw invalidParameter(
      "The clusterName parameter is not valid: it must begin with an alphanumeric character, contain only alphanumeric characters, hyphens and underscores, and have at most 100 characters",
      subject,
    );
  }
  refuseWhatIsNotEmulated(request);
  const version = supportedVersion(request.version ?? DEFAULT_VERSION, subject);
  const authenticationMode = request.accessConfig?.authenticationMode ?? "CONFIG_MAP";
  if (
    authenticationMode === "CONFIG_MAP" &&
    request.accessConfig?.bootstrapClusterCreatorAdminPermissions === false
  ) {
    throw invalidParameter(
      "bootstrapClusterCreatorAdminPermissions must be true if cluster authentication mode is set to CONFIG_MAP",
      subject,
    );
  }
  const clients = context.clients(region);
  const role = await findRole(clients.iam, request.roleArn);
  if (!role || !trusts(role, "eks")) {
    throw invalidParameter(
      `Role with arn: ${request.roleArn}, could not be assumed because it does not exist or the trusted entity is not correct`,
      subject,
    );
  }
  const resourcesVpcConfig = await vpcConfig(clients, request.resourcesVpcConfig, subject);
  await checkEncryption(clients, request.encryptionConfig, subject);
  const inTenRange = (await cidrsOf(clients.ec2, resourcesVpcConfig.vpcId)).some((cidr) =>
    cidr.startsWith("10."),
  );
  return {
    name,
    arn: arn("eks", region, `cluster/${name}`),
    createdAt: new Date(),
    version: version.version,
    platformVersion: version.platformVersion,
    roleArn: request.roleArn,
    resourcesVpcConfig,
    kubernetesNetworkConfig: {
      serviceIpv4Cidr:
        request.kubernetesNetworkConfig?.serviceIpv4Cidr ?? (inTenRange ? "172.20.0.0/16" : "10.100.0.0/16"),
      ipFamily: "ipv4",
      elasticLoadBalancing: { enabled: false },
    },
    logging: loggingOf(enabledLogTypes([], request.logging)),
    status: "CREATING",
    certificateAuthority: {},
    tags: request.tags ?? {},
    encryptionConfig: request.encryptionConfig,
    health: { issues: [] },
    accessConfig: { authenticationMode },
    upgradePolicy: { supportType: request.upgradePolicy?.supportType ?? "EXTENDED" },
  };
}

/** The VPC configuration of a cluster by its request, checked against what exists. */
export async function vpcConfig(
  { ec2 }: MotoClients,
  request: VpcConfigRequest,
  subject: ErrorSubject,
): Promise<StoredCluster["resourcesVpcConfig"]> {
  const subnetIds = request.subnetIds ?? [];
  const subnets = subnetIds.length > 0 ? await subnetsOf(ec2, subnetIds, subject) : [];
  if (new Set(subnets.map((subnet) => subnet.AvailabilityZone)).size < 2) {
    throw invalidParameter("Subnets specified must be in at least two different AZs", subject);
  }
  const [vpcId, ...others] = new Set(subnets.map((subnet) => subnet.VpcId!));
  if (vpcId === undefined || others.length > 0) {
    throw invalidParameter("Subnets specified must be in the same VPC", subject);
  }
  const securityGroupIds = request.securityGroupIds ?? [];
  if (securityGroupIds.length > 0) await checkSecurityGroups(ec2, vpcId, securityGroupIds, subject);
  const endpointPublicAccess = request.endpointPublicAccess ?? true;
  const endpointPrivateAccess = request.endpointPrivateAccess ?? false;
  if (!endpointPublicAccess && !endpointPrivateAccess) {
    throw invalidParameter("Private and public endpoint access cannot be false", subject);
  }
  return {
    subnetIds,
    securityGroupIds,
    vpcId,
    endpointPublicAccess,
    endpointPrivateAccess,
    publicAccessCidrs: request.publicAccessCidrs?.length ? request.publicAccessCidrs : ["0.0.0.0/0"],
  };
}

/** @throws AwsError when a cluster cannot be encrypted this way. */
export async function checkEncryption(
  { kms }: MotoClients,
  encryption: readonly EncryptionConfig[] | undefined,
  subject: ErrorSubject,
): Promise<void> {
  for (const { resources, provider } of encryption ?? []) {
    if (resources?.length !== 1 || resources[0] !== "secrets") {
      throw invalidParameter('The only resource that can be encrypted is "secrets"', subject);
    }
    try {
      await kms.send(new DescribeKeyCommand({ KeyId: provider?.keyArn }));
    } catch (error) {
      throw refusedBy("AWSKMS", error, subject);
    }
  }
}

function refuseWhatIsNotEmulated(request: Sent<CreateClusterRequest>): void {
  const { computeConfig, storageConfig, kubernetesNetworkConfig: network } = request;
  if (
    computeConfig?.enabled ||
    storageConfig?.blockStorage?.enabled ||
    network?.elasticLoadBalancing?.enabled
  ) {
    throw notEmulated("Auto Mode");
  }
  if (network?.ipFamily === "ipv6") throw notEmulated("the IP family ipv6");
  if (request.outpostConfig) throw notEmulated("clusters on Outposts");
  if (request.remoteNetworkConfig) throw notEmulated("hybrid nodes");
  if (request.zonalShiftConfig?.enabled) throw notEmulated("zonal shift");
  if (request.deletionProtection) throw notEmulated("deletion protection");
}
