import * as batch from "@aws-sdk/client-batch";
import { NormalizedSchema } from "@smithy/core/schema";
import { parseJobFile } from "../../../../src/model/job-file/parse";
import { jobFileJsonSchema } from "../../../../src/model/job-file/schema";
import { differences } from "../../../../src/operations/jobs/definitions/differences";
import { registration } from "../../../../src/operations/jobs/definitions/registration";
import { keysIn, pathsIn, type SchemaNode } from "./paths";

/** Every key of a container. */
const CONTAINER = `
image: public.ecr.aws/x/y:1
imagePullPolicy: Always
command: [run, Ref::input]
args: [--fast]
cpu: 0.5
cpuLimit: 2
memory: 2Gi
gpu: 1
env: { A: b }
secrets: { token: /run/secrets/token }
mounts:
  - { volume: scratch, path: /scratch, subPath: a/b, readOnly: true }
securityContext:
  runAsUser: 1000
  runAsGroup: 1000
  runAsNonRoot: true
  privileged: false
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
`.trim();

/** Every key of a pod. */
const POD = `
${CONTAINER}
container: work
serviceAccount: robot
init:
  - name: before
    ${CONTAINER.replaceAll("\n", "\n    ")}
sidecars:
  - { name: beside, image: b, cpu: 0.25, memory: 64Mi, secrets: { token: /t } }
volumes:
  scratch: { emptyDir: { medium: Memory, sizeLimit: 1Gi } }
  node: { hostPath: /mnt }
  cert: { secret: { name: tls.example, optional: true } }
  data: { claim: { name: results, readOnly: true } }
imagePullSecrets: [registry]
labels: { team: research }
annotations: { example.com/owner: research }
namespace: other
hostNetwork: true
dnsPolicy: ClusterFirst
shareProcessNamespace: true
`;

/** Every key of a job beside those of its pod. */
const JOB = `
priority: 7
parameters: { input: s3 }
retry:
  attempts: 3
  evaluateOnExit:
    - { action: RETRY, onStatusReason: "Host EC2*", onReason: "*", onExitCode: "137" }
timeout: 2h
consumableResources: { license: 2 }
tags: { project: x }
`;

const TAGS = { Blueprint: "doeks", team: "all" };
const register = (content: string, tags = TAGS): batch.RegisterJobDefinitionCommandInput =>
  registration(parseJobFile(content, "everything.yaml"), tags);

const schemaOf = (name: string): NormalizedSchema => NormalizedSchema.of((batch as never)[`${name}$`]);

describe("the SDK's model", () => {
  const all = register(POD + JOB);

  it("has no member of EksProperties that no job file can set", () => {
    const members = pathsIn(schemaOf("EksProperties"));
    expect(members.length).toBeGreaterThan(60);
    const set = keysIn(all.eksProperties);
    // Keys of maps are the user's.
    expect(members.filter((member) => !set.has(member))).toEqual([]);
  });

  it("has every member of EksProperties that a job file sets", () => {
    const members = new Set(pathsIn(schemaOf("EksProperties")));
    expect([...keysIn(all.eksProperties)].filter((key) => !members.has(key))).toEqual([]);
  });

  it("has no member of a job definition that no job file can set, but for those of ECS", () => {
    const nodes = register(`${POD}nodes: { count: 2, main: 1, instanceType: m5.large }`);
    const set = new Set([...Object.keys(all), ...Object.keys(nodes)]);
    const members = [...schemaOf("RegisterJobDefinitionRequest").structIterator()].map(([name]) => name);
    expect(members.filter((member) => !set.has(member)).sort()).toEqual([
      ...["containerProperties", "ecsProperties", "platformCapabilities", "propagateTags"],
    ]);
    const range = [...schemaOf("NodeRangeProperty").structIterator()].map(([name]) => name);
    expect(
      range.filter((member) => !(member in nodes.nodeProperties!.nodeRangeProperties![0]!)).sort(),
    ).toEqual([...["consumableResourceProperties", "container", "ecsProperties"]]);
  });
});

it("this test sets every key that a job file may have", () => {
  const others = ["queue", "share", "array", "nodes", "role"];
  const { properties = {} } = jobFileJsonSchema() as SchemaNode;
  const used = Object.keys(parseJobFile(POD + JOB, "a.yaml"));
  expect([...used, ...others].sort()).toEqual(Object.keys(properties).sort());
});

