import type {
  DescribeUpdateRequest,
  DescribeUpdateResponse,
  ListUpdatesRequest,
  ListUpdatesResponse,
  Update,
  UpdateParam,
  UpdateParamType,
  UpdateType,
} from "@aws-sdk/client-eks";
import { randomUUID } from "node:crypto";
import type { Lifecycle } from "../lifecycle";
import type { Operation } from "../protocol/service";
import type { ClusterState, ClusterStore, UpdateState } from "./store";
import { resourceNotFound } from "./errors";
import { operation, type Sent } from "./requests";
import { page } from "./page";

export interface UpdatePlan {
  readonly type: UpdateType;
  /** What changes; parameters without a value are left out. */
  readonly params: Partial<Record<UpdateParamType, unknown>>;
  /** Name of the transition, such as `eks.cluster.update`. */
  readonly transition: string;
  readonly nodegroupName?: string;
  readonly addonName?: string;
  /** Called when the update succeeds. */
  readonly apply: () => void | Promise<void>;
  /** Called when it fails. */
  readonly abandon: () => void;
}

/**
 * The updates of clusters, node groups and add-ons, and how they went.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Update.html
 */
export class Updates {
  readonly operations: readonly Operation[] = [
    operation(
      { action: "DescribeUpdate", method: "GET", path: "/clusters/{name}/updates/{updateId}" },
      (region, request: Sent<DescribeUpdateRequest>) => this.describe(region, request),
    ),
    operation(
      { action: "ListUpdates", method: "GET", path: "/clusters/{name}/updates" },
      (region, request: Sent<ListUpdatesRequest>) => this.list(region, request),
    ),
  ];

  constructor(
    private readonly store: ClusterStore,
    private readonly lifecycle: Lifecycle,
  ) {}

  start(state: ClusterState, plan: UpdatePlan): Update {
    const update = {
      id: randomUUID(),
      status: "InProgress" as UpdateState["update"]["status"],
      type: plan.type,
      params: paramsOf(plan.params),
      createdAt: new Date(),
      errors: [] as NonNullable<Update["errors"]>,
    };
    const { nodegroupName, addonName } = plan;
    state.updates.push({ update, nodegroupName, addonName });
    this.lifecycle.transition(
      plan.transition,
      nodegroupName ?? addonName ?? state.cluster.name,
      async () => {
        await plan.apply();
        update.status = "Successful";
      },
      (reason) => {
        plan.abandon();
        update.status = "Failed";
        update.errors.push({
          errorCode: "Unknown",
          errorMessage: reason,
          resourceIds: [nodegroupName ?? addonName ?? state.cluster.name],
        });
      },
    );
    return update;
  }

  private describe(region: string, request: Sent<DescribeUpdateRequest>): DescribeUpdateResponse {
    const state = this.store.get(region, request.name);
    const found = updatesOf(state, request).find(({ update }) => update.id === request.updateId);
    if (!found) throw resourceNotFound(`No update found for ID: ${request.updateId}`);
    return { update: found.update };
  }

  private list(region: string, request: Sent<ListUpdatesRequest>): ListUpdatesResponse {
    const newestFirst = updatesOf(this.store.get(region, request.name), request).reverse();
    const { items, nextToken } = page(newestFirst, request);
    return { updateIds: items.map(({ update }) => update.id), nextToken };
  }
}

/** The update that a cluster itself is in, if any. */
export function runningUpdate(state: ClusterState): UpdateState | undefined {
  return updatesOf(state, {}).find(({ update }) => update.status === "InProgress");
}

function updatesOf(
  state: ClusterState,
  owner: { nodegroupName?: string | undefined; addonName?: string | undefined },
): UpdateState[] {
  return state.updates.filter(
    ({ nodegroupName, addonName }) => nodegroupName === owner.nodegroupName && addonName === owner.addonName,
  );
}

function paramsOf(params: UpdatePlan["params"]): UpdateParam[] {
  return Object.entries(params).flatMap(([type, value]) =>
    value === undefined
      ? []
      : [
          {
            type: type as UpdateParamType,
            value: typeof value === "string" ? value : JSON.stringify(value),
          },
        ],
  );
}
