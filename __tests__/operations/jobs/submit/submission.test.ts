import type { JobDefinition } from "@aws-sdk/client-batch";
import { submission, type Request } from "../../../../src/operations/jobs/submit/submission";

const container = { name: "application-hello", image: "image", command: ["/bin/true"] };
const definition: JobDefinition = {
  jobDefinitionName: "hello",
  jobDefinitionArn: "arn:hello:3",
  revision: 3,
  type: "container",
  eksProperties: { podProperties: { containers: [container, { name: "second", image: "image" }] } },
};
const plain: Request = { queue: "q", parameters: {}, env: {}, dependsOn: [] };

test("without options nothing of the definition is overridden", () => {
  expect(submission(plain, definition)).toEqual({
    jobName: "hello",
    jobQueue: "q",
    jobDefinition: "arn:hello:3",
  });
});

test("what changes the container goes into eksPropertiesOverride, by the container's name", () => {
  const request = submission(
    {
      ...plain,
      command: ["python3", "x.py"],
      image: "other",
      vcpus: 0.5,
      memoryMiB: 512,
      env: { A: "1", B: "x=y" },
    },
    definition,
  );
  const quantities = { cpu: "0.5", memory: "512Mi" };
  expect(request.eksPropertiesOverride).toEqual({
    podProperties: {
      containers: [
        {
          name: "application-hello",
          command: ["python3", "x.py"],
          image: "other",
          env: [
            { name: "A", value: "1" },
            { name: "B", value: "x=y" },
          ],
          resources: { limits: quantities, requests: quantities },
        },
      ],
    },
  });
  expect(request.containerOverrides).toBeUndefined();
});

describe("a definition with parameters", () => {
  const packed = {
    ...definition,
    eksProperties: { podProperties: { containers: [{ ...container, args: ["sort", "Ref::tasks"] }] } },
  };

  test("takes values for them", () => {
    expect(submission({ ...plain, parameters: { tasks: "5" } }, packed).parameters).toEqual({ tasks: "5" });
    expect(submission(plain, packed)).not.toHaveProperty("parameters");
  });

  test("refuses others, which AWS Batch would ignore", () => {
    expect(() => submission({ ...plain, parameters: { task: "5" } }, packed)).toThrow(
      "Job definition hello has no parameter task: it has tasks.",
    );
  });

  test("knows those of another command, and of every node", () => {
    const parameters = { input: "a" };
    expect(submission({ ...plain, parameters, command: ["cat", "Ref::input"] }, definition)).toMatchObject({
      parameters,
    });
    const nodes = {
      ...definition,
      eksProperties: undefined,
      nodeProperties: {
        numNodes: 2,
        mainNode: 0,
        nodeRangeProperties: [
          { targetNodes: "0", eksProperties: definition.eksProperties },
          {
            targetNodes: "1",
            eksProperties: { podProperties: { initContainers: [{ ...container, command: ["Ref::input"] }] } },
          },
        ],
      },
    };
    expect(submission({ ...plain, parameters }, nodes)).toMatchObject({ parameters });
  });
});

test("a share comes with a priority, unless the definition has one", () => {
  expect(submission({ ...plain, share: "research" }, definition)).toMatchObject({
    shareIdentifier: "research",
    schedulingPriorityOverride: 0,
  });
  const withPriority = submission({ ...plain, share: "research" }, { ...definition, schedulingPriority: 7 });
  expect(withPriority.shareIdentifier).toBe("research");
  expect(withPriority).not.toHaveProperty("schedulingPriorityOverride");
});

test("arguments of the definition are replaced with the command", () => {
  const withArgs = {
    ...definition,
    eksProperties: { podProperties: { containers: [{ ...container, args: ["old"] }] } },
  };
  const request = submission({ ...plain, command: ["echo", "a", "b"] }, withArgs);
  expect(request.eksPropertiesOverride!.podProperties!.containers![0]).toMatchObject({
    command: ["echo"],
    args: ["a", "b"],
  });
});

test("a multi-node job is overridden on all of its nodes", () => {
  const multiNode: JobDefinition = {
    ...definition,
    type: "multinode",
    eksProperties: undefined,
    nodeProperties: {
      numNodes: 2,
      mainNode: 0,
      nodeRangeProperties: [{ targetNodes: "0:", eksProperties: definition.eksProperties }],
    },
  };
  const request = submission({ ...plain, image: "other" }, multiNode);
  expect(request.eksPropertiesOverride).toBeUndefined();
  expect(request.nodeOverrides!.nodePropertyOverrides).toMatchObject([
    {
      targetNodes: "0:",
      eksPropertiesOverride: {
        podProperties: { containers: [{ name: "application-hello", image: "other" }] },
      },
    },
  ]);
});

test("array, retries, timeout and dependencies become what Batch counts in", () => {
  const options = { ...plain, name: "n", arraySize: 5, retries: 2, timeoutMinutes: 3, dependsOn: ["a", "b"] };
  expect(submission(options, definition)).toMatchObject({
    jobName: "n",
    arrayProperties: { size: 5 },
    retryStrategy: { attempts: 3 },
    timeout: { attemptDurationSeconds: 180 },
    dependsOn: [{ jobId: "a" }, { jobId: "b" }],
  });
});

test("a definition for Amazon ECS is refused", () => {
  const forEcs = { ...definition, eksProperties: undefined };
  expect(() => submission(plain, forEcs)).toThrow("Job definition hello is not one for Amazon EKS.");
});
