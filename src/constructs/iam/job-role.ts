import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import {
  jobRoleStatements,
  jobServiceAccount,
  type JobRole as JobRolePermissions,
} from "../../model/job-roles";
import { policyDocument, serviceAccountTrustPolicy, type AccountAndRegion } from "./policy-document";
import { Role } from "./role";

export interface JobRoleProps extends AccountAndRegion {
  /** Name of the cluster, prefix of that of the role. */
  readonly clusterName: string;
  /** Issuer of the cluster's service account tokens, without its scheme. */
  readonly oidcIssuer: string;
  /** IAM's provider for that issuer. */
  readonly oidcProviderArn: string;
  /** Namespace in which AWS Batch runs pods. */
  readonly namespace: string;
  /** Name of the role among those of the environment. */
  readonly roleName: string;
  /** What it may do. */
  readonly permissions: JobRolePermissions;
}

/**
 * The IAM role of jobs, which the pods of one service account can take (IRSA).
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 * @see https://docs.aws.amazon.com/batch/latest/userguide/eks-jobs.html
 */
export class JobRole extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: JobRoleProps) {
    super(scope, id);
    const { roleName, permissions, namespace } = props;
    const { policies = [] } = permissions;
    const role = new Role(this, "role", {
      clusterName: props.clusterName,
      partition: props.partition,
      purpose: `job-${roleName}`,
      description: `Jobs with the role ${roleName}`,
      trustPolicy: serviceAccountTrustPolicy(props.oidcProviderArn, props.oidcIssuer, {
        namespace,
        name: jobServiceAccount(roleName),
      }),
      managedPolicies: [],
    });
    const statements = jobRoleStatements(permissions, props);
    if (statements.length > 0) {
      new IamRolePolicy(this, "policy", {
        name: "job-permissions",
        role: role.roleName,
        policy: JSON.stringify(policyDocument(...statements)),
      });
    }
    if (policies.length > 0) {
      // By their ARNs: with a number each, another order would detach one that is still wanted.
      const arns = TerraformIterator.fromList([...policies]);
      new IamRolePolicyAttachment(this, "attached", {
        forEach: arns,
        role: role.roleName,
        policyArn: arns.value as string,
      });
    }
    this.roleArn = role.roleArn;
  }
}
