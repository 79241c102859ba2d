import { randomBytes } from "node:crypto";
import type {
  CreateClusterRequest,
  CreateClusterResponse,
  DeleteClusterRequest,
  DeleteClusterResponse,
  DescribeClusterRequest,
  DescribeClusterResponse,
  ListClustersRequest,
  ListClustersResponse,
} from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import type { ControlPlane } from "../../kubernetes/control-plane";
import { partitionOf, type ServiceContext } from "../../service-context";
import { associate } from "../access/associations";
import { newAccessEntry } from "../access/entries";
import { accessPolicyArn, CLUSTER_ADMIN_POLICY } from "../access/policies";
import { resourceInUse } from "../errors";
import { callerArn } from "../iam-lookups";
import { page } from "../page";
import { operation, type Sent } from "../requests";
import type { ClusterState, ClusterStore } from "../store";
import { enabledLogTypes, ensureLogGroup } from "./logging";
import { newCluster } from "./request";
import { createClusterSecurityGroup, deleteClusterSecurityGroup } from "./security-group";

/**
 * Clusters from creation to deletion.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html
 */
export class Clusters {
  readonly operations: readonly Operation[] = [
    operation(
      {
        action: "CreateCluster",
        method: "POST",
        path: "/clusters",
        required: ["name", "roleArn", "resourcesVpcConfig"],
      },
      (region, request: Sent<CreateClusterRequest>) => this.create(region, request),
    ),
    operation(
      { action: "DescribeCluster", method: "GET", path: "/clusters/{name}" },
      (region, request: Sent<DescribeClusterRequest>) => this.describe(region, request),
    ),
    operation(
      { action: "ListClusters", method: "GET", path: "/clusters" },
      (region, request: ListClustersRequest) => this.list(region, request),
    ),
    operation(
      { action: "DeleteCluster", method: "DELETE", path: "/clusters/{name}" },
      (region, request: Sent<DeleteClusterRequest>) => this.delete(region, request),
    ),
  ];

  constructor(
    private readonly store: ClusterStore,
    private readonly context: ServiceContext,
  ) {}

  private async create(region: string, request: Sent<CreateClusterRequest>): Promise<CreateClusterResponse> {
    const made = this.madeBy(region, request);
    if (made) return { cluster: made.cluster };
    const cluster = await newCluster(this.context, region, request);
    // The same request may have come twice, and the other one may have been faster.
    const madeMeanwhile = this.madeBy(region, request);
    if (madeMeanwhile) return { cluster: madeMeanwhile.cluster };
    const state: ClusterState = {
      region,
      cluster,
      token: request.clientRequestToken,
      enabledLogTypes: enabledLogTypes([], request.logging),
      nodegroups: new Map(),
      addons: new Map(),
      accessEntries: new Map(),
      updates: [],
    };
    this.store.add(state);
    cluster.resourcesVpcConfig.clusterSecurityGroupId = await createClusterSecurityGroup(
      this.context.clients(region).ec2,
      cluster.name,
      cluster.resourcesVpcConfig.vpcId,
    );
    if (
      cluster.accessConfig.authenticationMode !== "CONFIG_MAP" &&
      request.accessConfig?.bootstrapClusterCreatorAdminPermissions !== false
    ) {
      const creator = newAccessEntry(state, { principalArn: callerArn(region) });
      associate(creator, accessPolicyArn(partitionOf(region), CLUSTER_ADMIN_POLICY), { type: "cluster" });
    }
    const address = newAddress(region);
    const starting = this.context.controlPlanes?.start({
      region,
      name: cluster.name,
      issuer: address.issuer,
      serviceCidr: cluster.kubernetesNetworkConfig!.serviceIpv4Cidr!,
    });
    // Who waits for it below handles it.
    starting?.catch(() => undefined);
    this.context.lifecycle.transition(
      "eks.cluster.create",
      cluster.name,
      () => this.becomeActive(state, address, starting),
      async (reason) => {
        this.fail(state, reason);
        await starting?.then(
          (controlPlane) => controlPlane.stop(),
          () => undefined,
        );
      },
    );
    return { cluster };
  }

  /**
   * The cluster that an earlier request with the same token made.
   *
   * @throws AwsError when there is another one of that name.
   */
  private madeBy(region: string, request: Sent<CreateClusterRequest>): ClusterState | undefined {
    const existing = this.store.find(region, request.name);
    if (!existing) return undefined;
    if (request.clientRequestToken && existing.token === request.clientRequestToken) return existing;
    throw resourceInUse(`Cluster already exists with name: ${request.name}`, { clusterName: request.name });
  }

