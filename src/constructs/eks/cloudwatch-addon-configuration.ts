/** Lines of one section of Fluent Bit's configuration. */
type Section = Readonly<Record<string, string>>;

/** Reads files from their beginning, and looks for new ones every second. */
function tail(database: string, options: Section): Section {
  return {
    Name: "tail",
    Tag: "application.*",
    "multiline.parser": "docker, cri",
    DB: `/var/fluent-bit/state/${database}`,
    Mem_Buf_Limit: "50MB",
    Skip_Long_Lines: "On",
    Refresh_Interval: "1",
    Rotate_Wait: "30",
    "storage.type": "filesystem",
    Read_from_Head: "On",
    ...options,
  };
}

const LOGS = "/var/log/containers";
const AGENTS = `${LOGS}/cloudwatch-agent*, ${LOGS}/fluent-bit*`;

/**
 * How Fluent Bit ships what containers print. The chart's own file reads only what is written after the first
 * look at a file, and looks for new files every ten seconds. AWS Batch deletes the pods of a job soon after its
 * end, and their files go with them: of a short job nothing would be left. Positions in files, tags and names of
 * streams are those of the chart.
 *
 * @see https://docs.aws.amazon.com/batch/latest/userguide/eks-jobs.html
 * @see https://docs.fluentbit.io/manual/pipeline/inputs/tail
 */
const APPLICATION_LOG = [
  section(
    "INPUT",
    tail("flb_container.db", {
      Path: `${LOGS}/*.log`,
      // The last two go into the log group dataplane.
      Exclude_Path: `${AGENTS}, ${LOGS}/aws-node*, ${LOGS}/kube-proxy*`,
    }),
  ),
  // Apart, so that an agent in trouble does not fill the buffer of the jobs.
  section("INPUT", tail("flb_agents.db", { Path: AGENTS, Mem_Buf_Limit: "5MB" })),
  section("FILTER", {
    Name: "kubernetes",
    Match: "application.*",
    Kube_URL: "https://kubernetes.default.svc:443",
    Kube_Tag_Prefix: "application.var.log.containers.",
    Merge_Log: "On",
    Merge_Log_Key: "log_processed",
    "K8S-Logging.Parser": "On",
    "K8S-Logging.Exclude": "Off",
    Labels: "Off",
    Annotations: "Off",
    Use_Kubelet: "On",
    Kubelet_Port: "10250",
    Buffer_Size: "0",
  }),
  section("OUTPUT", {
    Name: "cloudwatch_logs",
    Match: "application.*",
    region: "${AWS_REGION}",
    log_group_name: "/aws/containerinsights/${CLUSTER_NAME}/application",
    log_stream_prefix: "${HOST_NAME}-",
    auto_create_group: "true",
    extra_user_agent: "container-insights",
  }),
].join("\n");

function section(name: string, lines: Section): string {
  return [`[${name}]`, ...Object.entries(lines).map(([key, value]) => `  ${key} ${value}`), ""].join("\n");
}

/**
 * Values for the chart behind the add-on `amazon-cloudwatch-observability`.
 *
 * @param containerInsights whether the agent sends the metrics of Container Insights, each billed as a custom metric
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
 * @see https://github.com/aws-observability/helm-charts/tree/main/charts/amazon-cloudwatch-observability
 */
export function cloudwatchAddonConfiguration(containerInsights: boolean): Readonly<Record<string, unknown>> {
  // The enhanced metrics are billed for each observation.
  const metrics = { enhanced_container_insights: false, accelerated_compute_metrics: false };
  return {
    containerLogs: {
      enabled: true,
      fluentBit: { config: { extraFiles: { "application-log.conf": APPLICATION_LOG } } },
    },
    // The agents run on every node: also on those of AWS Batch, which carry its taint.
    tolerations: [{ operator: "Exists" }],
    // The agent takes what instrumented programs send. No program is instrumented unasked.
    manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
    // Given as a whole: it replaces the add-on's own configuration of the agent.
    agent: {
      config: {
        logs: {
          metrics_collected: {
            application_signals: {},
            ...(containerInsights ? { kubernetes: metrics } : {}),
          },
        },
        traces: { traces_collected: { application_signals: {} } },
      },
    },
  };
}
