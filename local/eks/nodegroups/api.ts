import type {
  CreateNodegroupRequest,
  CreateNodegroupResponse,
  DeleteNodegroupRequest,
  DeleteNodegroupResponse,
  DescribeNodegroupRequest,
  DescribeNodegroupResponse,
  ListNodegroupsRequest,
  ListNodegroupsResponse,
} from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import type { ServiceContext } from "../../service-context";
import { dropNodeAccessEntry, nodeAccessEntry } from "../access/entries";
import type { Addons } from "../addons/api";
import { requireActive } from "../status";
import type { ClusterState, ClusterStore, NodegroupState, StoredNodegroup } from "../store";
import { resourceInUse, resourceNotFound } from "../errors";
import { mapNodes } from "../authentication/aws-auth";
import { adjustNodes } from "./nodes";
import { newNodegroup } from "./request";
import { operation, type Sent } from "../requests";
import { page } from "../page";

/** @throws AwsError when the cluster has no such node group. */
export function nodegroupOf(state: ClusterState, nodegroupName: string): StoredNodegroup {
  const found = state.nodegroups.get(nodegroupName);
  if (!found) {
    throw resourceNotFound(`No node group found for name: ${nodegroupName}.`, {
      clusterName: state.cluster.name,
      nodegroupName,
    });
  }
  return found.nodegroup;
}

/**
 * Managed node groups from creation to deletion. No instance is started; their nodes are objects of the cluster alone.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
 */
export class Nodegroups {
  readonly operations: readonly Operation[] = [
    operation(
      {
        action: "CreateNodegroup",
        method: "POST",
        path: "/clusters/{clusterName}/node-groups",
        required: ["nodegroupName", "subnets", "nodeRole"],
      },
      (region, request: Sent<CreateNodegroupRequest>) => this.create(region, request),
    ),
    operation(
      {
        action: "DescribeNodegroup",
        method: "GET",
        path: "/clusters/{clusterName}/node-groups/{nodegroupName}",
      },
      (region, request: Sent<DescribeNodegroupRequest>) => this.describe(region, request),
    ),
    operation(
      { action: "ListNodegroups", method: "GET", path: "/clusters/{clusterName}/node-groups" },
      (region, request: Sent<ListNodegroupsRequest>) => this.list(region, request),
    ),
    operation(
      {
        action: "DeleteNodegroup",
        method: "DELETE",
        path: "/clusters/{clusterName}/node-groups/{nodegroupName}",
      },
      (region, request: Sent<DeleteNodegroupRequest>) => this.delete(region, request),
    ),
  ];

  constructor(
    private readonly store: ClusterStore,
    private readonly addons: Addons,
    private readonly context: ServiceContext,
  ) {}

  private async create(
    region: string,
    request: Sent<CreateNodegroupRequest>,
  ): Promise<CreateNodegroupResponse> {
    const state = this.store.get(region, request.clusterName);
    const made = this.madeBy(state, request);
    if (made) return { nodegroup: made.nodegroup };
    const nodegroup = await newNodegroup(this.context, state, request);
    // The same request may have come twice, and the cluster may have changed its status meanwhile.
    const madeMeanwhile = this.madeBy(state, request);
    if (madeMeanwhile) return { nodegroup: madeMeanwhile.nodegroup };
    state.nodegroups.set(nodegroup.nodegroupName, { nodegroup, token: request.clientRequestToken });
    nodeAccessEntry(state, nodegroup);
    this.context.lifecycle.transition(
      "eks.nodegroup.create",
      nodegroup.nodegroupName,
      () => this.becomeActive(state, nodegroup),
      (reason) => {
        if (nodegroup.status === "CREATING") fail(nodegroup, "CREATE_FAILED", reason);
      },
    );
    return { nodegroup };
  }

  /**
   * The node group that an earlier request with the same token made.
   *
   * @throws AwsError when there is another one of that name, or the cluster takes none now.
   */
  private madeBy(state: ClusterState, request: Sent<CreateNodegroupRequest>): NodegroupState | undefined {
    const { clusterName, nodegroupName, clientRequestToken } = request;
    const existing = state.nodegroups.get(nodegroupName);
    if (existing) {
      if (clientRequestToken && existing.token === clientRequestToken) return existing;
      throw resourceInUse(
        `NodeGroup already exists with name ${nodegroupName} and cluster name ${clusterName}`,
        { clusterName, nodegroupName },
      );
    }
    requireActive(state, `create Nodegroup ${nodegroupName}`);
    return undefined;
  }

  private async becomeActive(state: ClusterState, nodegroup: StoredNodegroup): Promise<void> {
    try {
      if (state.controlPlane && state.cluster.accessConfig.authenticationMode !== "API") {
        await mapNodes(state.controlPlane.api, nodegroup.nodeRole);
      }
      await adjustNodes(this.context, state, nodegroup);
    } catch (error) {
      return fail(nodegroup, "CREATE_FAILED", (error as Error).message);
    }
    if (nodegroup.status !== "CREATING") return;
    const id = nodegroup.nodegroupArn.slice(nodegroup.nodegroupArn.lastIndexOf("/") + 1);
    nodegroup.resources = { autoScalingGroups: [{ name: `eks-${nodegroup.nodegroupName}-${id}` }] };
    nodegroup.status = "ACTIVE";
    this.addons.nodesJoined(state);
  }

  private describe(region: string, request: Sent<DescribeNodegroupRequest>): DescribeNodegroupResponse {
    return { nodegroup: nodegroupOf(this.store.get(region, request.clusterName), request.nodegroupName) };
  }

  private list(region: string, request: Sent<ListNodegroupsRequest>): ListNodegroupsResponse {
    const names = [...this.store.get(region, request.clusterName).nodegroups.keys()];
    const { items, nextToken } = page(names.sort(), request);
    return { nodegroups: items, nextToken };
  }

  private delete(region: string, request: Sent<DeleteNodegroupRequest>): DeleteNodegroupResponse {
    const state = this.store.get(region, request.clusterName);
    const nodegroup = nodegroupOf(state, request.nodegroupName);
    if (nodegroup.status === "DELETING") return { nodegroup };
    if (nodegroup.status === "UPDATING") {
      throw resourceInUse(
        `Nodegroup ${nodegroup.nodegroupName} cannot be deleted as it currently has an update in progress`,
        { clusterName: request.clusterName, nodegroupName: request.nodegroupName },
      );
    }
    nodegroup.status = "DELETING";
    this.context.lifecycle.transition(
      "eks.nodegroup.delete",
      nodegroup.nodegroupName,
      async () => {
        // A cluster whose API server does not answer any more goes all the same.
        await adjustNodes(this.context, state, nodegroup).catch(console.error);
        state.nodegroups.delete(nodegroup.nodegroupName);
        dropNodeAccessEntry(state, nodegroup.nodeRole);
        this.addons.nodesLeft(state);
      },
      (reason) => fail(nodegroup, "DELETE_FAILED", reason),
    );
    return { nodegroup };
  }
}

function fail(nodegroup: StoredNodegroup, status: "CREATE_FAILED" | "DELETE_FAILED", reason: string): void {
  nodegroup.status = status;
  nodegroup.health.issues.push({
    code: status === "CREATE_FAILED" ? "NodeCreationFailure" : "NodeTerminationFailure",
    message: reason,
    resourceIds: [nodegroup.nodegroupName],
  });
}
