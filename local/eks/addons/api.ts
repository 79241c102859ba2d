import type {
  CreateAddonRequest,
  CreateAddonResponse,
  DeleteAddonRequest,
  DeleteAddonResponse,
  DescribeAddonRequest,
  DescribeAddonResponse,
  ListAddonsRequest,
  ListAddonsResponse,
} from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import type { ServiceContext } from "../../service-context";
import { catalogAddon } from "./catalog";
import { newAddon } from "./request";
import { installWorkloads, removeWorkloads } from "./workloads";
import { requireActive } from "../status";
import type { AddonState, ClusterState, ClusterStore, StoredAddon } from "../store";
import { resourceInUse, resourceNotFound } from "../errors";
import { operation, type Sent } from "../requests";
import { page } from "../page";

/**
 * Add-ons from creation to deletion. One is first installed (`eks.addon.create`) and then, when it
 * needs nodes, is DEGRADED until there are some, and comes up (`eks.addon.health`: a fault there leaves it DEGRADED).
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Addon.html
 */
export class Addons {
  readonly operations: readonly Operation[] = [
    operation(
      {
        action: "CreateAddon",
        method: "POST",
        path: "/clusters/{clusterName}/addons",
        required: ["addonName"],
      },
      (region, request: Sent<CreateAddonRequest>) => this.create(region, request),
    ),
    operation(
      { action: "DescribeAddon", method: "GET", path: "/clusters/{clusterName}/addons/{addonName}" },
      (region, request: Sent<DescribeAddonRequest>) => this.describe(region, request),
    ),
    operation(
      { action: "ListAddons", method: "GET", path: "/clusters/{clusterName}/addons" },
      (region, request: Sent<ListAddonsRequest>) => this.list(region, request),
    ),
    operation(
      { action: "DeleteAddon", method: "DELETE", path: "/clusters/{clusterName}/addons/{addonName}" },
      (region, request: Sent<DeleteAddonRequest>) => this.delete(region, request),
    ),
  ];

  constructor(
    private readonly store: ClusterStore,
    private readonly context: ServiceContext,
  ) {}

  /** Takes down the add-ons that need nodes, where there are none any more. */
  nodesLeft(state: ClusterState): void {
    if (hasNodes(state)) return;
    for (const addonState of state.addons.values()) {
      const { addonName, status } = addonState.addon;
      if (catalogAddon(addonName)?.needsNodes && status === "ACTIVE") lackNodes(addonState);
    }
  }

  /** Lets the add-ons come up that only waited for nodes. */
  nodesJoined(state: ClusterState): void {
    for (const addonState of state.addons.values()) {
      if (addonState.waitsForNodes) this.comeUp(addonState);
    }
  }

  private async create(region: string, request: Sent<CreateAddonRequest>): Promise<CreateAddonResponse> {
    const state = this.store.get(region, request.clusterName);
    const made = madeBy(state, request);
    if (made) return { addon: made.addon };
    const addon = await newAddon(this.context, state, request);
    const madeMeanwhile = madeBy(state, request);
    if (madeMeanwhile) return { addon: madeMeanwhile.addon };
    const addonState = { addon, token: request.clientRequestToken, waitsForNodes: false };
    state.addons.set(addon.addonName, addonState);
    this.context.lifecycle.transition(
      "eks.addon.create",
      addon.addonName,
      async () => {
        try {
          await installWorkloads(state, addon);
        } catch (error) {
          if (addon.status === "CREATING") fail(addon, "CREATE_FAILED", (error as Error).message);
        }
        if (addon.status !== "CREATING") return;
        const needsNodes = catalogAddon(addon.addonName)?.needsNodes;
        if (needsNodes && !hasNodes(state)) lackNodes(addonState);
        else this.comeUp(addonState);
      },
      (reason) => {
        if (addon.status === "CREATING") fail(addon, "CREATE_FAILED", reason);
      },
    );
    return { addon };
  }

  private comeUp(addonState: AddonState): void {
    const { addon } = addonState;
    const isComing = (): boolean => addon.status === "CREATING" || addonState.waitsForNodes;
    this.context.lifecycle.transition(
      "eks.addon.health",
      addon.addonName,
      () => {
        if (!isComing()) return;
        addonState.waitsForNodes = false;
        addon.health.issues = [];
        addon.status = "ACTIVE";
      },
      (reason) => {
        if (!isComing()) return;
        addonState.waitsForNodes = false;
        addon.health.issues = [];
        fail(addon, "DEGRADED", reason);
      },
    );
  }

  private describe(region: string, request: Sent<DescribeAddonRequest>): DescribeAddonResponse {
    return { addon: addonOf(this.store.get(region, request.clusterName), request.addonName) };
  }

  private list(region: string, request: Sent<ListAddonsRequest>): ListAddonsResponse {
    const names = [...this.store.get(region, request.clusterName).addons.keys()];
    const { items, nextToken } = page(names.sort(), request);
    return { addons: items, nextToken };
  }

  /** With `preserve` the software stays in the Kubernetes cluster. */
  private delete(region: string, request: Sent<DeleteAddonRequest>): DeleteAddonResponse {
    const state = this.store.get(region, request.clusterName);
    const addon = addonOf(state, request.addonName);
    if (addon.status === "DELETING") return { addon };
    addon.status = "DELETING";
    state.addons.get(addon.addonName)!.waitsForNodes = false;
    this.context.lifecycle.transition(
      "eks.addon.delete",
      addon.addonName,
      async () => {
        // A cluster whose API server does not answer any more goes all the same.
        if (!request.preserve) await removeWorkloads(state, addon).catch(console.error);
        state.addons.delete(addon.addonName);
      },
      (reason) => fail(addon, "DELETE_FAILED", reason),
    );
    return { addon };
  }
}

/** @throws AwsError when the cluster has no such add-on. */
export function addonOf(state: ClusterState, addonName: string): StoredAddon {
  const found = state.addons.get(addonName);
  if (!found) {
    const clusterName = state.cluster.name;
    throw resourceNotFound(`No addon: ${addonName} found in cluster: ${clusterName}`, {
      clusterName,
      addonName,
    });
  }
  return found.addon;
}

/**
 * The add-on that an earlier request with the same token made.
 *
 * @throws AwsError when there is another one of that name, or the cluster takes none now.
 */
function madeBy(state: ClusterState, request: Sent<CreateAddonRequest>): AddonState | undefined {
  const existing = state.addons.get(request.addonName);
  if (existing) {
    if (request.clientRequestToken && existing.token === request.clientRequestToken) return existing;
    throw resourceInUse("Addon already exists.");
  }
  requireActive(state, `create Addon ${request.addonName}`);
  return undefined;
}

function hasNodes(state: ClusterState): boolean {
  return [...state.nodegroups.values()].some(({ nodegroup }) => nodegroup.status === "ACTIVE");
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html */
function lackNodes(addonState: AddonState): void {
  addonState.waitsForNodes = true;
  fail(
    addonState.addon,
    "DEGRADED",
    "The add-on is unhealthy because it doesn't have the desired number of replicas.",
  );
}

const ISSUE_CODES = {
  CREATE_FAILED: "ConfigurationConflict",
  DEGRADED: "InsufficientNumberOfReplicas",
  DELETE_FAILED: "InternalFailure",
} as const;

function fail(addon: StoredAddon, status: keyof typeof ISSUE_CODES, reason: string): void {
  addon.status = status;
  addon.health.issues.push({
    code: ISSUE_CODES[status],
    message: reason,
    resourceIds: [],
  });
}
