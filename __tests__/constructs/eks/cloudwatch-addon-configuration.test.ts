import { CLOUDWATCH_ADDON_CONFIGURATION } from "../../../src/constructs/eks/cloudwatch-addon-configuration";

it("container logs are shipped, by the chart's top-level key", () =>
  expect(CLOUDWATCH_ADDON_CONFIGURATION.containerLogs).toEqual({ enabled: true }));

it("the agents run on every node, whatever its taints", () =>
  expect(CLOUDWATCH_ADDON_CONFIGURATION.tolerations).toEqual([{ operator: "Exists" }]));

it("the agent collects Application Signals' metrics and traces, without the billed enhanced metrics", () =>
  expect(CLOUDWATCH_ADDON_CONFIGURATION.agent).toEqual({
    config: {
      logs: {
        metrics_collected: {
          app_signals: {},
          kubernetes: { enhanced_container_insights: false, accelerated_compute_metrics: false },
        },
      },
      traces: { traces_collected: { app_signals: {} } },
    },
  }));

it("nothing else of the chart is changed", () =>
  expect(Object.keys(CLOUDWATCH_ADDON_CONFIGURATION).sort()).toEqual([
    "agent",
    "containerLogs",
    "tolerations",
  ]));
