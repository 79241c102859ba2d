import { BATCH_TYPES } from "./batch/batch";
import { LAUNCH_TEMPLATE } from "./batch/launch-template";
import { EKS_TYPES } from "./eks/cluster";
import { KMS_TYPES } from "./eks/encryption";
import { OIDC_PROVIDER } from "./iam/oidc-provider";
import { IAM_TYPES } from "./iam/policies";
import { ROLE_TYPES } from "./iam/roles";
import { NAT_TYPES } from "./network/nat";
import { ROUTE_TYPES } from "./network/routes";
import { SECURITY_GROUP_TYPES } from "./network/security-groups";
import { NETWORK_TYPES } from "./network/vpc";
import { VPC_PART_TYPES } from "./network/vpc-parts";
import { ALERT_TYPES } from "./observability/alerts";
import { LOG_GROUP } from "./observability/log-groups";
import type { ResourceKind } from "./resource-kind";

/** Every kind of which a run can leave something outside the state; what is part of another comes after it. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
  ...NETWORK_TYPES,
  ...SECURITY_GROUP_TYPES,
  ...NAT_TYPES,
  ...ROUTE_TYPES,
  ...VPC_PART_TYPES,
  ...ROLE_TYPES,
  ...IAM_TYPES,
  ...KMS_TYPES,
  LOG_GROUP,
  LAUNCH_TEMPLATE,
  ...EKS_TYPES,
  OIDC_PROVIDER,
  ...BATCH_TYPES,
  ...ALERT_TYPES,
];

/** The other types of the stacks, with the reason why creating them again does no harm. */
export const REPEATABLE_TYPES: Readonly<Record<string, string>> = {
  aws_cloudwatch_event_target: "PutTargets replaces the target of the same id",
  aws_default_network_acl: "AWS makes it with the VPC; Terraform only takes it over",
  aws_default_route_table: "AWS makes it with the VPC; Terraform only takes it over",
  aws_default_security_group: "AWS makes it with the VPC; Terraform only takes it over",
  aws_iam_role_policy: "PutRolePolicy writes the same policy again, and it goes with its role",
  aws_ec2_tag: "CreateTags writes the same value again",
  aws_eks_access_policy_association: "AssociateAccessPolicy replaces the scope of an existing one",
  aws_sns_topic_policy: "SetTopicAttributes writes the same policy again",
  aws_sns_topic_subscription: "Subscribe answers with the existing subscription of the address",
};
