import { addressRelease } from "./network/address-release";
import { bucketPolicyConditions } from "./bucket-policy-conditions";
import type { Correction, CorrectionContext } from "./correction";
import { deletedResourceTags } from "./tags/deleted-resource-tags";
import { emailSubscriptions } from "./alerts/email-subscriptions";
import { filterValues } from "./filters";
import { instanceProfileRole, policyDeletion, spotServiceLinkedRole } from "./iam";
import { instanceTypeOfferings } from "./instance-type-offerings";
import { internetGatewayDetachment, vpcDeletion } from "./network/vpcs";
import { launchTemplateTags } from "./tags/launch-template-tags";
import { natGatewayCreation, natGatewayDeletion } from "./network/nat-gateways";
import { networkAclEntryDeletion } from "./network/network-acl-entry-deletion";
import { securityGroupDeletion } from "./security-groups/deletion";
import { securityGroupReferenceDescriptions } from "./security-groups/reference-descriptions";
import { securityGroupRuleChanges } from "./security-groups/rule-changes";
import { securityGroupRuleDescriptions } from "./security-groups/rule-descriptions";
import { serviceQuotas } from "./service-quotas";
import { subnetDeletion } from "./network/subnet-deletion";
import { topicEvents } from "./alerts/topic-events";
import { vpcEndpointCreation, vpcEndpointDeletion, vpcEndpointRoutes } from "./network/vpc-endpoints";

/** Every place where moto 5.2.1 answers otherwise than AWS in a way that the stacks or their users notice. */
export function allCorrections(context: CorrectionContext): Correction[] {
  return [
    launchTemplateTags(context),
    securityGroupRuleDescriptions(context),
    securityGroupReferenceDescriptions(context),
    securityGroupRuleChanges(context),
    natGatewayCreation(context),
    natGatewayDeletion(context),
    networkAclEntryDeletion(context),
    addressRelease(context),
    internetGatewayDetachment(context),
    subnetDeletion(context),
    securityGroupDeletion(context),
    vpcEndpointCreation(context),
    vpcEndpointRoutes(context),
    vpcEndpointDeletion(context),
    vpcDeletion(context),
    deletedResourceTags(context),
    policyDeletion(context),
    instanceProfileRole(context),
    spotServiceLinkedRole(context),
    topicEvents(context),
    emailSubscriptions(context),
    bucketPolicyConditions(),
    serviceQuotas(),
    instanceTypeOfferings(context),
    filterValues(),
  ];
}
