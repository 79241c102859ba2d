import type {
  Nodegroup,
  Taint,
  UpdateNodegroupConfigRequest,
  UpdateNodegroupConfigResponse,
  UpdateNodegroupVersionRequest,
  UpdateNodegroupVersionResponse,
} from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import type { ServiceContext } from "../../service-context";
import { requireActive } from "../status";
import type { ClusterState, ClusterStore, StoredNodegroup } from "../store";
import { launchTemplateVersion } from "../ec2-lookups";
import { invalidParameter, notEmulated, resourceInUse, resourceNotFound } from "../errors";
import { latestRelease } from "./images";
import { adjustNodes } from "./nodes";
import { checkScaling, checkUpdateConfig, versionMismatch } from "./rules";
import { nodegroupOf } from "./api";
import { operation, type Sent } from "../requests";
import type { UpdatePlan, Updates } from "../updates";

/**
 * Changes of node groups that exist, one at a time.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html
 */
export class NodegroupUpdates {
  readonly operations: readonly Operation[] = [
    operation(
      {
        action: "UpdateNodegroupConfig",
        method: "POST",
        path: "/clusters/{clusterName}/node-groups/{nodegroupName}/update-config",
      },
      (region, request: Sent<UpdateNodegroupConfigRequest>) => this.updateConfig(region, request),
    ),
    operation(
      {
        action: "UpdateNodegroupVersion",
        method: "POST",
        path: "/clusters/{clusterName}/node-groups/{nodegroupName}/update-version",
      },
      (region, request: Sent<UpdateNodegroupVersionRequest>) => this.updateVersion(region, request),
    ),
  ];

  constructor(
    private readonly store: ClusterStore,
    private readonly updates: Updates,
    private readonly context: ServiceContext,
  ) {}

  private updateConfig(
    region: string,
    request: Sent<UpdateNodegroupConfigRequest>,
  ): UpdateNodegroupConfigResponse {
    const { clusterName, nodegroupName, labels, taints, scalingConfig, updateConfig, nodeRepairConfig } =
      request;
    const state = this.store.get(region, clusterName);
    const nodegroup = nodegroupOf(state, nodegroupName);
    const subject = { clusterName, nodegroupName };
    if (request.warmPoolConfig?.enabled) throw notEmulated("warm pools of node groups");
    const missing = labels?.removeLabels?.find((label) => nodegroup.labels[label] === undefined);
    if (missing) throw resourceNotFound(`Label ${missing} not found in node group ${nodegroupName}`, subject);
    const scaling = { ...nodegroup.scalingConfig, ...scalingConfig };
    checkScaling(scaling, subject);
    checkUpdateConfig(updateConfig, scaling, subject);
    return this.begin(state, nodegroup, {
      type: "ConfigUpdate",
      params: {
        LabelsToAdd: labels?.addOrUpdateLabels,
        LabelsToRemove: labels?.removeLabels,
        TaintsToAdd: taints?.addOrUpdateTaints,
        TaintsToRemove: taints?.removeTaints,
        MinSize: scalingConfig?.minSize,
        MaxSize: scalingConfig?.maxSize,
        DesiredSize: scalingConfig?.desiredSize,
        MaxUnavailable: updateConfig?.maxUnavailable,
        MaxUnavailablePercentage: updateConfig?.maxUnavailablePercentage,
        NodeRepairEnabled: nodeRepairConfig?.enabled,
      },
      apply: () => {
        Object.assign(nodegroup.labels, labels?.addOrUpdateLabels);
        for (const label of labels?.removeLabels ?? []) delete nodegroup.labels[label];
        nodegroup.taints = updatedTaints(nodegroup.taints, taints);
        nodegroup.scalingConfig = scaling;
        if (updateConfig) nodegroup.updateConfig = updateConfig;
        if (nodeRepairConfig) nodegroup.nodeRepairConfig = nodeRepairConfig;
      },
    });
  }

  private async updateVersion(
    region: string,
    request: Sent<UpdateNodegroupVersionRequest>,
  ): Promise<UpdateNodegroupVersionResponse> {
    const { clusterName, nodegroupName } = request;
    const state = this.store.get(region, clusterName);
    const nodegroup = nodegroupOf(state, nodegroupName);
    const subject = { clusterName, nodegroupName };
    const version = request.version ?? nodegroup.version;
    if (version !== nodegroup.version && version !== state.cluster.version) throw versionMismatch(subject);
    const template =
      request.launchTemplate &&
      (await launchTemplateVersion(this.context.clients(region).ec2, request.launchTemplate, subject));
    if (template && template.LaunchTemplateId !== nodegroup.launchTemplate?.id) {
      throw invalidParameter(
        "The launch template of a node group cannot be changed to another one, only to another version of it",
        subject,
      );
    }
    const image = template ? template.LaunchTemplateData?.ImageId : customImage(nodegroup);
    if ((image === undefined) !== (nodegroup.amiType !== "CUSTOM")) {
      throw invalidParameter(
        "A node group cannot change between a custom AMI and an EKS optimized AMI",
        subject,
      );
    }
    const releaseVersion = image ?? request.releaseVersion ?? latestRelease(version, nodegroup.amiType);
    const launchTemplate = template && {
      id: template.LaunchTemplateId,
      name: template.LaunchTemplateName,
      version: String(template.VersionNumber),
    };
    return this.begin(state, nodegroup, {
      type: "VersionUpdate",
      params: {
        Version: version,
        ReleaseVersion: releaseVersion,
        LaunchTemplateName: launchTemplate?.name,
        LaunchTemplateVersion: launchTemplate?.version,
      },
      apply: () => {
        Object.assign(nodegroup, { version, releaseVersion }, launchTemplate && { launchTemplate });
      },
    });
  }

  /** @throws AwsError when the cluster or the node group is not ACTIVE. */
  private begin(
    state: ClusterState,
    nodegroup: StoredNodegroup,
    change: Pick<UpdatePlan, "type" | "params" | "apply">,
  ): UpdateNodegroupConfigResponse {
    const { nodegroupName, clusterName } = nodegroup;
    requireActive(state, `update Nodegroup ${nodegroupName}`);
    if (nodegroup.status !== "ACTIVE" && nodegroup.status !== "DEGRADED") {
      throw resourceInUse("Nodegroup cannot be updated as it is currently not in Active State", {
        clusterName,
        nodegroupName,
      });
    }
    nodegroup.status = "UPDATING";
    const update = this.updates.start(state, {
      ...change,
      transition: "eks.nodegroup.update",
      nodegroupName,
      apply: async () => {
        await change.apply();
        await adjustNodes(this.context, state, nodegroup);
        nodegroup.status = "ACTIVE";
        nodegroup.modifiedAt = new Date();
      },
      abandon: () => {
        nodegroup.status = "ACTIVE";
      },
    });
    return { update };
  }
}

function customImage({ amiType, releaseVersion }: StoredNodegroup): string | undefined {
  return amiType === "CUSTOM" ? releaseVersion : undefined;
}

/** A taint is known by its key and effect; its value can change. */
function updatedTaints(
  before: Nodegroup["taints"],
  request: UpdateNodegroupConfigRequest["taints"],
): Taint[] | undefined {
  const changed = [...(request?.removeTaints ?? []), ...(request?.addOrUpdateTaints ?? [])];
  const kept = (before ?? []).filter(
    (taint) => !changed.some(({ key, effect }) => key === taint.key && effect === taint.effect),
  );
  const after = [...kept, ...(request?.addOrUpdateTaints ?? [])];
  return after.length > 0 ? after : undefined;
}