it("the least becomes a pod of its own network, a line a shell's, GiB MiB", () =>
  expect(register("image: x\ncommand: echo $A\ncpu: 1\nmemory: 2Gi\n")).toEqual({
    jobDefinitionName: "everything",
    type: "container",
    eksProperties: {
      podProperties: {
        hostNetwork: false,
        containers: [
          {
            name: "main",
            image: "x",
            command: ["/bin/sh", "-c", "echo $A"],
            resources: { limits: { cpu: "1", memory: "2048Mi" } },
          },
        ],
      },
    },
    tags: { ...TAGS, BlueprintJobFile: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
  }));

it("a role is its service account", () =>
  expect(register("image: x\ncpu: 1\nmemory: 4Mi\nrole: reader").eksProperties!.podProperties).toMatchObject({
    serviceAccountName: "job-reader",
  }));

it("a secret that two containers name is one volume", () => {
  const { volumes, containers } = register(POD).eksProperties!.podProperties!;
  expect(volumes!.filter(({ secret }) => secret?.secretName === "token")).toHaveLength(1);
  const mount = { name: "secret-token", readOnly: true };
  expect(containers).toMatchObject([
    { volumeMounts: [{}, { ...mount, mountPath: "/run/secrets/token" }] },
    { volumeMounts: [{ ...mount, mountPath: "/t" }] },
  ]);
});

it("failures to retry become rules with an end for all others", () =>
  expect(
    register('image: x\ncpu: 1\nmemory: 4Mi\nretry: { attempts: 3, retryOn: [spot], failOn: ["2"] }')
      .retryStrategy,
  ).toEqual({
    attempts: 3,
    evaluateOnExit: [
      { action: "EXIT", onExitCode: "2" },
      { action: "RETRY", onStatusReason: "Host EC2*" },
      { action: "EXIT", onReason: "*" },
    ],
  }));

it("a group of nodes has what it says, and else what stands at the top", () =>
  expect(
    register(`${POD}nodes: { count: 3, instanceType: m5.large, groups: [{ nodes: "1:", cpu: 1, gpu: 2 }] }`)
      .nodeProperties,
  ).toMatchObject({
    numNodes: 3,
    mainNode: 0,
    nodeRangeProperties: [
      { targetNodes: "0:", instanceTypes: ["m5.large"] },
      {
        targetNodes: "1:",
        instanceTypes: ["m5.large"],
        eksProperties: {
          podProperties: {
            serviceAccountName: "robot",
            containers: [{ resources: { requests: { cpu: "1" }, limits: { "nvidia.com/gpu": "2" } } }, {}],
          },
        },
      },
    ],
  }));

describe("what tells one content from another", () => {
  const digest = (content: string, tags = TAGS): string => register(content, tags).tags!.BlueprintJobFile!;
  const least = "image: x\ncpu: 1\nmemory: 4Mi\n";

  it("is the same for another order of keys, for comments, and for what job run alone reads", () =>
    expect(digest(`# c\nqueue: spot\nmemory: 4Mi\ncpu: 1.0\nimage: x\narray: 5`)).toBe(digest(least)));

  it("differs with the content and with the tags", () => {
    expect(digest(least.replace("x", "y"))).not.toBe(digest(least));
    expect(digest(least, { ...TAGS, team: "b" })).not.toBe(digest(least));
  });
});

it("differences name the place, before and after, and nothing that AWS adds as empty", () => {
  const before = register("image: x\ncpu: 1\nmemory: 4Mi\nenv: { A: b }\n");
  const after = register("image: y\ncpu: 1\nmemory: 4Mi\ntimeout: 1h\n");
  const described = {
    ...before,
    parameters: {},
    retryStrategy: { evaluateOnExit: [] },
    revision: 3,
    status: "ACTIVE",
  };
  expect(differences(described as never, after)).toEqual([
    'eksProperties.podProperties.containers[0].image: "x" -> "y"',
    'eksProperties.podProperties.containers[0].env[0].name: "A" -> nothing',
    'eksProperties.podProperties.containers[0].env[0].value: "b" -> nothing',
    "timeout.attemptDurationSeconds: nothing -> 3600",
  ]);
});
