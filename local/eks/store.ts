import type {
  AccessConfigResponse,
  AccessEntry,
  Addon,
  AddonHealth,
  AssociatedAccessPolicy,
  Cluster,
  ClusterHealth,
  EncryptionConfig,
  Issue,
  LogType,
  Nodegroup,
  Update,
  VpcConfigResponse,
} from "@aws-sdk/client-eks";
import type { ControlPlane } from "../kubernetes/control-plane";
import { resourceNotFound } from "./errors";

/** A type of the SDK, in which everything is optional, with members that are always there. */
export type Filled<Shape, Member extends keyof Shape> = Shape & {
  [Name in Member]-?: Exclude<Shape[Name], undefined>;
};

type Tags = Record<string, string>;

export type StoredCluster = Filled<Cluster, "name" | "arn" | "version" | "roleArn" | "status"> & {
  tags: Tags;
  health: Filled<ClusterHealth, "issues">;
  encryptionConfig?: EncryptionConfig[];
  accessConfig: Filled<AccessConfigResponse, "authenticationMode">;
  resourcesVpcConfig: Filled<
    VpcConfigResponse,
    | "subnetIds"
    | "securityGroupIds"
    | "vpcId"
    | "endpointPublicAccess"
    | "endpointPrivateAccess"
    | "publicAccessCidrs"
  >;
};

export type StoredNodegroup = Filled<
  Nodegroup,
  | "nodegroupName"
  | "nodegroupArn"
  | "clusterName"
  | "status"
  | "version"
  | "releaseVersion"
  | "amiType"
  | "nodeRole"
  | "subnets"
  | "labels"
> & { tags: Tags; health: { issues: Issue[] } };

export type StoredAddon = Filled<
  Addon,
  "addonName" | "addonArn" | "clusterName" | "status" | "addonVersion"
> & {
  tags: Tags;
  health: Filled<AddonHealth, "issues">;
};

export type StoredAccessEntry = Filled<
  AccessEntry,
  "principalArn" | "accessEntryArn" | "clusterName" | "type" | "kubernetesGroups" | "username"
> & { tags: Tags };

export interface NodegroupState {
  readonly nodegroup: StoredNodegroup;
  readonly token: string | undefined;
}

export interface AddonState {
  readonly addon: StoredAddon;
  readonly token: string | undefined;
  /** Whether it is installed, and DEGRADED because nodes for its pods are missing. */
  waitsForNodes: boolean;
}

export interface AccessEntryState {
  readonly entry: StoredAccessEntry;
  readonly token: string | undefined;
  readonly policies: Map<string, AssociatedAccessPolicy>;
  /** Whether EKS made it for the role of a managed node group, and removes it with the last of them. */
  readonly madeForNodegroups: boolean;
}

export interface UpdateState {
  readonly update: Filled<Update, "id" | "status">;
  readonly nodegroupName: string | undefined;
  readonly addonName: string | undefined;
}

/** A cluster with everything that goes when it goes. */
export interface ClusterState {
  readonly region: string;
  readonly cluster: StoredCluster;
  readonly token: string | undefined;
  enabledLogTypes: LogType[];
  readonly nodegroups: Map<string, NodegroupState>;
  readonly addons: Map<string, AddonState>;
  /** By ARN of the principal. */
  readonly accessEntries: Map<string, AccessEntryState>;
  readonly updates: UpdateState[];
  /** The Kubernetes behind it, from ACTIVE on. @default - there is none */
  controlPlane?: ControlPlane | undefined;
}

/** Every cluster, in all regions. */
export class ClusterStore {
  private readonly clusters = new Map<string, ClusterState>();

  all(): ClusterState[] {
    return [...this.clusters.values()];
  }

  inRegion(region: string): ClusterState[] {
    return this.all().filter((state) => state.region === region);
  }

  find(region: string, name: string): ClusterState | undefined {
    return this.clusters.get(`${region}/${name}`);
  }

  /** @throws AwsError when there is no such cluster. */
  get(region: string, name: string): ClusterState {
    const state = this.find(region, name);
    if (!state) throw resourceNotFound(`No cluster found for name: ${name}.`, { clusterName: name });
    return state;
  }

  add(state: ClusterState): void {
    this.clusters.set(`${state.region}/${state.cluster.name}`, state);
  }

  remove(state: ClusterState): void {
    this.clusters.delete(`${state.region}/${state.cluster.name}`);
  }
}
