import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import { REPLACED_POLICIES } from "../../model/facts/iam";
import { namePrefix } from "../../model/names";
import type { PolicyDocument } from "./policy-document";

export interface RoleProps {
  /** Name of the cluster, prefix of that of the role. */
  readonly clusterName: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** What the role is for, in kebab-case; part of its name. */
  readonly purpose: string;
  /** What the role is for, as the console shows it. */
  readonly description: string;
  /** Who may take the role. */
  readonly trustPolicy: PolicyDocument;
  /** AWS managed policies to attach, by name, with their path when they have one. */
  readonly managedPolicies: readonly string[];
}

/**
 * An IAM role with the AWS managed policies that it needs.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export class Role extends Construct {
  readonly roleArn: string;
  readonly roleName: string;
  /** For resources that need the role's permissions, not just the role. */
  readonly policyAttachments: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      namePrefix: namePrefix(props.clusterName, `-${props.purpose}-`, "iamRole"),
      description: props.description,
      assumeRolePolicy: JSON.stringify(props.trustPolicy),
      // IAM refuses to delete a role that has policies which others attached: this detaches them first.
      forceDetachPolicies: true,
    });
    this.policyAttachments = props.managedPolicies.map((policy) =>
      this.attach(policy, role, props.partition),
    );
    this.roleArn = role.arn;
    this.roleName = role.name;
  }

  /** Attaches a policy. The one that it took the place of is detached after that, where it is attached. */
  private attach(policy: string, role: IamRole, partition: Partition): IamRolePolicyAttachment {
    const replaced = REPLACED_POLICIES[policy];
    const attachment = new IamRolePolicyAttachment(this, idOf(policy), {
      role: role.name,
      policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
      ...(replaced === undefined ? {} : { lifecycle: { createBeforeDestroy: true } }),
    });
    if (replaced !== undefined) {
      // Stands for the construct of earlier versions, whose address Terraform's state may have.
      const { node } = new Construct(this, idOf(replaced));
      const address = TerraformStack.of(this).getLogicalId(node);
      attachment.moveFromId(`${IamRolePolicyAttachment.tfResourceType}.${address}`);
    }
    return attachment;
  }
}

function idOf(policy: string): string {
  return policy.replace("/", "-");
}
