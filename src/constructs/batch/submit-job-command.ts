export interface SubmitJobCommandProps {
  /** Region of the queue. */
  readonly region: string;
  /** ARN of the job definition, with its revision. */
  readonly jobDefinitionArn: string;
  /** Name of the queue. */
  readonly jobQueue: string;
  /** Name of the job. */
  readonly jobName: string;
  /** Whose share of a fair-share queue the job takes. @default - the queue has no shares */
  readonly shareIdentifier?: string | undefined;
}

/** A shell command that submits a job, prints its id and leaves it in `JOB_ID`. */
export function submitJobCommand(props: SubmitJobCommandProps): string {
  const submit = [
    `aws batch --region ${props.region}  submit-job`,
    `--job-definition ${props.jobDefinitionArn}`,
    `--job-queue ${props.jobQueue}`,
    `--job-name ${props.jobName}`,
    // A fair-share queue refuses a job without a priority, and the job definition has none.
    ...(props.shareIdentifier === undefined
      ? []
      : [`--share-identifier ${props.shareIdentifier} --scheduling-priority-override 0`]),
    "--output text --query jobId",
  ].join(" ");
  return `JOB_ID=$(${submit}) && echo $JOB_ID`;
}
