import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BatchNodes } from "../constructs/batch/batch-nodes";
import { ComputeEnvironment } from "../constructs/batch/compute-environment";
import { JobDefinition } from "../constructs/batch/job-definition";
import { JobQueue } from "../constructs/batch/job-queue";
import { submitJobCommand } from "../constructs/batch/submit-job-command";
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

/** AWS Batch on the cluster with On-Demand and Spot capacity, an example job, and the outputs. */
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
    const capacity = (kind: "on-demand" | "spot", type: "EC2" | "SPOT", suffix: "OD" | "SPOT"): JobQueue => {
      const { computeEnvironmentArn } = new ComputeEnvironment(this, `${kind}-environment`, {
        name: `${variables.aws_batch_doeks_ce_name}_${suffix}`,
        capacity: type,
        clusterArn: clusterStack.cluster.clusterArn,
        namespace: variables.aws_batch_doeks_namespace,
        instanceProfileArn: nodes.instanceProfileArn,
        launchTemplate: nodes.launchTemplate,
        securityGroupIds: [clusterStack.cluster.nodeSecurityGroupId],
        subnetIds: clusterStack.vpc.privateSubnetIds,
        instanceTypes: variables.aws_batch_instance_types,
        minVcpus: variables.aws_batch_min_vcpus,
        maxVcpus: variables.aws_batch_max_vcpus,
      });
      return new JobQueue(this, `${kind}-queue`, {
        name: `${variables.aws_batch_doeks_jq_name}_${suffix}`,
        computeEnvironmentArns: [computeEnvironmentArn],
        dependsOn: nodes.admission,
      });
    };
    const onDemandQueue = capacity("on-demand", "EC2", "OD");
    const spotQueue = capacity("spot", "SPOT", "SPOT");

    const { jobDefinitionArn } = new JobDefinition(this, "hello-world", {
      name: variables.aws_batch_doeks_jd_name,
      containerName: "application-hello",
      image: "public.ecr.aws/amazonlinux/amazonlinux:2023",
      command: ["/bin/sh", "-c", "sleep 30 && echo 'Hello World!'"],
      cpu: "1",
      memoryMiB: 1024,
      podLabels: { environment: "data-on-eks-sample" },
    });

    const submit = (jobQueue: string, jobName: string): string =>
      submitJobCommand({ region, jobDefinitionArn, jobQueue, jobName });
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