  private async becomeActive(
    state: ClusterState,
    { endpoint, issuer }: Address,
    starting: Promise<ControlPlane> | undefined,
  ): Promise<void> {
    const { cluster, region } = state;
    try {
      state.controlPlane = await starting;
    } catch (error) {
      return this.fail(state, (error as Error).message);
    }
    if (state.enabledLogTypes.length > 0) {
      await ensureLogGroup(this.context.clients(region).logs, cluster.name);
    }
    const authority = state.controlPlane?.certificateAuthority;
    cluster.endpoint = state.controlPlane?.endpoint ?? endpoint;
    cluster.identity = { oidc: { issuer } };
    cluster.certificateAuthority = {
      data: authority ? Buffer.from(authority).toString("base64") : CERTIFICATE_AUTHORITY_DATA,
    };
    cluster.status = "ACTIVE";
  }

  private fail(state: ClusterState, reason: string): void {
    state.cluster.status = "FAILED";
    state.cluster.health.issues.push({ code: "Other", message: reason, resourceIds: [state.cluster.name] });
  }

  private describe(region: string, request: Sent<DescribeClusterRequest>): DescribeClusterResponse {
    return { cluster: this.store.get(region, request.name).cluster };
  }

  private list(region: string, request: ListClustersRequest): ListClustersResponse {
    const names = this.store.inRegion(region).map(({ cluster }) => cluster.name);
    const { items, nextToken } = page(names.sort(), request);
    return { clusters: items, nextToken };
  }

  private delete(region: string, request: Sent<DeleteClusterRequest>): DeleteClusterResponse {
    const state = this.store.get(region, request.name);
    const { cluster } = state;
    if (cluster.status === "DELETING") return { cluster };
    const subject = { clusterName: cluster.name };
    const [nodegroupName] = state.nodegroups.keys();
    if (nodegroupName !== undefined) {
      throw resourceInUse("Cluster has nodegroups attached", { ...subject, nodegroupName });
    }
    if (cluster.status === "CREATING" || cluster.status === "UPDATING") {
      const process = cluster.status === "CREATING" ? "a creation" : "an update";
      throw resourceInUse(
        `Cannot delete because cluster ${cluster.name} currently has ${process} in progress`,
        subject,
      );
    }
    cluster.status = "DELETING";
    this.context.lifecycle.transition(
      "eks.cluster.delete",
      cluster.name,
      () => this.remove(state),
      (reason) => this.fail(state, reason),
    );
    return { cluster };
  }

  private async remove(state: ClusterState): Promise<void> {
    const { clusterSecurityGroupId } = state.cluster.resourcesVpcConfig;
    if (clusterSecurityGroupId) {
      await deleteClusterSecurityGroup(this.context.clients(state.region).ec2, clusterSecurityGroupId);
    }
    await state.controlPlane?.stop();
    this.store.remove(state);
  }
}

interface Address {
  /** Of the Kubernetes API, where there is none behind the cluster. */
  readonly endpoint: string;
  /** Of the tokens of service accounts. */
  readonly issuer: string;
}

function newAddress(region: string): Address {
  const id = randomBytes(16).toString("hex").toUpperCase();
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    endpoint: `https://${id}.gr7.${region}.eks.${suffix}`,
    issuer: `https://oidc.eks.${region}.${suffix}/id/${id}`,
  };
}

/**
 * The certificate authority of every emulated cluster without Kubernetes, as `certificateAuthority.data`: a PEM
 * certificate in base64. Nobody has its key.
 */
export const CERTIFICATE_AUTHORITY_DATA =
  "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJmekNDQVNXZ0F3SUJBZ0lVUk1sVHFaSGhiakt3WURpZFhSRkI2RlJ4" +
  "VHhRd0NnWUlLb1pJemowRUF3SXcKRlRFVE1CRUdBMVVFQXd3S2EzVmlaWEp1WlhSbGN6QWVGdzB5TmpFeE1qTXlNVEk0TkRs" +
  "YUZ3MHpOakV4TWpBeQpNVEk0TkRsYU1CVXhFekFSQmdOVkJBTU1DbXQxWW1WeWJtVjBaWE13V1RBVEJnY3Foa2pPUFFJQkJn" +
  "Z3Foa2pPClBRTUJCd05DQUFRTGN2SmkrM0toZnlaVHhyZmdEWm1TNEVid0RpREFXZnJZYXBMQ29TRVcrNzkvVm9SOFQvN1EK" +
  "ZmF1bGtDamNSRGYxMDFOcTE0M2NMR21pNmZEMWNmVzlvMU13VVRBZEJnTlZIUTRFRmdRVUl3cVE3QVBqdndUaQpjL3pGQUJl" +
  "VTB3V0p1OW93SHdZRFZSMGpCQmd3Rm9BVUl3cVE3QVBqdndUaWMvekZBQmVVMHdXSnU5b3dEd1lEClZSMFRBUUgvQkFVd0F3" +
  "RUIvekFLQmdncWhrak9QUVFEQWdOSUFEQkZBaUJtWlAzUCtzdUd5ck1VYXpFRUI0OFoKOXR0cFlrQjNpa1Z5ZysvUExCK0NM" +
  "d0loQUsrQ0taT09pZ2hOTFRoNElHSUNMUFJhVmhGNTJxTmxWdmlMNnBrRQpSQ2d1Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0t" +
  "LS0K";
