import { AwsModel, type Answer } from "../../support/conformance/aws-model";

/* The judge of the emulator is judged: it must not let anything pass. */

const eks = new AwsModel("eks");
const batch = new AwsModel("batch");

const ok = (body: unknown): Answer => ({ status: 200, headers: {}, body: JSON.stringify(body) });

const error = (status: number, code: string, members: object = { message: "no" }): Answer => ({
  status,
  headers: { "x-amzn-errortype": code },
  body: JSON.stringify({ __type: code, ...members }),
});

it("accepts what AWS answers", () => {
  const cluster = {
    name: "a",
    createdAt: 1.7e9,
    status: "ACTIVE",
    tags: { a: "b" },
    deletionProtection: false,
  };
  expect(eks.problems("DescribeCluster", ok({ cluster }))).toEqual([]);
  expect(eks.problems("DescribeCluster", error(404, "ResourceNotFoundException"))).toEqual([]);
});

it.each([
  ["a member that there is not", { cluster: { nickname: "a" } }, ".cluster.nickname is unknown to Cluster"],
  ["a number as a string", { cluster: { name: 1 } }, ".cluster.name is 1 instead of a string"],
  ["null", { cluster: { name: null } }, ".cluster.name is null instead of a string"],
  ["milliseconds", { cluster: { createdAt: 1.7e12 } }, "instead of seconds since 1970"],
  [
    "a timestamp as text",
    { cluster: { createdAt: "2026-01-01T00:00:00Z" } },
    "instead of seconds since 1970",
  ],
  [
    "a state that there is not",
    { cluster: { status: "READY" } },
    '.cluster.status is "READY" instead of one of',
  ],
  [
    "a list as a map",
    { cluster: { encryptionConfig: {} } },
    ".cluster.encryptionConfig is {} instead of a list",
  ],
  ["a map of numbers", { cluster: { tags: { a: 1 } } }, ".cluster.tags.a is 1 instead of a string"],
  ["a structure as text", { cluster: "a" }, '.cluster is "a" instead of a structure'],
])("does not accept %s", (_, body, problem) =>
  expect(eks.problems("DescribeCluster", ok(body))).toEqual([expect.stringContaining(problem)]),
);

it("misses required members, but the start of a job that has not started", () => {
  expect(batch.problems("SubmitJob", ok({ jobName: "a" }))).toEqual([
    "SubmitJob: .jobId is missing, which SubmitJobResponse requires",
  ]);
  const job = { jobName: "a", jobId: "a", jobQueue: "a", status: "RUNNABLE", jobDefinition: "a" };
  expect(batch.problems("DescribeJobs", ok({ jobs: [job] }))).toEqual([]);
});

it.each([
  ["an error that the action does not declare", error(400, "ClusterException"), "is not declared"],
  ["another status", error(400, "ResourceNotFoundException"), "has status 400 instead of 404"],
  ["an error without a message", error(404, "ResourceNotFoundException", {}), "has no message"],
  [
    "a member that the error has not",
    error(404, "ResourceNotFoundException", { message: "no", cluster: "a" }),
    ".cluster is unknown to ResourceNotFoundException",
  ],
  ["what is not emulated as something else than 501", error(400, "NotImplemented"), "has status 400"],
  [
    "an error without its header",
    { ...error(404, "ResourceNotFoundException"), headers: {} },
    "x-amzn-errortype is not ResourceNotFoundException",
  ],
])("does not accept %s", (_, answer, problem) =>
  expect(eks.problems("DescribeCluster", answer)).toEqual([expect.stringContaining(problem)]),
);

it("knows the action of a request", () => {
  expect(eks.actionAt("GET", "/clusters/a/node-groups/b")).toBe("DescribeNodegroup");
  expect(eks.actionAt("GET", "/nothing")).toBeUndefined();
});
