/** The outputs of stack `batch`, those of the original blueprint, with their descriptions. */
export const OUTPUTS = {
  configure_kubectl_cmd: "Command that points kubectl at the cluster",
  aws_batch_ondemand_job_queue: "Name of the job queue on On-Demand capacity",
  aws_batch_spot_job_queue: "Name of the job queue on Spot capacity",
  run_example_aws_batch_job: "Command that submits the example job to the On-Demand queue",
  run_example_aws_batch_job_on_spot: "Command that submits the example job to the Spot queue",
} as const;

export type OutputName = keyof typeof OUTPUTS;
