import { NvidiaDevicePlugin } from "../../../src/constructs/kubernetes/nvidia-device-plugin";
import { synthesizeStack } from "../../support/synthesize";

const release = synthesizeStack((scope) => {
  new NvidiaDevicePlugin(scope, "plugin");
}).resource("plugin/release");

it("is NVIDIA's chart in a version that stays", () =>
  expect(release).toMatchObject({
    repository: "https://nvidia.github.io/k8s-device-plugin",
    chart: "nvidia-device-plugin",
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    namespace: "kube-system",
  }));

it("is taken over when a killed run left it outside the state", () =>
  expect(release.upgrade_install).toBe(true));

it("runs on AWS Batch's nodes with GPUs, and nowhere else", () =>
  expect((release.values as string[]).map((text) => JSON.parse(text) as unknown)).toEqual([
    {
      nodeSelector: { "nvidia.com/gpu.present": "true" },
      tolerations: [{ key: "batch.amazonaws.com/batch-node", operator: "Exists" }],
    },
  ]));
