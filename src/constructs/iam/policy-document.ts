import type { Partition } from "../../model/aws-region";

/** An IAM policy. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** A statement of an IAM policy. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy of these statements. */
export function policyDocument(...statements: PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/**
 * Lets EC2 instances take a role. China's partition names its EC2 otherwise; the European Sovereign Cloud does not,
 * other than its endpoints suggest.
 *
 * @see https://github.com/pulumi/pulumi-eks/issues/2341
 */
export function ec2TrustPolicy(partition: Partition, sid?: string): PolicyDocument {
  const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return policyDocument({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: "Allow",
    Principal: { Service: `ec2.${domain}` },
    Action: "sts:AssumeRole",
  });
}

/** Lets the EKS control plane take a role. */
export function eksTrustPolicy(): PolicyDocument {
  return policyDocument({
    Sid: "EKSClusterAssumeRole",
    Effect: "Allow",
    Principal: { Service: "eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  });
}

/** Where something runs, as far as a policy names it. */
export interface AccountAndRegion {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Lets the flow logs of one account and region take a role.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export function flowLogsTrustPolicy({ partition, region, accountId }: AccountAndRegion): PolicyDocument {
  return policyDocument({
    Effect: "Allow",
    Principal: { Service: "vpc-flow-logs.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": `arn:${partition}:ec2:${region}:${accountId}:vpc-flow-log/*` },
    },
  });
}

/** A Kubernetes service account. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Lets the pods of one Kubernetes service account take a role.
 *
 * @param oidcIssuer the cluster's issuer without its scheme
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function serviceAccountTrustPolicy(
  oidcProviderArn: string,
  oidcIssuer: string,
  { namespace, name }: ServiceAccount,
): PolicyDocument {
  return policyDocument({
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${oidcIssuer}:sub`]: `system:serviceaccount:${namespace}:${name}`,
        [`${oidcIssuer}:aud`]: "sts.amazonaws.com",
      },
    },
  });
}
