import { cloudwatchAddonConfiguration } from "../../../src/constructs/eks/cloudwatch-addon-configuration";

const configuration = cloudwatchAddonConfiguration(false);

interface ContainerLogs {
  readonly enabled: boolean;
  readonly fluentBit: { readonly config: { readonly extraFiles: Readonly<Record<string, string>> } };
}

describe("container logs", () => {
  const { enabled, fluentBit } = configuration.containerLogs as ContainerLogs;
  const files = fluentBit.config.extraFiles;
  const sections = files["application-log.conf"]!.split("\n[").map((text) => text.replace(/^\[?/, "["));
  const inputs = sections.filter((text) => text.startsWith("[INPUT]"));

  it("are shipped, by the chart's top-level key", () => expect(enabled).toBe(true));

  it("of the other kinds are read as the chart has it", () =>
    expect(Object.keys(files)).toEqual(["application-log.conf"]));

  it("are read from the beginning of a file, and new files are found within a second", () => {
    expect(inputs).toHaveLength(2);
    for (const input of inputs) {
      expect(input).toMatch(/^ {2}Read_from_Head On$/m);
      expect(input).toMatch(/^ {2}Refresh_Interval 1$/m);
    }
  });

  it("of the agents take none of the jobs' buffer", () => {
    expect(inputs[0]).toMatch(/^ {2}Exclude_Path .*\/fluent-bit\*, .*\/aws-node\*/m);
    expect(inputs[1]).toMatch(/^ {2}Path \/var\/log\/containers\/cloudwatch-agent\*, .*\/fluent-bit\*$/m);
    const databases = inputs.map((input) => /^ {2}DB (.*)$/m.exec(input)?.[1]);
    expect(databases).toEqual([
      "/var/fluent-bit/state/flb_container.db",
      "/var/fluent-bit/state/flb_agents.db",
    ]);
  });

  it("go into the group and the streams that the job client reads", () => {
    const output = sections.at(-1)!;
    expect(output).toMatch(/^ {2}log_group_name \/aws\/containerinsights\/\$\{CLUSTER_NAME\}\/application$/m);
    expect(output).toMatch(/^ {2}log_stream_prefix \$\{HOST_NAME\}-$/m);
  });
});

it("the agents run on every node, whatever its taints", () =>
  expect(configuration.tolerations).toEqual([{ operator: "Exists" }]));

const APPLICATION_SIGNALS = { application_signals: {} };

it("the agent sends no metrics of Container Insights, and takes Application Signals", () =>
  expect(configuration.agent).toEqual({
    config: {
      logs: { metrics_collected: APPLICATION_SIGNALS },
      traces: { traces_collected: APPLICATION_SIGNALS },
    },
  }));

it("asked for, the agent sends the metrics of Container Insights, without those billed for each observation", () =>
  expect(cloudwatchAddonConfiguration(true).agent).toMatchObject({
    config: {
      logs: {
        metrics_collected: {
          ...APPLICATION_SIGNALS,
          kubernetes: { enhanced_container_insights: false, accelerated_compute_metrics: false },
        },
      },
    },
  }));

it("no program is instrumented unasked", () =>
  expect(configuration.manager).toEqual({
    applicationSignals: { autoMonitor: { monitorAllServices: false } },
  }));

it("nothing else of the chart is changed", () =>
  expect(Object.keys(configuration).sort()).toEqual(["agent", "containerLogs", "manager", "tolerations"]));
