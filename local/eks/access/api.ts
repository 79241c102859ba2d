import type {
  CreateAccessEntryRequest,
  CreateAccessEntryResponse,
  DeleteAccessEntryRequest,
  DeleteAccessEntryResponse,
  DescribeAccessEntryRequest,
  DescribeAccessEntryResponse,
  ListAccessEntriesRequest,
  ListAccessEntriesResponse,
  UpdateAccessEntryRequest,
  UpdateAccessEntryResponse,
} from "@aws-sdk/client-eks";
import type { Operation } from "../../protocol/service";
import type { ServiceContext } from "../../service-context";
import { accessEntryOf, newAccessEntry, NODE_ENTRY_TYPES } from "./entries";
import { requireAccessEntries } from "../status";
import type { AccessEntryState, ClusterState, ClusterStore } from "../store";
import { invalidParameter, notEmulated, resourceInUse } from "../errors";
import { isForeignPrincipal, isPrincipal } from "../iam-lookups";
import { operation, type Sent } from "../requests";
import { page } from "../page";

const TYPES_NOT_EMULATED = ["EC2", "HYBRID_LINUX", "HYPERPOD_LINUX"];

/**
 * The operations on access entries.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
 */
export class AccessEntryApi {
  readonly operations: readonly Operation[] = [
    operation(
      {
        action: "CreateAccessEntry",
        method: "POST",
        path: "/clusters/{clusterName}/access-entries",
        required: ["principalArn"],
      },
      (region, request: Sent<CreateAccessEntryRequest>) => this.create(region, request),
    ),
    operation(
      {
        action: "DescribeAccessEntry",
        method: "GET",
        path: "/clusters/{clusterName}/access-entries/{principalArn}",
      },
      (region, request: Sent<DescribeAccessEntryRequest>) => this.describe(region, request),
    ),
    operation(
      { action: "ListAccessEntries", method: "GET", path: "/clusters/{clusterName}/access-entries" },
      (region, request: Sent<ListAccessEntriesRequest>) => this.list(region, request),
    ),
    operation(
      {
        action: "UpdateAccessEntry",
        method: "POST",
        path: "/clusters/{clusterName}/access-entries/{principalArn}",
      },
      (region, request: Sent<UpdateAccessEntryRequest>) => this.update(region, request),
    ),
    operation(
      {
        action: "DeleteAccessEntry",
        method: "DELETE",
        path: "/clusters/{clusterName}/access-entries/{principalArn}",
      },
      (region, request: Sent<DeleteAccessEntryRequest>) => this.delete(region, request),
    ),
  ];

  constructor(
    private readonly store: ClusterStore,
    private readonly context: ServiceContext,
  ) {}

  private async create(
    region: string,
    request: Sent<CreateAccessEntryRequest>,
  ): Promise<CreateAccessEntryResponse> {
    const state = this.cluster(region, request.clusterName);
    const { principalArn, type = "STANDARD", kubernetesGroups = [], username } = request;
    if (TYPES_NOT_EMULATED.includes(type)) throw notEmulated(`access entries of type ${type}`);
    if (type !== "STANDARD" && !NODE_ENTRY_TYPES[type]) {
      throw invalidParameter(`The specified type is invalid: ${type}`);
    }
    if (principalArn.includes(":role/aws-service-role/")) {
      throw invalidParameter(
        "The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role",
      );
    }
    const isForeign = type === "STANDARD" && isForeignPrincipal(region, principalArn);
    if (!isForeign && !(await isPrincipal(this.context.clients(region).iam, region, principalArn))) {
      throw invalidParameter("The specified principalArn is invalid: invalid principal.");
    }
    if (type === "STANDARD") {
      checkKubernetesIdentity(kubernetesGroups, username);
    } else if (!principalArn.includes(":role/")) {
      throw invalidParameter(
        `The principalArn of an access entry with a type of "${type}" must be an IAM role.`,
      );
    } else if (kubernetesGroups.length > 0 || username) {
      throw invalidParameter(
        `kubernetesGroups and username cannot be specified for access entries with a type of "${type}".`,
      );
    }
    const existing = state.accessEntries.get(principalArn);
    if (existing) {
      if (request.clientRequestToken && existing.token === request.clientRequestToken) {
        return { accessEntry: existing.entry };
      }
      throw resourceInUse("The specified access entry resource is already in use on this cluster.");
    }
    const { entry } = newAccessEntry(state, {
      principalArn,
      type,
      kubernetesGroups: type === "STANDARD" ? kubernetesGroups : undefined,
      username,
      tags: request.tags,
      token: request.clientRequestToken,
    });
    return { accessEntry: entry };
  }

  private describe(region: string, request: Sent<DescribeAccessEntryRequest>): DescribeAccessEntryResponse {
    return { accessEntry: this.entry(region, request.clusterName, request.principalArn).entry };
  }

  private list(region: string, request: Sent<ListAccessEntriesRequest>): ListAccessEntriesResponse {
    const { associatedPolicyArn: policyArn } = request;
    const principals = [...this.cluster(region, request.clusterName).accessEntries.values()]
      .filter(({ policies }) => !policyArn || policies.has(policyArn))
      .map(({ entry }) => entry.principalArn);
    const { items, nextToken } = page(principals, request);
    return { accessEntries: items, nextToken };
  }

  private update(region: string, request: Sent<UpdateAccessEntryRequest>): UpdateAccessEntryResponse {
    const { entry } = this.entry(region, request.clusterName, request.principalArn);
    if (entry.type !== "STANDARD") throw onlyForStandard();
    const { kubernetesGroups, username } = request;
    checkKubernetesIdentity(kubernetesGroups ?? [], username === entry.username ? undefined : username);
    if (kubernetesGroups) entry.kubernetesGroups = kubernetesGroups;
    if (username) entry.username = username;
    entry.modifiedAt = new Date();
    return { accessEntry: entry };
  }

  private delete(region: string, request: Sent<DeleteAccessEntryRequest>): DeleteAccessEntryResponse {
    this.entry(region, request.clusterName, request.principalArn);
    this.cluster(region, request.clusterName).accessEntries.delete(request.principalArn);
    return {};
  }

  private cluster(region: string, name: string): ClusterState {
    const state = this.store.get(region, name);
    requireAccessEntries(state);
    return state;
  }

  private entry(region: string, clusterName: string, principalArn: string): AccessEntryState {
    return accessEntryOf(this.cluster(region, clusterName), principalArn);
  }
}

/** The refusal of what makes no sense for nodes. */
export function onlyForStandard(): Error {
  return invalidParameter(
    'This operation can only be performed on Access Entries with a type of "STANDARD".',
  );
}

const RESERVED_USERNAMES = ["system:", "eks:", "aws:", "amazon:", "iam:"];

function checkKubernetesIdentity(groups: readonly string[], username: string | undefined): void {
  const group = groups.find((name) => name.startsWith("system:"));
  if (group) {
    throw invalidParameter(`The kubernetes group name ${group} is invalid, it cannot start with system:`);
  }
  const prefix = RESERVED_USERNAMES.find((reserved) => username?.startsWith(reserved));
  if (prefix) throw invalidParameter(`The username ${username} is invalid, it cannot start with ${prefix}`);
}
