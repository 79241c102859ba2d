import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  batchCapacities,
  batchQueues,
  schedulingPolicyName,
  shareIdentifiers,
} from "../model/batch-capacity";
import { Alerts } from "../constructs/batch/alerts";
import { BatchNodes } from "../constructs/batch/batch-nodes";
import { ComputeEnvironment } from "../constructs/batch/compute-environment";
import { ExampleJobDefinitions } from "../constructs/batch/example-job-definitions";
import { JobDefinition } from "../constructs/batch/job-definition";
import { JobQueue } from "../constructs/batch/job-queue";
import { SchedulingPolicy } from "../constructs/batch/scheduling-policy";
import { submitJobCommand } from "../constructs/batch/submit-job-command";
import { exampleJobNames } from "../model/example-jobs";
import { jobRoleDefinition, jobServiceAccount } from "../model/job-roles";
import type { ClusterStack } from "./cluster-stack";
import type { Environment } from "./environment";
import type { KubernetesStack } from "./kubernetes-stack";
import { OUTPUTS, type OutputName } from "./outputs";

export interface BatchStackProps {
  /** Variables and what follows from them. */
  readonly environment: Environment;
  /** The network and the cluster that the nodes join. */
  readonly clusterStack: ClusterStack;
  /** AWS Batch must have its access before it checks a new environment. */
  readonly kubernetesStack: KubernetesStack | undefined;
}

/** AWS Batch on the cluster: environments, queues, example jobs, and the outputs. */
export class BatchStack extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: BatchStackProps,
  ) {
    super(scope, id);
    const { environment, clusterStack } = props;
    environment.useBackend(this);
    environment.useAwsProvider(this);
    if (props.kubernetesStack) this.addDependency(props.kubernetesStack);
    const { variables } = environment;

    const nodes = new BatchNodes(this, "nodes", {
      clusterName: variables.eks_cluster_name,
      partition: environment.partition,
      clusterVersion: variables.eks_cluster_version,
      tags: environment.tags,
    });
    const queues = this.addQueues(nodes, this.addComputeEnvironments(nodes));
    if (variables.alert_email !== null) {
      new Alerts(this, "alerts", {
        clusterName: variables.eks_cluster_name,
        partition: environment.partition,
        region: variables.aws_region,
        accountId: clusterStack.cluster.accountId,
        email: variables.alert_email,
        queueArns: [...queues.values()].map(({ queueArn }) => queueArn),
      });
    }
    const helloWorld = new JobDefinition(this, "hello-world", {
      name: variables.aws_batch_doeks_jd_name,
      containerName: "application-hello",
      image: "public.ecr.aws/amazonlinux/amazonlinux:2023",
      command: ["/bin/sh", "-c", "sleep 30 && echo 'Hello World!'"],
      cpu: "1",
      memoryMiB: 1024,
      // As in AWS's own example, and in the original.
      network: "host",
      podLabels: { environment: "data-on-eks-sample" },
    });
    for (const roleName of Object.keys(variables.job_roles)) {
      new JobDefinition(this, `job-role-${roleName}`, {
        name: jobRoleDefinition(variables, roleName),
        containerName: "application",
        image: "public.ecr.aws/aws-cli/aws-cli:2.27.0",
        // Tells which role the job has, unless a submission says what to do with it.
        command: ["aws", "sts", "get-caller-identity"],
        cpu: "1",
        memoryMiB: 1024,
        network: "pod",
        serviceAccountName: jobServiceAccount(roleName),
      });
    }
    new ExampleJobDefinitions(this, "examples", { names: exampleJobNames(variables) });
    this.addOutputs(helloWorld, queues.get("on-demand")!, queues.get("spot")!);
  }

  /** @returns ARNs of the environments by the id of their capacity */
  private addComputeEnvironments(nodes: BatchNodes): Map<string, string> {
    const { clusterStack, environment } = this.props;
    const arns = new Map<string, string>();
    for (const capacity of batchCapacities(environment.variables)) {
      const { id, nodes: own } = capacity;
      const { computeEnvironmentArn } = new ComputeEnvironment(this, `${id}-environment`, {
        name: capacity.environmentName,
        capacity: capacity.type,
        clusterArn: clusterStack.cluster.clusterArn,
        namespace: environment.variables.aws_batch_doeks_namespace,
        instanceProfileArn: nodes.instanceProfileArn,
        launchTemplate: own ? nodes.addLaunchTemplate(id, own) : nodes.launchTemplate,
        securityGroupIds: [clusterStack.cluster.nodeSecurityGroupId],
        subnetIds: clusterStack.vpc.privateSubnetIds,
        instanceTypes: capacity.instanceTypes,
        minVcpus: capacity.minVcpus,
        maxVcpus: capacity.maxVcpus,
        imageType: capacity.imageType,
      });
      arns.set(id, computeEnvironmentArn);
    }
    return arns;
  }

  /** @returns the queues by their id */
  private addQueues(nodes: BatchNodes, environmentArns: ReadonlyMap<string, string>): Map<string, JobQueue> {
    const { variables } = this.props.environment;
    const policyName = schedulingPolicyName(variables);
    const policy =
      policyName === undefined
        ? undefined
        : new SchedulingPolicy(this, "scheduling-policy", {
            name: policyName,
            weights: variables.aws_batch_fair_share,
          });
    const queues = new Map<string, JobQueue>();
    for (const { id, name, priority, capacityIds } of batchQueues(variables)) {
      const queue = new JobQueue(this, `${id}-queue`, {
        name,
        priority,
        computeEnvironmentArns: capacityIds.map((capacityId) => environmentArns.get(capacityId)!),
        schedulingPolicyArn: policy?.schedulingPolicyArn,
        dependsOn: nodes.admission,
        runnableTimeoutMinutes: variables.aws_batch_runnable_timeout_minutes ?? undefined,
      });
      queues.set(id, queue);
    }
    return queues;
  }

  private addOutputs({ jobDefinitionArn }: JobDefinition, onDemand: JobQueue, spot: JobQueue): void {
    const { variables } = this.props.environment;
    const region = variables.aws_region;
    const [shareIdentifier] = shareIdentifiers(variables);
    const submit = ({ queueName: jobQueue }: JobQueue, jobName: string): string =>
      submitJobCommand({ region, jobDefinitionArn, jobQueue, jobName, shareIdentifier });
    this.addOutput(
      "configure_kubectl_cmd",
      `aws eks --region ${region} update-kubeconfig --name ${variables.eks_cluster_name}`,
    );
    this.addOutput("aws_batch_ondemand_job_queue", onDemand.queueName);
    this.addOutput("aws_batch_spot_job_queue", spot.queueName);
    this.addOutput("run_example_aws_batch_job", submit(onDemand, "doeks_hello_example"));
    this.addOutput("run_example_aws_batch_job_on_spot", submit(spot, "doeks_hello_spot_example"));
  }

  private addOutput(name: OutputName, value: string): void {
    new TerraformOutput(this, name, { value, description: OUTPUTS[name] });
  }
}
