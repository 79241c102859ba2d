import { JobDefinition } from "../../../src/constructs/batch/job-definition";
import type { Network } from "../../../src/constructs/batch/pod";
import { synthesizeStack } from "../../support/synthesize";
import type { Block } from "../../support/synthesized-stack";

function definitionOf(command: readonly string[], network: Network = "host"): Block {
  return synthesizeStack((scope) => {
    new JobDefinition(scope, "job", {
      name: "train",
      containerName: "trainer",
      image: "example.com/train:1",
      command,
      cpu: "0.25",
      memoryMiB: 2048,
      network,
      podLabels: { team: "ml" },
    });
  }).resource("job/definition");
}

it("runs one container in a pod on the node's network", () =>
  expect(definitionOf(["train"])).toMatchObject({
    name: "train",
    type: "container",
    eks_properties: {
      pod_properties: {
        host_network: true,
        containers: [{ name: "trainer", image: "example.com/train:1", command: ["train"] }],
        metadata: { labels: { team: "ml" } },
      },
    },
  }));

it("runs with a network of its own where that is asked for", () =>
  expect(definitionOf(["train"], "pod")).toHaveProperty("eks_properties.pod_properties.host_network", false));

it("limits CPU and memory in the units that AWS Batch takes", () =>
  expect(definitionOf(["train"])).toHaveProperty(
    ["eks_properties", "pod_properties", "containers", 0, "resources"],
    { limits: { cpu: "0.25", memory: "2048Mi" } },
  ));

it("leaves retries, timeout and tags to AWS Batch", () => {
  const definition = definitionOf(["train"]);
  for (const attribute of ["retry_strategy", "timeout", "propagate_tags", "deregister_on_new_revision"]) {
    expect(definition).not.toHaveProperty(attribute);
  }
  expect(definition).toHaveProperty("name");
});

describe("a command reaches the container as it stands", () => {
  // The word, and the text that Terraform reads as this word.
  it.each([
    ["$HOME", "$HOME"],
    ["${HOME}", "$${HOME}"],
    ["a ${A} b ${B:-c}", "a $${A} b $${B:-c}"],
    ["$${HOME}", "$$${HOME}"],
    ["curl -w %{http_code}", "curl -w %%{http_code}"],
    ["date +%Y && echo 100%", "date +%Y && echo 100%"],
    ['python -c "print(1)"', 'python -c "print(1)"'],
    ["sed s/\\./,/", "sed s/\\./,/"],
    ["first\nsecond", "first\nsecond"],
    ["{}", "{}"],
  ])("%j", (word, text) =>
    expect(definitionOf(["/bin/sh", "-c", word])).toHaveProperty(
      ["eks_properties", "pod_properties", "containers", 0, "command"],
      ["/bin/sh", "-c", text],
    ),
  );
});

it("has GPUs and parameters only when it is given some", () => {
  const definition = synthesizeStack((scope) => {
    new JobDefinition(scope, "job", {
      name: "train",
      containerName: "trainer",
      image: "example.com/train:1",
      command: ["train", "Ref::epochs"],
      network: "pod",
      parameters: { epochs: "5" },
      cpu: "4",
      memoryMiB: 2048,
      gpus: 2,
    });
  }).resource("job/definition");
  expect(definition).toMatchObject({
    parameters: { epochs: "5" },
    eks_properties: {
      pod_properties: {
        containers: [
          {
            command: ["train", "Ref::epochs"],
            resources: { limits: { cpu: "4", memory: "2048Mi", "nvidia.com/gpu": "2" } },
          },
        ],
      },
    },
  });
  expect(definition).not.toHaveProperty("eks_properties.pod_properties.metadata");
  expect(definitionOf(["train"])).not.toHaveProperty("parameters");
});
