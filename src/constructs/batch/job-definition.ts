import { BatchJobDefinition } from "@cdktf/provider-aws/lib/batch-job-definition";
import { Construct } from "constructs";
import { literal } from "../literal";
import { resourceLimits, type Network, type PodProps } from "./pod";

export interface JobDefinitionProps extends PodProps {
  /** Name of the definition; a change makes a new revision. */
  readonly name: string;
  /** Of the job's pods; AWS Batch's own default is the host's. */
  readonly network: Network;
  /** Kubernetes service account of the pods, and with it their IAM role. @default - the namespace's `default` */
  readonly serviceAccountName?: string;
  /** Labels of the job's pods. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Values of the `Ref::name` of the command, unless the submission gives others. @default - none */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * A job definition that runs one container in a pod. Its command is taken literally: `${HOME}`
 * reaches the container as it stands.
 *
 * @see https://docs.aws.amazon.com/batch/latest/APIReference/API_EksPodProperties.html
 */
export class JobDefinition extends Construct {
  /** With its revision. */
  readonly jobDefinitionArn: string;

  constructor(scope: Construct, id: string, props: JobDefinitionProps) {
    super(scope, id);
    const definition = new BatchJobDefinition(this, "definition", {
      name: props.name,
      type: "container",
      ...(props.parameters ? { parameters: { ...props.parameters } } : {}),
      eksProperties: {
        podProperties: {
          hostNetwork: props.network === "host",
          ...(props.serviceAccountName === undefined ? {} : { serviceAccountName: props.serviceAccountName }),
          containers: [
            {
              name: props.containerName,
              image: props.image,
              command: props.command.map(literal),
              resources: { limits: resourceLimits(props) },
            },
          ],
          ...(props.podLabels ? { metadata: { labels: { ...props.podLabels } } } : {}),
        },
      },
    });
    this.jobDefinitionArn = definition.arn;
  }
}
