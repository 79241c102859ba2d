import type { EksContainer, RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import { checkNewDefinition } from "../../../../local/batch/job-definitions/rules";
import { rangeOf } from "../../../../local/batch/job-definitions/node-ranges";
import { podSize } from "../../../../local/batch/job-definitions/pod-resources";
import { shellContainer } from "../fixtures";

function definition(
  container: Partial<EksContainer>,
  more: Partial<RegisterJobDefinitionRequest> = {},
): RegisterJobDefinitionRequest {
  return {
    jobDefinitionName: "doeks-hello-world",
    type: "container",
    eksProperties: {
      podProperties: { hostNetwork: true, containers: [shellContainer("true", container)] },
    },
    ...more,
  };
}

function limits(cpu: string, memory: string): Partial<EksContainer> {
  return { resources: { limits: { cpu, memory } } };
}

function nodes(targetNodes: string[]): Partial<RegisterJobDefinitionRequest> {
  const { eksProperties } = definition({});
  return {
    type: "multinode",
    eksProperties: undefined,
    nodeProperties: {
      numNodes: 4,
      mainNode: 0,
      nodeRangeProperties: targetNodes.map((range) => ({ targetNodes: range, eksProperties })),
    },
  };
}

test.each([
  ["the hello-world definition", definition(limits("1", "1024Mi"))],
  ["quarters of a CPU", definition(limits("0.75", "4Mi"))],
  [
    "less CPU requested than allowed",
    definition({
      resources: { requests: { cpu: "1", memory: "8Mi" }, limits: { cpu: "2", memory: "8Mi" } },
    }),
  ],
  ["nested node ranges", definition({}, nodes(["0:", "2:3"]))],
])("accepts %s", (_, request) => {
  expect(() => checkNewDefinition(request)).not.toThrow();
});

test.each<[string, RegisterJobDefinitionRequest, string]>([
  ["a name with a dot", definition({}, { jobDefinitionName: "a.b" }), "Job definition name should match"],
  ["CPU in millicpu", definition(limits("250m", "64Mi")), "multiple of 0.25"],
  ["a tenth of a CPU", definition(limits("0.1", "64Mi")), "multiple of 0.25"],
  ["memory in Gi", definition(limits("1", "1Gi")), 'suffix "Mi"'],
  ["3 MiB", definition(limits("1", "3Mi")), "at least 4Mi"],
  ["no memory", definition({ resources: { limits: { cpu: "1" } } }), "must specify memory"],
  ["no resources", definition({ resources: undefined }), "must specify cpu"],
  [
    "memory limit and request that differ",
    definition({ resources: { limits: { cpu: "1", memory: "8Mi" }, requests: { memory: "4Mi" } } }),
    "must be equal",
  ],
  [
    "more CPU requested than allowed",
    definition({ resources: { limits: { cpu: "1", memory: "8Mi" }, requests: { cpu: "2" } } }),
    "can not be less",
  ],
  ["a reserved variable", definition({ env: [{ name: "AWS_BATCH_X", value: "" }] }), 'with "AWS_BATCH"'],
  ["an unknown volume", definition({ volumeMounts: [{ name: "v", mountPath: "/v" }] }), "mounts volume v"],
  ["no image", definition({ image: "" }), "must have an image"],
  ["a timeout of 59 s", definition({}, { timeout: { attemptDurationSeconds: 59 } }), "at least 60"],
  ["platform capabilities", definition({}, { platformCapabilities: ["EC2"] }), "should not be specified"],
  ["nodes in no range", definition({}, nodes(["0:1"])), "none has node 2"],
  ["a range beyond the nodes", definition({}, nodes(["0:9"])), "not within the 4 nodes"],
])("refuses %s", (_, request, message) => {
  expect(() => checkNewDefinition(request)).toThrow(message);
});

test("two containers of one name are refused", () => {
  const containers = [shellContainer("true"), shellContainer("true")];
  expect(() =>
    checkNewDefinition(definition({}, { eksProperties: { podProperties: { containers } } })),
  ).toThrow("must be unique");
});

test("a definition for ECS is not emulated, and no success is made up", () => {
  expect(() => checkNewDefinition(definition({}, { containerProperties: { image: "x" } }))).toThrow(
    "AWS Batch on Amazon EKS only",
  );
});

test("a pod takes the CPUs of its containers together, or those of its largest init container", () => {
  const one = shellContainer("true", limits("1", "4Mi"));
  const four = shellContainer("true", limits("4", "4Mi"));
  expect(podSize({ containers: [one, one] })).toEqual({ vcpus: 2, memoryMiB: 8, gpus: 0 });
  expect(podSize({ containers: [one, one], initContainers: [four] })).toEqual({
    vcpus: 4,
    memoryMiB: 8,
    gpus: 0,
  });
});

test("of nested node ranges the narrowest counts", () => {
  const ranges = [{ targetNodes: "0:9" }, { targetNodes: "4:5" }];
  expect(rangeOf(ranges, 4, 10)).toBe(ranges[1]);
  expect(rangeOf(ranges, 6, 10)).toBe(ranges[0]);
});
