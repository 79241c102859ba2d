import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { jobServiceAccount } from "../../model/job-roles";
import { OBJECT_LABELS } from "../../model/names";

export interface JobServiceAccountProps {
  /** Namespace in which AWS Batch runs pods. */
  readonly namespace: string;
  /** Name of the role among those of the environment. */
  readonly roleName: string;
  /** The IAM role that pods of the service account can take. */
  readonly roleArn: string;
}

/**
 * The service account of jobs with a role: EKS gives its pods a token for that role.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export class JobServiceAccount extends Construct {
  constructor(scope: Construct, id: string, { namespace, roleName, roleArn }: JobServiceAccountProps) {
    super(scope, id);
    new ServiceAccountV1(this, "service-account", {
      metadata: {
        name: jobServiceAccount(roleName),
        namespace,
        labels: OBJECT_LABELS,
        annotations: { "eks.amazonaws.com/role-arn": roleArn },
      },
      // That would be one for the Kubernetes API, of which jobs need nothing; the one for AWS comes all the same.
      automountServiceAccountToken: false,
    });
  }
}
