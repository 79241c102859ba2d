import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamSessionContext } from "@cdktf/provider-aws/lib/data-aws-iam-session-context";
import { Ec2Tag } from "@cdktf/provider-aws/lib/ec2-tag";
import { EksCluster as EksClusterResource } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Annotations, Fn, TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import type { Partition } from "../../model/aws-region";
import { CLUSTER_POLICIES } from "../../model/facts/iam";
import { controlPlaneLogGroup } from "../../model/names";
import { eksTrustPolicy } from "../iam/policy-document";
import { Role } from "../iam/role";
import { ClusterAdminAccess } from "./cluster-admin-access";
import { ClusterEncryption } from "./cluster-encryption";
import { ClusterSecurityGroups } from "./cluster-security-groups";
import { PrincipalAccess } from "./principal-access";

export interface EksClusterProps {
  /** Name of the cluster. */
  readonly name: string;
  /** AWS partition of the region. */
  readonly partition: Partition;
  /** Kubernetes minor version, such as `1.35`. */
  readonly version: string;
  /** VPC of the cluster. */
  readonly vpcId: string;
  /** Subnets of the control plane's network interfaces, in at least two zones. */
  readonly subnetIds: readonly string[];
  /** Whether the Kubernetes API is reachable from outside the VPC. */
  readonly publicEndpoint: boolean;
  /** IPv4 blocks from which the public endpoint answers. @default - the whole internet, with a warning */
  readonly publicAccessCidrs?: readonly string[];
  /** Whether the Kubernetes API is reachable from inside the VPC. */
  readonly privateEndpoint: boolean;
  /** IAM roles and users that administer the cluster beside who deploys. @default - none */
  readonly adminPrincipalArns?: readonly string[];
  /** IAM roles and users that may look at what runs in the cluster. @default - none */
  readonly viewerPrincipalArns?: readonly string[];
  /** Days after which control-plane logs are deleted. */
  readonly logRetentionDays: number;
  /** Tags for what EKS makes itself and Terraform's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
}

const ANYWHERE = "0.0.0.0/0";

/**
 * An EKS control plane with encrypted secrets and logs. Who creates it administers it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/clusters.html
 */
export class EksCluster extends Construct {
  readonly accountId: string;
  readonly clusterArn: string;
  /** Known once the control plane is ACTIVE. */
  readonly clusterName: string;
  readonly certificateAuthority: string;
  readonly endpoint: string;
  readonly nodeSecurityGroupId: string;
  /** Issuer of service account tokens, without its scheme. */
  readonly oidcIssuer: string;
  readonly oidcProviderArn: string;

  constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id);
    const { name, partition, publicAccessCidrs = [ANYWHERE] } = props;
    if (props.publicEndpoint && publicAccessCidrs.includes(ANYWHERE)) {
      Annotations.of(this).addWarning(
        `The Kubernetes API of ${name} answers the whole internet: narrow eks_public_access_cidrs to your own addresses.`,
      );
    }
    const caller = new DataAwsCallerIdentity(this, "caller");
    // When a role's session deploys, this is the ARN of the role: EKS and KMS take no session as a principal.
    const adminPrincipalArn = new DataAwsIamSessionContext(this, "session", { arn: caller.arn }).issuerArn;

    const role = new Role(this, "role", {
      clusterName: name,
      partition,
      purpose: "cluster",
      description: "EKS control plane",
      trustPolicy: eksTrustPolicy(),
      managedPolicies: CLUSTER_POLICIES,
    });
    const encryption = new ClusterEncryption(this, "encryption", {
      clusterName: name,
      partition,
      accountId: caller.accountId,
      adminPrincipalArn,
      clusterRole: role,
    });
    const securityGroups = new ClusterSecurityGroups(this, "security-groups", {
      clusterName: name,
      vpcId: props.vpcId,
    });
    const logGroupName = controlPlaneLogGroup(name);
    const logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: logGroupName,
      retentionInDays: props.logRetentionDays,
      tags: { Name: logGroupName },
    });

    const cluster = new EksClusterResource(this, "cluster", {
      name,
      version: props.version,
      roleArn: role.roleArn,
      enabledClusterLogTypes: ["api", "audit", "authenticator"],
      accessConfig: {
        authenticationMode: "API_AND_CONFIG_MAP",
        bootstrapClusterCreatorAdminPermissions: false,
      },
      upgradePolicy: { supportType: "STANDARD" },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: encryption.keyArn } },
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        securityGroupIds: [securityGroups.clusterSecurityGroupId],
        endpointPublicAccess: props.publicEndpoint,
        endpointPrivateAccess: props.privateEndpoint,
        ...(props.publicEndpoint ? { publicAccessCidrs: [...publicAccessCidrs] } : {}),
      },
      dependsOn: [
        // EKS cannot create its network interfaces without the policy, nor remove them.
        ...role.policyAttachments,
        // EKS would create the group itself, without an end to its retention.
        logGroup,
      ],
      // AWS does not report these two later: Terraform would replace a cluster that was imported.
      lifecycle: {
        ignoreChanges: [
          "access_config[0].bootstrap_cluster_creator_admin_permissions",
          "bootstrap_self_managed_addons",
        ],
      },
    });
    // EKS gives its security group a Name of its own.
    const groupTags = Object.entries(props.tags).filter(([key]) => key !== "Name");
    const tags = TerraformIterator.fromMap(Object.fromEntries(groupTags));
    new Ec2Tag(this, "primary-security-group-tags", {
      forEach: tags,
      resourceId: cluster.vpcConfig.clusterSecurityGroupId,
      key: tags.key,
      value: tags.value as string,
    });
    const deployerAccess = new ClusterAdminAccess(this, "admin-access", {
      clusterName: cluster.name,
      partition,
      principalArn: adminPrincipalArn,
    });
    const { adminPrincipalArns = [], viewerPrincipalArns = [] } = props;
    if (adminPrincipalArns.length + viewerPrincipalArns.length > 0) {
      new PrincipalAccess(this, "principals", {
        clusterName: cluster.name,
        partition,
        adminPrincipalArns,
        viewerPrincipalArns,
        deployer: { principalArn: adminPrincipalArn, entry: deployerAccess.entry },
      });
    }
    const issuer = cluster.identity.get(0).oidc.get(0).issuer;
    const oidcProvider = new IamOpenidConnectProvider(this, "oidc-provider", {
      url: issuer,
      clientIdList: ["sts.amazonaws.com"],
      tags: { Name: `${name}-eks-irsa` },
    });

    this.accountId = caller.accountId;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.clusterArn = cluster.arn;
    this.clusterName = cluster.name;
    this.endpoint = cluster.endpoint;
    this.nodeSecurityGroupId = securityGroups.nodeSecurityGroupId;
    this.oidcIssuer = Fn.replace(issuer, "https://", "");
    this.oidcProviderArn = oidcProvider.arn;
  }
}
