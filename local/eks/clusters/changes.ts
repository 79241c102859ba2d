import type { UpdateClusterConfigRequest, VpcConfigRequest } from "@aws-sdk/client-eks";
import type { MotoClients } from "../../moto/moto";
import { nodeAccessEntry } from "../access/entries";
import { vpcConfig } from "./request";
import type { ClusterState } from "../store";
import { KUBERNETES_VERSIONS } from "./version-catalog";
import { enabledLogTypes, ensureLogGroup, loggingOf } from "./logging";
import { invalidParameter, notEmulated } from "../errors";
import type { Sent } from "../requests";
import type { UpdatePlan } from "../updates";

/** What an update does to a cluster. */
export type ClusterChange = Pick<UpdatePlan, "type" | "params" | "apply">;

/**
 * The one change that an UpdateClusterConfig request asks for.
 *
 * @throws AwsError when it asks for none, for more than one, or for what is so already.
 */
export async function configChange(
  state: ClusterState,
  request: Sent<UpdateClusterConfigRequest>,
  clients: MotoClients,
): Promise<ClusterChange> {
  const { logging, accessConfig, upgradePolicy, resourcesVpcConfig: vpc } = request;
  const changesEndpoint =
    vpc?.endpointPublicAccess !== undefined ||
    vpc?.endpointPrivateAccess !== undefined ||
    vpc?.publicAccessCidrs !== undefined;
  const changesNetwork = vpc?.subnetIds !== undefined || vpc?.securityGroupIds !== undefined;
  const changes = [logging, accessConfig, upgradePolicy, changesEndpoint, changesNetwork].filter(Boolean);
  const subject = { clusterName: state.cluster.name };
  if (changes.length > 1) throw invalidParameter("Only one type of update can be allowed.", subject);
  if (logging) return loggingChange(state, logging, clients);
  if (accessConfig) return accessChange(state, accessConfig);
  if (upgradePolicy) return upgradePolicyChange(state, upgradePolicy);
  if (vpc && changesEndpoint) return endpointChange(state, vpc, clients);
  if (vpc && changesNetwork) return networkChange(state, vpc, clients);
  const [unknown] = Object.keys(request).filter((key) => !["name", "clientRequestToken"].includes(key));
  if (unknown) throw notEmulated(`updates of ${unknown}`);
  throw invalidParameter("Invalid type for cluster update.", subject);
}

function loggingChange(
  state: ClusterState,
  logging: UpdateClusterConfigRequest["logging"],
  clients: MotoClients,
): ClusterChange {
  const enabled = enabledLogTypes(state.enabledLogTypes, logging);
  if (enabled.join() === state.enabledLogTypes.join()) {
    throw invalidParameter("No changes needed for the logging config provided", {
      clusterName: state.cluster.name,
    });
  }
  return {
    type: "LoggingUpdate",
    params: { ClusterLogging: logging },
    apply: async () => {
      if (enabled.length > 0) await ensureLogGroup(clients.logs, state.cluster.name);
      state.enabledLogTypes = enabled;
      state.cluster.logging = loggingOf(enabled);
    },
  };
}

const AUTHENTICATION_MODES = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];

function accessChange(
  state: ClusterState,
  { authenticationMode: mode }: NonNullable<UpdateClusterConfigRequest["accessConfig"]>,
): ClusterChange {
  const { accessConfig, name } = state.cluster;
  const before = accessConfig.authenticationMode;
  if (!mode || AUTHENTICATION_MODES.indexOf(mode) !== AUTHENTICATION_MODES.indexOf(before) + 1) {
    throw invalidParameter(`Unsupported authentication mode update from ${before} to ${mode}`, {
      clusterName: name,
    });
  }
  return {
    type: "AccessConfigUpdate",
    params: { AuthenticationMode: mode },
    apply: () => {
      accessConfig.authenticationMode = mode;
      for (const { nodegroup } of state.nodegroups.values()) nodeAccessEntry(state, nodegroup);
    },
  };
}

function upgradePolicyChange(
  { cluster }: ClusterState,
  { supportType }: NonNullable<UpdateClusterConfigRequest["upgradePolicy"]>,
): ClusterChange {
  const subject = { clusterName: cluster.name };
  if (cluster.upgradePolicy?.supportType === supportType) {
    throw invalidParameter(
      `Cluster is already at the desired configuration with supportType: ${supportType}`,
      subject,
    );
  }
  const { support } = KUBERNETES_VERSIONS.find(({ version }) => version === cluster.version)!;
  if (supportType === "STANDARD" && support !== "STANDARD_SUPPORT") {
    throw invalidParameter(
      `Cannot disable extended support: Kubernetes version ${cluster.version} is in extended support`,
      subject,
    );
  }
  return {
    type: "UpgradePolicyUpdate",
    params: { UpgradePolicy: { supportType } },
    apply: () => {
      cluster.upgradePolicy = { supportType };
    },
  };
}

async function endpointChange(
  { cluster }: ClusterState,
  request: VpcConfigRequest,
  clients: MotoClients,
): Promise<ClusterChange> {
  const before = cluster.resourcesVpcConfig;
  const after = await vpcConfig(clients, { ...before, ...request }, { clusterName: cluster.name });
  const { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } = after;
  if (
    endpointPrivateAccess === before.endpointPrivateAccess &&
    endpointPublicAccess === before.endpointPublicAccess &&
    sameMembers(publicAccessCidrs, before.publicAccessCidrs)
  ) {
    throw invalidParameter(
      `Cluster is already at the desired configuration with endpointPrivateAccess: ${endpointPrivateAccess} , endpointPublicAccess: ${endpointPublicAccess}, and Public Endpoint Restrictions: [${publicAccessCidrs.join(", ")}]`,
      { clusterName: cluster.name },
    );
  }
  return {
    type: "EndpointAccessUpdate",
    params: {
      EndpointPublicAccess: endpointPublicAccess,
      EndpointPrivateAccess: endpointPrivateAccess,
      PublicAccessCidrs: publicAccessCidrs,
    },
    apply: () => {
      Object.assign(before, { endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs });
    },
  };
}

async function networkChange(
  { cluster }: ClusterState,
  request: VpcConfigRequest,
  clients: MotoClients,
): Promise<ClusterChange> {
  const before = cluster.resourcesVpcConfig;
  const subject = { clusterName: cluster.name };
  const after = await vpcConfig(clients, { ...before, ...request }, subject);
  if (after.vpcId !== before.vpcId) {
    throw invalidParameter(`Subnets specified must be in the cluster's VPC ${before.vpcId}`, subject);
  }
  const { subnetIds, securityGroupIds } = after;
  if (sameMembers(subnetIds, before.subnetIds) && sameMembers(securityGroupIds, before.securityGroupIds)) {
    throw invalidParameter(
      `Cluster is already at the desired configuration with subnetIds: [${subnetIds.join(", ")}] and securityGroupIds: [${securityGroupIds.join(", ")}]`,
      subject,
    );
  }
  return {
    type: "VpcConfigUpdate",
    params: { Subnets: subnetIds, SecurityGroups: securityGroupIds },
    apply: () => {
      Object.assign(before, { subnetIds, securityGroupIds });
    },
  };
}

function sameMembers(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join() === [...right].sort().join();
}
