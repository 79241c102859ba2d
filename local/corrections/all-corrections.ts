import { addressRelease } from "./address-release";
import { bucketPolicyConditions } from "./bucket-policy-conditions";
import type { Correction } from "./correction";
import type { CorrectionContext } from "./correction-context";
import { deletedResourceTags } from "./deleted-resource-tags";
import { emailSubscriptions } from "./email-subscriptions";
import { instanceProfileRole } from "./instance-profile-role";
import { internetGatewayDetachment } from "./internet-gateway-detachment";
import { launchTemplateTags } from "./launch-template-tags";
import { natGatewayCreation } from "./nat-gateway-creation";
import { natGatewayDeletion } from "./nat-gateway-deletion";
import { networkAclEntryDeletion } from "./network-acl-entry-deletion";
import { policyDeletion } from "./policy-deletion";
import { securityGroupDeletion } from "./security-group-deletion";
import { securityGroupReferenceDescriptions } from "./security-group-reference-descriptions";
import { securityGroupRuleChanges } from "./security-group-rule-changes";
import { securityGroupRuleDescriptions } from "./security-group-rule-descriptions";
import { serviceQuotas } from "../service-quotas/service-quotas";
import { spotServiceLinkedRole } from "./spot-service-linked-role";
import { subnetDeletion } from "./subnet-deletion";
import { topicEvents } from "./topic-events";
import { vpcDeletion } from "./vpc-deletion";
import { vpcEndpointCreation } from "./vpc-endpoint-creation";
import { vpcEndpointDeletion } from "./vpc-endpoint-deletion";
import { vpcEndpointRoutes } from "./vpc-endpoint-routes";

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
  ];
}
