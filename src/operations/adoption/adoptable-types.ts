import type { AdoptableType } from "./adoptable-type";
import { ALERT_TYPES } from "./types/alerts";
import { BATCH_TYPES } from "./types/batch";
import { LAUNCH_TEMPLATE } from "./types/ec2-launch-template";
import { NAT_TYPES } from "./types/ec2-nat";
import { NETWORK_TYPES } from "./types/ec2-network";
import { ROUTE_TYPES } from "./types/ec2-routes";
import { SECURITY_GROUP_TYPES } from "./types/ec2-security-groups";
import { VPC_PART_TYPES } from "./types/ec2-vpc-parts";
import { EKS_TYPES } from "./types/eks";
import { IAM_TYPES } from "./types/iam";
import { OIDC_PROVIDER } from "./types/iam-oidc-provider";
import { ROLE_TYPES } from "./types/iam-roles";
import { KMS_TYPES } from "./types/kms";
import { LOG_GROUP } from "./types/logs";

/** Every type that an interrupted run can leave outside the state; what is part of another comes after it. */
export const ADOPTABLE_TYPES: readonly AdoptableType[] = [
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
