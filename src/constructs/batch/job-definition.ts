import { BatchJobDefinition } from "@cdktf/provider-aws/lib/batch-job-definition";
import { Construct } from "constructs";

export interface JobDefinitionProps {
  readonly name: string;
  readonly containerName: string;
  readonly image: string;
  /** Program and arguments, taken literally: `${HOME}` reaches the container as it stands. */
  readonly command: readonly string[];
  /** Kubernetes quantity in steps of 0.25; AWS Batch takes no millicpu. */
  readonly cpu: string;
  readonly memoryMiB: number;
  /** Labels of the job's pods. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/**
 * A job definition that runs one container in a pod.
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
      eksProperties: {
        podProperties: {
          hostNetwork: true,
          containers: [
            {
              name: props.containerName,
              image: props.image,
              command: props.command.map(literal),
              resources: { limits: { cpu: props.cpu, memory: `${props.memoryMiB}Mi` } },
            },
          ],
          metadata: { labels: { ...props.podLabels } },
        },
      },
    });
    this.jobDefinitionArn = definition.arn;
  }
}

/**
 * Text in which Terraform finds no expression: `${` and `%{` stand for themselves when doubled.
 * (`Fn.rawString` would also escape quotes and backslashes, which JSON has done by then.)
 */
function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
