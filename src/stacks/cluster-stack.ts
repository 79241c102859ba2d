import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ContainerLogGroups } from "../constructs/eks/container-log-groups";
import { EksCluster } from "../constructs/eks/eks-cluster";
import { ec2TrustPolicy } from "../constructs/iam/policy-document";
import { JobRole } from "../constructs/iam/job-role";
import { Role } from "../constructs/iam/role";
import { FlowLogs } from "../constructs/network/flow-logs";
import { Vpc } from "../constructs/network/vpc";
import { MANAGED_NODE_POLICIES } from "../model/facts/iam";
import type { Environment } from "./environment";

/** The network, the EKS control plane, the role of the managed nodes, and those of jobs. */
export class ClusterStack extends TerraformStack {
  readonly vpc: Vpc;
  readonly cluster: EksCluster;
  /** Here, not with the nodes: `aws-auth` names it before there is any node. */
  readonly nodeRole: Role;
  /** Here, not with the job definitions: service accounts name them before there is any. By their names. */
  readonly jobRoles: ReadonlyMap<string, JobRole>;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    environment.useBackend(this);
    environment.useAwsProvider(this);
    const { variables, partition } = environment;
    const clusterName = variables.eks_cluster_name;

    this.vpc = new Vpc(this, "vpc", {
      name: clusterName,
      region: variables.aws_region,
      cidr: variables.vpc_cidr,
      publicSubnets: variables.public_subnets,
      privateSubnets: variables.private_subnets,
      singleNatGateway: variables.single_nat_gateway,
      s3Endpoint: variables.enable_s3_endpoint,
    });
    if (variables.enable_flow_logs) {
      new FlowLogs(this, "flow-logs", {
        vpcId: this.vpc.vpcId,
        clusterName,
        region: variables.aws_region,
        partition,
        retentionDays: variables.log_retention_days,
      });
    }
    this.cluster = new EksCluster(this, "eks", {
      name: clusterName,
      partition,
      version: variables.eks_cluster_version,
      vpcId: this.vpc.vpcId,
      subnetIds: this.vpc.privateSubnetIds,
      publicEndpoint: variables.eks_public_cluster_endpoint,
      publicAccessCidrs: variables.eks_public_access_cidrs,
      privateEndpoint: variables.eks_private_cluster_endpoint,
      adminPrincipalArns: variables.eks_admin_principal_arns,
      viewerPrincipalArns: variables.eks_viewer_principal_arns,
      logRetentionDays: variables.log_retention_days,
      tags: environment.tags,
    });
    new ContainerLogGroups(this, "container-logs", {
      clusterName,
      retentionDays: variables.log_retention_days,
    });
    this.nodeRole = new Role(this, "node-role", {
      clusterName,
      partition,
      purpose: "node",
      description: "EKS managed node group IAM role",
      trustPolicy: ec2TrustPolicy(partition, "EKSNodeAssumeRole"),
      managedPolicies: MANAGED_NODE_POLICIES,
    });
    this.jobRoles = new Map(
      Object.entries(variables.job_roles).map(([roleName, permissions]) => [
        roleName,
        new JobRole(this, `job-role-${roleName}`, {
          clusterName,
          partition,
          region: variables.aws_region,
          accountId: this.cluster.accountId,
          oidcIssuer: this.cluster.oidcIssuer,
          oidcProviderArn: this.cluster.oidcProviderArn,
          namespace: variables.aws_batch_doeks_namespace,
          roleName,
          permissions,
        }),
      ]),
    );
    if (this.jobRoles.size > 0) {
      // Policies of buckets and keys, which are others', name them.
      new TerraformOutput(this, "job_role_arns", {
        value: Object.fromEntries([...this.jobRoles].map(([roleName, { roleArn }]) => [roleName, roleArn])),
        description: "IAM roles of jobs, by their names in job_roles",
      });
    }
  }
}
