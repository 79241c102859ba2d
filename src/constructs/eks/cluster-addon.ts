import { DataAwsEksAddonVersion } from "@cdktf/provider-aws/lib/data-aws-eks-addon-version";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import type { AddonName } from "../../model/facts/eks";
import { serviceAccountTrustPolicy, type ServiceAccount } from "../iam/policy-document";
import { literal } from "../literal";
import { Role } from "../iam/role";

export interface ClusterAddonProps {
  /** The cluster that it is installed in. */
  readonly cluster: {
    readonly clusterName: string;
    readonly version: string;
    readonly partition: Partition;
    readonly oidcIssuer: string;
    readonly oidcProviderArn: string;
  };
  /** Name of the add-on in EKS. */
  readonly addonName: AddonName;
  /** Nodes without which the add-on's pods cannot run. @default - it needs none to become ACTIVE */
  readonly nodes?: ITerraformDependable;
  /** Values for the add-on. @default - the add-on's own */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The service account that calls AWS, and what it may do. @default - the node's role */
  readonly permissions?: {
    /** Purpose in the role's name, in kebab-case. */
    readonly purpose: string;
    readonly serviceAccount: ServiceAccount;
    /** AWS managed policies by name. */
    readonly managedPolicies: readonly string[];
  };
}

/**
 * An EKS managed add-on, in the newest version for the cluster at its creation.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export class ClusterAddon extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAddonProps) {
    super(scope, id);
    const { cluster, addonName, permissions } = props;
    const version = new DataAwsEksAddonVersion(this, "version", {
      addonName,
      kubernetesVersion: cluster.version,
      mostRecent: true,
    });
    const role =
      permissions &&
      new Role(this, "role", {
        clusterName: cluster.clusterName,
        partition: cluster.partition,
        purpose: permissions.purpose,
        description: `EKS add-on ${addonName}`,
        trustPolicy: serviceAccountTrustPolicy(
          cluster.oidcProviderArn,
          cluster.oidcIssuer,
          permissions.serviceAccount,
        ),
        managedPolicies: permissions.managedPolicies,
      });
    const dependsOn = [...(role?.policyAttachments ?? []), ...(props.nodes ? [props.nodes] : [])];
    new EksAddon(this, "addon", {
      clusterName: cluster.clusterName,
      addonName,
      addonVersion: version.version,
      // The cluster begins with unmanaged copies of some of them, which the add-on takes over.
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(props.configuration ? { configurationValues: literal(JSON.stringify(props.configuration)) } : {}),
      ...(role ? { serviceAccountRoleArn: role.roleArn } : {}),
      // The add-on's pods call AWS from their first second.
      ...(dependsOn.length > 0 ? { dependsOn } : {}),
      // A newer version must be somebody's decision, not a side effect of the next deploy.
      lifecycle: { ignoreChanges: ["addon_version"] },
    });
  }
}
