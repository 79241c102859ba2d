import type {
  AccessScope,
  AssociateAccessPolicyRequest,
  AssociateAccessPolicyResponse,
  AssociatedAccessPolicy,
  DisassociateAccessPolicyRequest,
  DisassociateAccessPolicyResponse,
  ListAccessPoliciesRequest,
  ListAccessPoliciesResponse,
  ListAssociatedAccessPoliciesRequest,
  ListAssociatedAccessPoliciesResponse,
} from "@aws-sdk/client-eks";
import type { AwsError } from "../../protocol/aws-error";
import type { Operation } from "../../protocol/service";
import { partitionOf } from "../../service-context";
import { accessEntryOf } from "./entries";
import { onlyForStandard } from "./api";
import { ACCESS_POLICY_NAMES, accessPolicyArn } from "./policies";
import { requireAccessEntries } from "../status";
import type { AccessEntryState, ClusterStore } from "../store";
import { invalidParameter, notEmulated, resourceNotFound } from "../errors";
import { operation, type Sent } from "../requests";
import { page } from "../page";

/** Gives the policy to the principal of an access entry, or changes where it applies. */
export function associate(
  { policies }: AccessEntryState,
  policyArn: string,
  scope: AccessScope,
): AssociatedAccessPolicy {
  const now = new Date();
  const association = {
    policyArn,
    accessScope: { type: scope.type, namespaces: scope.namespaces ?? [] },
    associatedAt: policies.get(policyArn)?.associatedAt ?? now,
    modifiedAt: now,
  };
  policies.set(policyArn, association);
  return association;
}

/**
 * The operations on the access policies of access entries.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateAccessPolicy.html
 */
export class AccessPolicyAssociations {
  readonly operations: readonly Operation[] = [
    operation(
      { action: "ListAccessPolicies", method: "GET", path: "/access-policies" },
      (region, request: ListAccessPoliciesRequest) => listAccessPolicies(region, request),
    ),
    operation(
      {
        action: "AssociateAccessPolicy",
        method: "POST",
        path: "/clusters/{clusterName}/access-entries/{principalArn}/access-policies",
        required: ["policyArn", "accessScope"],
      },
      (region, request: Sent<AssociateAccessPolicyRequest>) => this.associate(region, request),
    ),
    operation(
      {
        action: "ListAssociatedAccessPolicies",
        method: "GET",
        path: "/clusters/{clusterName}/access-entries/{principalArn}/access-policies",
      },
      (region, request: Sent<ListAssociatedAccessPoliciesRequest>) => this.list(region, request),
    ),
    operation(
      {
        action: "DisassociateAccessPolicy",
        method: "DELETE",
        path: "/clusters/{clusterName}/access-entries/{principalArn}/access-policies/{policyArn}",
      },
      (region, request: Sent<DisassociateAccessPolicyRequest>) => this.disassociate(region, request),
    ),
  ];

  constructor(private readonly store: ClusterStore) {}

  private associate(
    region: string,
    request: Sent<AssociateAccessPolicyRequest>,
  ): AssociateAccessPolicyResponse {
    const { clusterName, principalArn, policyArn, accessScope } = request;
    const state = this.entry(region, clusterName, principalArn);
    if (state.entry.type !== "STANDARD") throw onlyForStandard();
    if (!accessPolicyArns(region).includes(policyArn)) {
      throw invalidParameter(
        "The specified policyArn could not be found. You can view your available access policies with 'list-access-policies'.",
      );
    }
    const hasNamespaces = Boolean(accessScope.namespaces?.length);
    if (hasNamespaces !== (accessScope.type === "namespace")) {
      throw invalidParameter(
        "The specified accessScope is invalid: namespaces go with the type namespace, and only with it.",
      );
    }
    return {
      clusterName,
      principalArn,
      associatedAccessPolicy: associate(state, policyArn, accessScope),
    };
  }

  private list(
    region: string,
    request: Sent<ListAssociatedAccessPoliciesRequest>,
  ): ListAssociatedAccessPoliciesResponse {
    const { clusterName, principalArn } = request;
    const { policies } = this.entry(region, clusterName, principalArn);
    const { items, nextToken } = page([...policies.values()], request);
    return { clusterName, principalArn, associatedAccessPolicies: items, nextToken };
  }

  private disassociate(
    region: string,
    request: Sent<DisassociateAccessPolicyRequest>,
  ): DisassociateAccessPolicyResponse {
    const { policies } = this.entry(region, request.clusterName, request.principalArn);
    if (!policies.delete(request.policyArn)) {
      throw resourceNotFound("The specified policyArn is not associated with the access entry.");
    }
    return {};
  }

  private entry(region: string, clusterName: string, principalArn: string): AccessEntryState {
    const state = this.store.get(region, clusterName);
    requireAccessEntries(state);
    return accessEntryOf(state, principalArn);
  }
}

function accessPolicyArns(region: string): string[] {
  return ACCESS_POLICY_NAMES.map((name) => accessPolicyArn(partitionOf(region), name));
}

function listAccessPolicies(region: string, request: ListAccessPoliciesRequest): ListAccessPoliciesResponse {
  // AWS declares no error of the caller's for this action.
  const refusal = (message: string): AwsError =>
    notEmulated(`what ListAccessPolicies answers when ${message},`);
  const { items, nextToken } = page(ACCESS_POLICY_NAMES, request, refusal);
  return {
    accessPolicies: items.map((name) => ({ name, arn: accessPolicyArn(partitionOf(region), name) })),
    nextToken,
  };
}
