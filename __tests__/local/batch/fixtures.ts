import type { CreateComputeEnvironmentCommandInput, EksContainer } from "@aws-sdk/client-batch";
import type { InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { NodeSize } from "../../../local/batch/scheduling/fit";
import type { MotoClients } from "../../../local/moto/moto";
import { arn } from "../../../local/service-context";

export const REGION = "us-east-1";
export const CLUSTER_ARN = arn("eks", REGION, "cluster/batch");
export const NODE_ROLE_ARN = "arn:aws:iam::123456789012:role/batch-nodes";

export function environmentInput(name: string): CreateComputeEnvironmentCommandInput {
  return {
    computeEnvironmentName: name,
    type: "MANAGED",
    eksConfiguration: { eksClusterArn: CLUSTER_ARN, kubernetesNamespace: "batch-jobs" },
    computeResources: {
      type: "EC2",
      allocationStrategy: "BEST_FIT_PROGRESSIVE",
      minvCpus: 0,
      maxvCpus: 16,
      instanceTypes: ["optimal"],
      instanceRole: "batch-nodes",
      subnets: ["subnet-1"],
      securityGroupIds: ["sg-1"],
    },
  };
}

export function shellContainer(script: string, more: Partial<EksContainer> = {}): EksContainer {
  return {
    name: "main",
    image: "public.ecr.aws/amazonlinux/amazonlinux:2023",
    command: ["/bin/sh", "-c", script],
    resources: { limits: { cpu: "0.25", memory: "64Mi" } },
    ...more,
  };
}

/** Polls until there is a value, first often, then less and less. */
export async function until<T>(poll: () => Promise<T | undefined> | T | undefined, seconds = 60): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (let pauseMs = 20; Date.now() < deadline; pauseMs = Math.min(pauseMs * 1.5, 200)) {
    const value = await poll();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`It did not happen within ${seconds} s.`);
}

/** A node that holds whatever a test asks for. */
export const LARGE_NODE: NodeSize = {
  type: "m5.24xlarge",
  vcpus: 96,
  memoryMiB: 786_432,
  gpus: 8,
  maxPods: 100,
};

interface Lookup {
  readonly input: { readonly Filters?: { readonly Values: string[] }[] };
}

const instanceType = (pattern: string): InstanceTypeInfo => ({
  InstanceType: pattern.replace("*", "24xlarge") as InstanceTypeInfo["InstanceType"],
  VCpuInfo: { DefaultVCpus: LARGE_NODE.vcpus },
  MemoryInfo: { SizeInMiB: LARGE_NODE.memoryMiB },
  GpuInfo: { Gpus: [{ Manufacturer: "NVIDIA", Count: LARGE_NODE.gpus }] },
  NetworkInfo: { MaximumNetworkInterfaces: 2, Ipv4AddressesPerInterface: 50 },
});

/** Stands in for moto where a test is about jobs: everything that is asked for exists. */
export const AGREEABLE_CLIENTS = (() => {
  const client = {
    send: (command: Lookup): Promise<object> => {
      const ids = command.input.Filters?.[0]?.Values ?? [];
      const answers: Record<string, object> = {
        GetRoleCommand: { Role: { Arn: "arn:aws:iam::123456789012:role/service-role" } },
        GetInstanceProfileCommand: { InstanceProfile: { Roles: [{ Arn: NODE_ROLE_ARN }] } },
        DescribeInstanceTypesCommand: { InstanceTypes: ids.map(instanceType) },
        DescribeSubnetsCommand: { Subnets: ids.map((SubnetId) => ({ SubnetId })) },
        DescribeSecurityGroupsCommand: { SecurityGroups: ids.map((GroupId) => ({ GroupId })) },
      };
      return Promise.resolve(answers[command.constructor.name] ?? {});
    },
  };
  return { ec2: client, iam: client, kms: client, logs: client } as unknown as MotoClients;
})();
