import type {
  AssociateEncryptionConfigRequest,
  AssociateEncryptionConfigResponse,
  UpdateClusterConfigRequest,
  UpdateClusterConfigResponse,
  UpdateClusterVersionRequest,
  UpdateClusterVersionResponse,
} from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import type { ServiceContext } from "../../service-context";
import { configChange, type ClusterChange } from "./changes";
import { checkEncryption } from "./request";
import type { ClusterState, ClusterStore } from "../store";
import { minorOf } from "./version-catalog";
import { supportedVersion } from "./versions";
import { invalidParameter, invalidRequest, resourceInUse } from "../errors";
import { operation, type Sent } from "../requests";
import { runningUpdate, type Updates } from "../updates";

/** Kubernetes lets kubelets be this many minor versions older than the control plane. */
const MAX_NODE_SKEW = 3;

/**
 * Changes of clusters that exist, one at a time.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
 */
export class ClusterUpdates {
  readonly operations: readonly Operation[] = [
    operation(
      { action: "UpdateClusterConfig", method: "POST", path: "/clusters/{name}/update-config" },
      (region, request: Sent<UpdateClusterConfigRequest>) => this.updateConfig(region, request),
    ),
    operation(
      {
        action: "UpdateClusterVersion",
        method: "POST",
        path: "/clusters/{name}/updates",
        required: ["version"],
      },
      (region, request: Sent<UpdateClusterVersionRequest>) => this.updateVersion(region, request),
    ),
    operation(
      {
        action: "AssociateEncryptionConfig",
        method: "POST",
        path: "/clusters/{clusterName}/encryption-config/associate",
        required: ["encryptionConfig"],
      },
      (region, request: Sent<AssociateEncryptionConfigRequest>) => this.encrypt(region, request),
    ),
  ];

  constructor(
    private readonly store: ClusterStore,
    private readonly updates: Updates,
    private readonly context: ServiceContext,
  ) {}

  private async updateConfig(
    region: string,
    request: Sent<UpdateClusterConfigRequest>,
  ): Promise<UpdateClusterConfigResponse> {
    const state = this.store.get(region, request.name);
    return this.begin(state, await configChange(state, request, this.context.clients(region)));
  }

  private updateVersion(
    region: string,
    request: Sent<UpdateClusterVersionRequest>,
  ): UpdateClusterVersionResponse {
    const state = this.store.get(region, request.name);
    const { cluster } = state;
    const subject = { clusterName: cluster.name };
    const target = supportedVersion(request.version, subject);
    if (minorOf(target.version) !== minorOf(cluster.version) + 1) {
      throw invalidParameter(
        `Unsupported Kubernetes minor version update from ${cluster.version} to ${target.version}`,
        subject,
      );
    }
    const oldest = minorOf(target.version) - MAX_NODE_SKEW;
    const late = [...state.nodegroups.values()].find(
      ({ nodegroup }) => minorOf(nodegroup.version) < oldest,
    )?.nodegroup;
    if (late) {
      throw invalidRequest(
        `Nodegroup ${late.nodegroupName} must be updated to Kubernetes version 1.${oldest} or later before updating cluster version to ${target.version}`,
        { ...subject, nodegroupName: late.nodegroupName },
      );
    }
    return this.begin(state, {
      type: "VersionUpdate",
      params: { Version: target.version, PlatformVersion: target.platformVersion },
      apply: () => {
        cluster.version = target.version;
        cluster.platformVersion = target.platformVersion;
      },
    });
  }

  private async encrypt(
    region: string,
    request: Sent<AssociateEncryptionConfigRequest>,
  ): Promise<AssociateEncryptionConfigResponse> {
    const state = this.store.get(region, request.clusterName);
    const subject = { clusterName: request.clusterName };
    if (state.cluster.encryptionConfig?.length) {
      throw invalidParameter("Encryption config is already associated with the cluster", subject);
    }
    await checkEncryption(this.context.clients(region), request.encryptionConfig, subject);
    return this.begin(state, {
      type: "AssociateEncryptionConfig",
      params: { EncryptionConfig: request.encryptionConfig },
      apply: () => {
        state.cluster.encryptionConfig = request.encryptionConfig;
      },
    });
  }

  /** @throws AwsError when the cluster is not ACTIVE. */
  private begin(state: ClusterState, change: ClusterChange): UpdateClusterConfigResponse {
    const { cluster } = state;
    const running = runningUpdate(state);
    if (cluster.status !== "ACTIVE" || running) {
      const obstacle = running
        ? `currently has update ${running.update.id} in progress`
        : `is in status ${cluster.status}`;
      throw resourceInUse(`Cannot ${change.type} because cluster ${cluster.name} ${obstacle}`, {
        clusterName: cluster.name,
      });
    }
    cluster.status = "UPDATING";
    const update = this.updates.start(state, {
      type: change.type,
      params: change.params,
      transition: "eks.cluster.update",
      apply: async () => {
        await change.apply();
        cluster.status = "ACTIVE";
      },
      abandon: () => {
        cluster.status = "ACTIVE";
      },
    });
    return { update };
  }
}
