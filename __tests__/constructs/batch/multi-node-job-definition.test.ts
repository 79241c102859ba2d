import { MultiNodeJobDefinition } from "../../../src/constructs/batch/multi-node-job-definition";
import type { PodProps } from "../../../src/constructs/batch/pod";
import { encodedObject } from "../../support/encoded-object";
import { synthesizeStack } from "../../support/synthesize";

const pod = (...command: string[]): PodProps => ({
  containerName: "trainer",
  image: "example.com/train:1",
  command,
  cpu: "2",
  memoryMiB: 4096,
});

/** All that Terraform, JSON and a shell may read otherwise. */
const COMMAND = "echo \"${HOME} %{x}\" '\\n'\nexit";

const definition = synthesizeStack((scope) => {
  new MultiNodeJobDefinition(scope, "job", {
    name: "train",
    nodeCount: 3,
    mainPod: pod("lead", COMMAND),
    workerPod: pod("follow"),
  });
}).resource("job/definition");

const container = {
  name: "trainer",
  image: "example.com/train:1",
  resources: { limits: { cpu: "2", memory: "4096Mi" } },
};

it("has a pod for the main node, and one for as many others as a submission wants", () => {
  expect(definition).toMatchObject({ name: "train", type: "multinode" });
  expect(encodedObject(definition.node_properties)).toEqual({
    mainNode: 0,
    numNodes: 3,
    nodeRangeProperties: [
      {
        targetNodes: "0:0",
        eksProperties: {
          podProperties: { hostNetwork: true, containers: [{ ...container, command: ["lead", COMMAND] }] },
        },
      },
      {
        targetNodes: "1:",
        eksProperties: {
          podProperties: { hostNetwork: true, containers: [{ ...container, command: ["follow"] }] },
        },
      },
    ],
  });
});

it("keeps Terraform from reading the commands", () =>
  expect(definition.node_properties).toContain("$${HOME} %%{x}"));

it("has no properties of a job with one pod", () => expect(definition).not.toHaveProperty("eks_properties"));
