import type { ClusterDirectory, ClusterEntry } from "../cluster-directory";
import type { WebhookCall } from "../kubernetes/control-planes";
import type { EmulatedService, InventoryItem, Operation } from "../protocol/service";
import type { ServiceContext } from "../service-context";
import { AccessEntryApi } from "./access/api";
import { AccessPolicyAssociations } from "./access/associations";
import { review, type Callers } from "./authentication/reviews";
import { callerWithRole, identityOf } from "./authentication/identity";
import { AddonUpdates } from "./addons/updates";
import { addonVersionOperations } from "./addons/versions";
import { Addons } from "./addons/api";
import { ClusterStore } from "./store";
import { ClusterUpdates } from "./clusters/updates";
import { clusterVersionOperations } from "./clusters/versions";
import { Clusters } from "./clusters/api";
import { NodegroupUpdates } from "./nodegroups/updates";
import { Nodegroups } from "./nodegroups/api";
import { Tags } from "./tags";
import { Updates } from "./updates";

/**
 * The EKS API as Terraform, the AWS CLI and the SDKs see it. Behind a cluster there is a real API server of Kubernetes, where the
 * emulator was given one.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/Welcome.html
 */
export class EksService implements EmulatedService, ClusterDirectory {
  readonly name = "eks";
  readonly operations: readonly Operation[];
  private readonly store = new ClusterStore();

  /** @param callers who may enter clusters with a Kubernetes behind them. @default - nobody */
  constructor(
    context: ServiceContext,
    private readonly callers: () => Callers = () => NOBODY,
  ) {
    const { store } = this;
    const updates = new Updates(store, context.lifecycle);
    const addons = new Addons(store, context);
    this.operations = [
      ...new Clusters(store, context).operations,
      ...new ClusterUpdates(store, updates, context).operations,
      ...updates.operations,
      ...new Nodegroups(store, addons, context).operations,
      ...new NodegroupUpdates(store, updates, context).operations,
      ...addons.operations,
      ...new AddonUpdates(store, updates, context).operations,
      ...addonVersionOperations,
      ...new AccessEntryApi(store, context).operations,
      ...new AccessPolicyAssociations(store).operations,
      ...clusterVersionOperations,
      ...new Tags(store).operations,
    ];
  }

  inventory(): InventoryItem[] {
    return this.store.all().flatMap(({ region, cluster, nodegroups, addons, accessEntries }) => {
      const item = (type: string, id: string): InventoryItem => ({ service: this.name, type, id, region });
      return [
        item("cluster", cluster.name),
        ...[...nodegroups.keys()].map((name) => item("nodegroup", `${cluster.name}/${name}`)),
        ...[...addons.keys()].map((name) => item("addon", `${cluster.name}/${name}`)),
        ...[...accessEntries.keys()].map((arn) => item("access-entry", `${cluster.name}/${arn}`)),
      ];
    });
  }

  holdersOf(region: string, id: string): string[] {
    return this.store.inRegion(region).flatMap(({ cluster, nodegroups }) => {
      const { subnetIds, securityGroupIds, clusterSecurityGroupId } = cluster.resourcesVpcConfig;
      const ofCluster = [...subnetIds, ...securityGroupIds, clusterSecurityGroupId];
      return [
        ...(ofCluster.includes(id) || isRole(cluster.roleArn, id) ? [`EKS cluster ${cluster.name}`] : []),
        ...[...nodegroups.values()]
          .filter(
            ({ nodegroup: { subnets, nodeRole, launchTemplate } }) =>
              [...subnets, launchTemplate?.id, launchTemplate?.name].includes(id) || isRole(nodeRole, id),
          )
          .map(({ nodegroup }) => `EKS node group ${nodegroup.nodegroupName} of cluster ${cluster.name}`),
      ];
    });
  }

  /** @returns undefined when there is no such cluster */
  async review({ region, clusterName, webhook }: WebhookCall, asked: object): Promise<object | undefined> {
    const state = this.store.find(region, clusterName);
    return state?.controlPlane && (await review(state, webhook, asked, this.callers()));
  }

  find(region: string, clusterArn: string): ClusterEntry | undefined {
    const state = this.store.inRegion(region).find(({ cluster }) => cluster.arn === clusterArn);
    if (!state) return undefined;
    const { cluster, addons, accessEntries } = state;
    return {
      name: cluster.name,
      status: cluster.status,
      version: cluster.version,
      oidcIssuer: (cluster.identity?.oidc?.issuer ?? "").replace("https://", ""),
      activeAddons: [...addons.values()]
        .filter(({ addon }) => addon.status === "ACTIVE")
        .map(({ addon }) => addon.addonName),
      admitsNodeRole: (roleArn) => accessEntries.get(roleArn)?.entry.type === "EC2_LINUX",
      api: state.controlPlane?.api,
      kubelet: state.controlPlane?.kubelet,
      identityOf: (roleArn) => identityOf(state, callerWithRole(roleArn, SESSION_NAME)),
    };
  }
}

const NOBODY: Callers = { endpoint: "", credentialsOf: () => undefined, takeRefusal: () => false };

/** What sessions of roles are called where nobody looks at their name. */
const SESSION_NAME = "emulator";

/** Whether an id is the ARN or the name of the role. */
function isRole(roleArn: string, id: string): boolean {
  return roleArn === id || roleArn.endsWith(`/${id}`);
}
