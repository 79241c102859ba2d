import { FOUND_EC2_TYPES } from "./found-ec2-types";
import { found, SUFFIX, TAG_LIST as LIST, TAGS, type FoundType } from "./found-type";

const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
/** Later than the run began that was interrupted. */
const MADE = new Date("2026-11-23T22:16:30Z");
const ARN = "arn:aws:some:thing";
const CLUSTER_ARN = "arn:aws:eks:us-east-1:123456789012:cluster/doeks";

/** One of each type that is imported, with the import id of hashicorp/aws 5.100.0. */
export const FOUND_TYPES: readonly FoundType[] = [
  ...FOUND_EC2_TYPES,
  found(
    "aws_iam_role",
    { name_prefix: "doeks-node-", assume_role_policy: '{"Statement":[]}' },
    {
      ListRoles: { Roles: [{ RoleName: `doeks-node-${SUFFIX}` }, { RoleName: "doeks-node-by-hand" }] },
      GetRole: ({ RoleName }: { RoleName: string }) => ({
        Role: {
          RoleName,
          Arn: ARN,
          Tags: LIST,
          AssumeRolePolicyDocument: "%7B%22Statement%22%3A%5B%5D%7D",
          CreateDate: MADE,
        },
      }),
    },
    `doeks-node-${SUFFIX}`,
  ),
  found(
    "aws_iam_role_policy_attachment",
    { role: "role-1", policy_arn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy" },
    {
      ListAttachedRolePolicies: {
        AttachedPolicies: [{ PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy" }],
      },
    },
    "role-1/arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
  ),
  found(
    "aws_iam_policy",
    { name_prefix: "doeks-cluster-ClusterEncryption", policy: '{"Statement":[]}' },
    {
      ListPolicies: { Policies: [{ PolicyName: `doeks-cluster-ClusterEncryption${SUFFIX}`, Arn: ARN }] },
      GetPolicyVersion: { PolicyVersion: { Document: "%7B%22Statement%22%3A%5B%5D%7D" } },
      ListPolicyTags: { Tags: LIST },
    },
    ARN,
  ),
  found(
    "aws_iam_instance_profile",
    { name_prefix: "doeks-batch-node-", role: "role-1" },
    {
      ListInstanceProfiles: {
        InstanceProfiles: [
          { InstanceProfileName: `doeks-batch-node-${SUFFIX}`, Arn: ARN, Roles: [], CreateDate: MADE },
        ],
      },
      GetInstanceProfile: { InstanceProfile: { Tags: LIST } },
    },
    `doeks-batch-node-${SUFFIX}`,
  ),
  found(
    "aws_iam_openid_connect_provider",
    { url: "https://oidc.eks.us-east-1.amazonaws.com/id/1" },
    {
      ListOpenIDConnectProviders: {
        OpenIDConnectProviderList: [
          { Arn: "arn:aws:iam::1:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1" },
        ],
      },
      ListOpenIDConnectProviderTags: { Tags: LIST },
    },
    "arn:aws:iam::1:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1",
  ),
  found(
    "aws_kms_key",
    { description: "doeks cluster encryption key" },
    {
      ListKeys: { Keys: [{ KeyId: KEY_ID }] },
      DescribeKey: {
        KeyMetadata: {
          KeyManager: "CUSTOMER",
          KeyState: "Enabled",
          Description: "doeks cluster encryption key",
          Arn: ARN,
          CreationDate: MADE,
        },
      },
      ListResourceTags: { Tags: [{ TagKey: "Blueprint", TagValue: "doeks" }] },
    },
    KEY_ID,
  ),
  found(
    "aws_kms_alias",
    { name: "alias/eks/doeks", target_key_id: KEY_ID },
    {
      ListAliases: { Aliases: [{ AliasName: "alias/eks/doeks", AliasArn: ARN, TargetKeyId: KEY_ID }] },
      ListResourceTags: { Tags: [{ TagKey: "Blueprint", TagValue: "doeks" }] },
    },
    "alias/eks/doeks",
  ),
  found(
    "aws_cloudwatch_log_group",
    { name: "/aws/eks/doeks/cluster" },
    {
      DescribeLogGroups: { logGroups: [{ logGroupName: "/aws/eks/doeks/cluster", arn: `${ARN}:*` }] },
      ListTagsForResource: ({ resourceArn }: { resourceArn: string }) =>
        resourceArn === ARN ? { tags: TAGS } : {},
    },
    "/aws/eks/doeks/cluster",
  ),
  found(
    "aws_eks_cluster",
    { name: "doeks", vpc_config: [{ subnet_ids: ["subnet-1", "subnet-2"] }] },
    {
      DescribeCluster: {
        cluster: {
          name: "doeks",
          arn: CLUSTER_ARN,
          status: "ACTIVE",
          tags: TAGS,
          resourcesVpcConfig: { subnetIds: ["subnet-2", "subnet-1"] },
        },
      },
    },
    "doeks",
  ),
  found(
    "aws_eks_access_entry",
    { cluster_name: "doeks", principal_arn: "arn:aws:iam::1:role/r" },
    { DescribeAccessEntry: { accessEntry: { tags: TAGS } } },
    "doeks:arn:aws:iam::1:role/r",
  ),
  found(
    "aws_eks_addon",
    { cluster_name: "doeks", addon_name: "coredns" },
    { DescribeAddon: { addon: { status: "CREATING", addonArn: ARN, tags: TAGS } } },
    "doeks:coredns",
  ),
  found(
    "aws_eks_node_group",
    { cluster_name: "doeks", node_group_name_prefix: "default-" },
    {
      ListNodegroups: { nodegroups: [`default-${SUFFIX}`] },
      DescribeNodegroup: { nodegroup: { nodegroupArn: ARN, status: "ACTIVE", tags: TAGS } },
    },
    `doeks:default-${SUFFIX}`,
  ),
  found(
    "aws_batch_compute_environment",
    { compute_environment_name_prefix: "CE_OD-", eks_configuration: [{ eks_cluster_arn: CLUSTER_ARN }] },
    {
      DescribeComputeEnvironments: {
        computeEnvironments: [
          {
            computeEnvironmentName: `CE_OD-${SUFFIX}`,
            computeEnvironmentArn: ARN,
            eksConfiguration: { eksClusterArn: CLUSTER_ARN },
            status: "VALID",
            tags: TAGS,
          },
        ],
      },
    },
    `CE_OD-${SUFFIX}`,
  ),
  found(
    "aws_batch_scheduling_policy",
    { name: "JQ_FAIR" },
    {
      ListSchedulingPolicies: { schedulingPolicies: [{ arn: ARN }] },
      DescribeSchedulingPolicies: { schedulingPolicies: [{ arn: ARN, name: "JQ_FAIR", tags: TAGS }] },
    },
    ARN,
  ),
  found(
    "aws_batch_job_queue",
    { name: "JQ_OD" },
    {
      DescribeJobQueues: {
        jobQueues: [{ jobQueueName: "JQ_OD", jobQueueArn: ARN, status: "VALID", tags: TAGS }],
      },
    },
    ARN,
  ),
  found(
    "aws_sns_topic",
    { name: "doeks-alerts" },
    {
      ListTopics: { Topics: [{ TopicArn: "arn:x:doeks-alerts" }, { TopicArn: "arn:x:others-doeks-alerts" }] },
      ListTagsForResource: { Tags: LIST },
    },
    "arn:x:doeks-alerts",
  ),
  found(
    "aws_cloudwatch_event_rule",
    { name_prefix: "doeks-failed-jobs-" },
    {
      ListRules: ({ NextToken }: { NextToken?: string }) =>
        NextToken
          ? { Rules: [{ Name: `doeks-failed-jobs-${SUFFIX}`, Arn: ARN }] }
          : { Rules: [{ Name: "doeks-failed-jobs-by-hand", Arn: ARN }], NextToken: "more" },
      ListTagsForResource: { Tags: LIST },
    },
    `doeks-failed-jobs-${SUFFIX}`,
  ),
];
