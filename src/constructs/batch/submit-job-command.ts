export interface SubmitJobCommandProps {
  readonly region: string;
  readonly jobDefinitionArn: string;
  readonly jobQueue: string;
  readonly jobName: string;
}

/** A shell command that submits a job, prints its id and leaves it in `JOB_ID`. */
export function submitJobCommand(props: SubmitJobCommandProps): string {
  const submit = [
    `aws batch --region ${props.region}  submit-job`,
    `--job-definition ${props.jobDefinitionArn}`,
    `--job-queue ${props.jobQueue}`,
    `--job-name ${props.jobName}`,
    "--output text --query jobId",
  ].join(" ");
  return `JOB_ID=$(${submit}) && echo $JOB_ID`;
}
