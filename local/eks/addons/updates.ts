import type { UpdateAddonRequest, UpdateAddonResponse } from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import type { ServiceContext } from "../../service-context";
import { checkAddonSettings } from "./request";
import { compatibleAddonVersion } from "./versions";
import { addonOf } from "./api";
import { requireActive } from "../status";
import type { ClusterStore } from "../store";
import { resourceInUse } from "../errors";
import { operation, type Sent } from "../requests";
import type { Updates } from "../updates";

/**
 * Changes of add-ons that exist.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAddon.html
 */
export class AddonUpdates {
  readonly operations: readonly Operation[] = [
    operation(
      { action: "UpdateAddon", method: "POST", path: "/clusters/{clusterName}/addons/{addonName}/update" },
      (region, request: Sent<UpdateAddonRequest>) => this.update(region, request),
    ),
  ];

  constructor(
    private readonly store: ClusterStore,
    private readonly updates: Updates,
    private readonly context: ServiceContext,
  ) {}

  private async update(region: string, request: Sent<UpdateAddonRequest>): Promise<UpdateAddonResponse> {
    const { clusterName, addonName, configurationValues, serviceAccountRoleArn } = request;
    const state = this.store.get(region, clusterName);
    const addon = addonOf(state, addonName);
    const subject = { clusterName, addonName };
    const version = request.addonVersion ?? addon.addonVersion;
    if (version !== addon.addonVersion) {
      compatibleAddonVersion(addonName, version, state.cluster.version, subject);
    }
    await checkAddonSettings(this.context.clients(region), request, subject);
    requireActive(state, `update Addon ${addonName}`);
    if (!["ACTIVE", "DEGRADED", "UPDATE_FAILED"].includes(addon.status)) {
      throw resourceInUse(
        `Addon ${addonName} cannot be updated as it is currently in ${addon.status} state`,
        subject,
      );
    }
    addon.status = "UPDATING";
    const update = this.updates.start(state, {
      type: "AddonUpdate",
      params: {
        AddonVersion: request.addonVersion,
        ServiceAccountRoleArn: serviceAccountRoleArn,
        ResolveConflicts: request.resolveConflicts,
        ConfigurationValues: configurationValues,
      },
      transition: "eks.addon.update",
      addonName,
      apply: () => {
        addon.addonVersion = version;
        if (configurationValues !== undefined) addon.configurationValues = configurationValues || undefined;
        if (serviceAccountRoleArn !== undefined) {
          addon.serviceAccountRoleArn = serviceAccountRoleArn || undefined;
        }
        addon.health.issues = [];
        addon.modifiedAt = new Date();
        addon.status = "ACTIVE";
      },
      abandon: () => {
        addon.status = "UPDATE_FAILED";
      },
    });
    return { update };
  }
}
