/**
 * Values for the chart behind the add-on `amazon-cloudwatch-observability`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
 * @see https://github.com/aws-observability/helm-charts/tree/main/charts/amazon-cloudwatch-observability
 */
export const CLOUDWATCH_ADDON_CONFIGURATION = {
  // Fluent Bit ships the jobs' output.
  containerLogs: { enabled: true },
  // The agents run on every node: also on those of AWS Batch, which carry its taint.
  tolerations: [{ operator: "Exists" }],
  // Given as a whole, since it replaces the add-on's own configuration of the agent.
  agent: {
    config: {
      logs: {
        metrics_collected: {
          app_signals: {},
          // The enhanced metrics are billed for each observation.
          kubernetes: { enhanced_container_insights: false, accelerated_compute_metrics: false },
        },
      },
      traces: { traces_collected: { app_signals: {} } },
    },
  },
};
