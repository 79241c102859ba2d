import { BatchJobDefinition } from "@cdktf/provider-aws/lib/batch-job-definition";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { literalInExpression } from "../literal";
import { resourceLimits, type PodProps } from "./pod";

export interface MultiNodeJobDefinitionProps {
  /** Name, unique in the account and region. */
  readonly name: string;
  /** Nodes of a job, the main one included, unless the submission asks for another number. */
  readonly nodeCount: number;
  /** What the first node runs; the job ends with it. */
  readonly mainPod: PodProps;
  /** What each of the other nodes runs. */
  readonly workerPod: PodProps;
}

/**
 * A job definition that runs a pod on each of several nodes at once. AWS Batch places such jobs on
 * On-Demand instances only, one pod an instance.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/mnp-eks-jobs.html
 */
export class MultiNodeJobDefinition extends Construct {
  constructor(scope: Construct, id: string, props: MultiNodeJobDefinitionProps) {
    super(scope, id);
    const nodeProperties = {
      mainNode: 0,
      numNodes: props.nodeCount,
      nodeRangeProperties: [
        { targetNodes: "0:0", eksProperties: podOn(props.mainPod) },
        // Open-ended, so that a submission can ask for more nodes.
        { targetNodes: "1:", eksProperties: podOn(props.workerPod) },
      ],
    };
    new BatchJobDefinition(this, "definition", {
      name: props.name,
      type: "multinode",
      // Terraform encodes the JSON. When CDKTF writes HCL, it loses the escapes of JSON that was encoded here.
      nodeProperties: Fn.jsonencode(nodeProperties),
    });
  }
}

/**
 * On the host's network: AWS gives the workers the private IPv4 address of the main node, and does not
 * document that a pod with a network of its own answers there.
 */
function podOn(pod: PodProps): object {
  const { containerName: name, image, command } = pod;
  const resources = { limits: resourceLimits(pod) };
  const containers = [{ name, image, command: command.map(literalInExpression), resources }];
  return { podProperties: { hostNetwork: true, containers } };
}
