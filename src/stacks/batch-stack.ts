import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { batchCapacities, batchQueues, schedulingPolicyName, shareIdentifiers } from "../batch-capacity";
import { BatchNodes } from "../constructs/batch/batch-nodes";
import { ComputeEnvironment } from "../constructs/batch/compute-environment";
import { ExampleJobDefinitions } from "../constructs/batch/example-job-definitions";
import { JobDefinition } from "../constructs/batch/job-definition";
import { JobQueue } from "../constructs/batch/job-queue";
import { SchedulingPolicy } from "../constructs/batch/scheduling-policy";
import { submitJobCommand } from "../constructs/batch/submit-job-command";
import { exampleJobNames } from "../example-jobs";
import type { ClusterStack } from "./cluster-stack";
import type { Environment } from "./environment";
import type { KubernetesStack } from "./kubernetes-stack";
import { OUTPUTS, type OutputName } from "./outputs";

export interface BatchStackProps {
  readonly environment: Environment;
  readonly clusterStack: ClusterStack;
  /** AWS Batch must have its access before it checks a new environment. */
  readonly kubernetesStack: KubernetesStack;
}

/** AWS Batch on the cluster: environments, queues, example jobs, and the outputs. */
export class BatchStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: BatchStackProps) {
    super(scope, id);
    const { environment, clusterStack } = props;
    environment.useLocalState(this);
    environment.useAwsProvider(this);
    this.addDependency(props.kubernetesStack);
    const { variables } = environment;
    const region = variables.aws_region;

    const nodes = new BatchNodes(this, "nodes", {
      clusterName: variables.eks_cluster_name,
      partition: environment.partition,
      clusterVersion: variables.eks_cluster_version,
      tags: environment.tags,
    });
    const environmentArns = new Map<string, string>();
    for (const capacity of batchCapacities(variables)) {
      const { id, nodes: own } = capacity;
      const { computeEnvironmentArn } = new ComputeEnvironment(this, `${id}-environment`, {
        name: capacity.environmentName,
        capacity: capacity.type,
        clusterArn: clusterStack.cluster.clusterArn,
        namespace: variables.aws_batch_doeks_namespace,
        instanceProfileArn: nodes.instanceProfileArn,
        launchTemplate: own ? nodes.addLaunchTemplate(id, own) : nodes.launchTemplate,
        securityGroupIds: [clusterStack.cluster.nodeSecurityGroupId],
        subnetIds: clusterStack.vpc.privateSubnetIds,
        instanceTypes: capacity.instanceTypes,
        minVcpus: capacity.minVcpus,
        maxVcpus: capacity.maxVcpus,
        imageType: capacity.imageType,
      });
      environmentArns.set(id, computeEnvironmentArn);
    }
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
      });
      queues.set(id, queue);
    }

    const { jobDefinitionArn } = new JobDefinition(this, "hello-world", {
      name: variables.aws_batch_doeks_jd_name,
      containerName: "application-hello",
      image: "public.ecr.aws/amazonlinux/amazonlinux:2023",
      command: ["/bin/sh", "-c", "sleep 30 && echo 'Hello World!'"],
      cpu: "1",
      memoryMiB: 1024,
      podLabels: { environment: "data-on-eks-sample" },
    });

    new ExampleJobDefinitions(this, "examples", { names: exampleJobNames(variables) });

    const [shareIdentifier] = shareIdentifiers(variables);
    const submit = (jobQueue: string, jobName: string): string =>
      submitJobCommand({ region, jobDefinitionArn, jobQueue, jobName, shareIdentifier });
    const onDemandQueue = queues.get("on-demand")!;
    const spotQueue = queues.get("spot")!;
    this.output(
      "configure_kubectl_cmd",
      `aws eks --region ${region} update-kubeconfig --name ${variables.eks_cluster_name}`,
    );
    this.output("aws_batch_ondemand_job_queue", onDemandQueue.queueName);
    this.output("aws_batch_spot_job_queue", spotQueue.queueName);
    this.output("run_example_aws_batch_job", submit(onDemandQueue.queueName, "doeks_hello_example"));
    this.output("run_example_aws_batch_job_on_spot", submit(spotQueue.queueName, "doeks_hello_spot_example"));
  }

  private output(name: OutputName, value: string): void {
    new TerraformOutput(this, name, { value, description: OUTPUTS[name] });
  }
}
