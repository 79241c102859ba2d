import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DeleteComputeEnvironmentCommand,
  DeleteJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  TerminateJobCommand,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
  type UpdateComputeEnvironmentCommandInput,
} from "@aws-sdk/client-batch";
import { EmulatedBatch } from "../emulated-batch";
import { CLUSTER_ARN, environmentInput, REGION, until } from "../fixtures";

let batch: EmulatedBatch;

beforeAll(async () => {
  batch = await EmulatedBatch.start();
  await batch.createEnvironment("environment");
});

afterAll(() => batch.close());

function update(input: Partial<UpdateComputeEnvironmentCommandInput>): Promise<unknown> {
  return batch.client.send(
    new UpdateComputeEnvironmentCommand({ computeEnvironment: "environment", ...input }),
  );
}

function remove(name: string): Promise<unknown> {
  return batch.client.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: name }));
}

function isGone(name: string): Promise<boolean> {
  return until(async () => {
    const { computeEnvironments } = await batch.client.send(
      new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] }),
    );
    return computeEnvironments!.length === 0 || undefined;
  });
}

test("a name can be used once", async () => {
  await expect(batch.createEnvironment("environment")).rejects.toMatchObject({
    name: "ClientException",
    message: "Object already exists",
    $metadata: { httpStatusCode: 400 },
  });
});

test("a cluster takes no more environments than it may have, and another one its own", async () => {
  const small = await EmulatedBatch.start({ maxEnvironmentsOfCluster: 1 });
  try {
    await small.createEnvironment("first");
    await expect(small.createEnvironment("second")).rejects.toMatchObject({
      name: "ClientException",
      message: "There may be 1 compute environments of an EKS cluster",
    });
    const eksConfiguration = { eksClusterArn: `${CLUSTER_ARN}-2`, kubernetesNamespace: "batch-jobs" };
    const { computeResources } = environmentInput("");
    expect(await small.createEnvironment("other", { computeResources, eksConfiguration })).toBeDefined();
  } finally {
    await small.close();
  }
});

test("an environment becomes INVALID when its cluster is missing, not ACTIVE or too old, and VALID when it is put right", async () => {
  const { computeResources } = environmentInput("");
  const missing = await batch.createEnvironment("missing", {
    computeResources,
    eksConfiguration: { eksClusterArn: `${CLUSTER_ARN}-2`, kubernetesNamespace: "batch-jobs" },
  });
  expect(missing.statusReason).toBe("CLIENT_ERROR - No cluster found for name: batch-2.");
  batch.cluster.status = "CREATING";
  expect((await batch.createEnvironment("early")).statusReason).toContain("its status is CREATING");
  batch.cluster.status = "ACTIVE";
  batch.cluster.version = "1.29";
  expect((await batch.createEnvironment("old")).statusReason).toBe(
    "CLIENT_ERROR - EKS Cluster version [1.29] is unsupported",
  );
  batch.cluster.version = "1.35";
  await update({ computeEnvironment: "old", state: "ENABLED" });
  expect((await batch.settledEnvironment("old")).status).toBe("VALID");
});

test("an environment becomes INVALID when a failure was ordered", async () => {
  const reason = "CLIENT_ERROR - ordered";
  batch.faults.order({ transition: "batch.compute-environment.create", resource: "ordered", reason });
  expect(await batch.createEnvironment("ordered")).toMatchObject({ status: "INVALID", statusReason: reason });
});

test("an environment is updated in place", async () => {
  batch.delays["batch.compute-environment.update"] = 1;
  await update({
    computeResources: { maxvCpus: 32, instanceTypes: ["m7i"] },
    updatePolicy: { terminateJobsOnUpdate: true },
  });
  await expect(update({ state: "DISABLED" })).rejects.toThrow("Cannot update, resource is being modified");
  expect(await batch.settledEnvironment("environment")).toMatchObject({
    status: "VALID",
    state: "ENABLED",
    computeResources: { maxvCpus: 32, instanceTypes: ["m7i"], minvCpus: 0, subnets: ["subnet-1"] },
    updatePolicy: { terminateJobsOnUpdate: true, jobExecutionTimeoutMinutes: 30 },
  });
});

test.each<[string, Partial<UpdateComputeEnvironmentCommandInput>, string]>([
  ["another service role", { serviceRole: "other" }, "cannot be changed"],
  ["fewer vCPUs at most than at least", { computeResources: { minvCpus: 64 } }, "minvCpus (64)"],
  ["an unknown environment", { computeEnvironment: "unknown" }, "unknown does not exist"],
])("an update to %s is refused", async (_, input, message) => {
  await expect(update(input)).rejects.toThrow(message);
});

test("an environment is found by name and by ARN, but not by that of another region", async () => {
  const own = `arn:aws:batch:${REGION}:123456789012:compute-environment/environment`;
  const found = async (id: string): Promise<number> => {
    const command = new DescribeComputeEnvironmentsCommand({ computeEnvironments: [id] });
    return (await batch.client.send(command)).computeEnvironments!.length;
  };
  expect(await found("environment")).toBe(1);
  expect(await found(own)).toBe(1);
  expect(await found(own.replace(REGION, "eu-west-1"))).toBe(0);
});

test("an environment is deleted when it is DISABLED and in no queue", async () => {
  await batch.createEnvironment("short");
  await batch.createQueue("short", "short");
  await expect(remove("short")).rejects.toThrow("must be DISABLED");
  await update({ computeEnvironment: "short", state: "DISABLED" });
  await batch.settledEnvironment("short");
  await expect(remove("short")).rejects.toThrow("Cannot delete, found existing JobQueue relationship");
  await batch.client.send(new UpdateJobQueueCommand({ jobQueue: "short", state: "DISABLED" }));
  await batch.settledQueue("short");
  await batch.client.send(new DeleteJobQueueCommand({ jobQueue: "short" }));
  await until(async () => {
    const { jobQueues } = await batch.client.send(new DescribeJobQueuesCommand({ jobQueues: ["short"] }));
    return jobQueues!.length === 0 || undefined;
  });
  await remove("short");
  expect(await isGone("short")).toBe(true);
});

describe("a job on an instance that an update replaces", () => {
  const instanceTypes = ["m7i"];

  async function runningJob(environment: string, script: string): Promise<string> {
    await batch.createEnvironment(environment);
    await batch.createQueue(environment, environment);
    const id = await batch.submit(await batch.registerScript(environment, script), environment);
    await batch.jobIn(id, "RUNNING");
    return id;
  }

  test("goes on for the time of the update policy, and the update with it, while new ones begin", async () => {
    const file = join(batch.jobsDirectory, "ends");
    const id = await runningJob("patient", `until [ -e '${file}' ]; do sleep 0.1; done`);
    await update({ computeEnvironment: "patient", computeResources: { instanceTypes } });
    const later = await batch.submit(await batch.registerScript("short", "true"), "patient");
    expect((await batch.ended(later)).status).toBe("SUCCEEDED");
    const { computeEnvironments } = await batch.client.send(
      new DescribeComputeEnvironmentsCommand({ computeEnvironments: ["patient"] }),
    );
    expect(computeEnvironments).toMatchObject([{ status: "UPDATING" }]);
    expect((await batch.job(id)).status).toBe("RUNNING");
    writeFileSync(file, "");
    expect((await batch.ended(id)).status).toBe("SUCCEEDED");
    expect((await batch.settledEnvironment("patient")).status).toBe("VALID");
  });

  test.each([
    ["when the time of the policy has passed", { terminateJobsOnUpdate: false }, 0.5],
    ["at once where the policy says so", { terminateJobsOnUpdate: true }, undefined],
  ])("ends %s", async (_when, updatePolicy, seconds) => {
    const environment = `ends-${seconds}`.replace(".", "-");
    const id = await runningJob(environment, "sleep 60");
    if (seconds) batch.delays["batch.compute-environment.job-timeout"] = seconds;
    await update({ computeEnvironment: environment, computeResources: { instanceTypes }, updatePolicy });
    delete batch.delays["batch.compute-environment.job-timeout"];
    expect(await batch.ended(id)).toMatchObject({
      status: "FAILED",
      statusReason: expect.stringMatching(/^Host EC2 \(instance i-[0-9a-f]{17}\) terminated\.$/) as string,
    });
    expect((await batch.settledEnvironment(environment)).status).toBe("VALID");
  });

  test("does not end when the update changes sizes alone", async () => {
    const file = join(batch.jobsDirectory, "sizes");
    const id = await runningJob("sizes", `until [ -e '${file}' ]; do sleep 0.1; done`);
    const updatePolicy = { terminateJobsOnUpdate: true };
    await update({ computeEnvironment: "sizes", computeResources: { maxvCpus: 32 }, updatePolicy });
    expect((await batch.settledEnvironment("sizes")).status).toBe("VALID");
    writeFileSync(file, "");
    expect((await batch.ended(id)).status).toBe("SUCCEEDED");
  });
});

test("an environment stays in DELETING while a job runs in it", async () => {
  await batch.createEnvironment("busy");
  await batch.createEnvironment("next");
  await batch.createQueue("busy", "busy");
  await batch.registerScript("sleep", "sleep 60");
  const id = await batch.submit("sleep", "busy");
  await batch.jobIn(id, "RUNNING");
  await batch.client.send(
    new UpdateJobQueueCommand({
      jobQueue: "busy",
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "next" }],
    }),
  );
  await update({ computeEnvironment: "busy", state: "DISABLED" });
  await batch.settledEnvironment("busy");
  await remove("busy");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { computeEnvironments } = await batch.client.send(
    new DescribeComputeEnvironmentsCommand({ computeEnvironments: ["busy"] }),
  );
  expect(computeEnvironments).toMatchObject([{ status: "DELETING" }]);
  await batch.client.send(new TerminateJobCommand({ jobId: id, reason: "end" }));
  expect(await isGone("busy")).toBe(true);
});

test("an environment holds its subnets, security groups, instance profile and launch template", async () => {
  await batch.createEnvironment("holder", {
    computeResources: {
      ...environmentInput("").computeResources!,
      instanceRole: "arn:aws:iam::123456789012:instance-profile/profile",
      subnets: ["subnet-2"],
      securityGroupIds: ["sg-2"],
      launchTemplate: { launchTemplateId: "lt-2" },
    },
  });
  const ids = ["subnet-2", "sg-2", "lt-2", "profile", "arn:aws:iam::123456789012:instance-profile/profile"];
  for (const id of ids) {
    expect(batch.service.holdersOf(REGION, id)).toEqual(["Batch compute environment holder"]);
  }
  expect(batch.service.holdersOf("eu-west-1", "subnet-2")).toEqual([]);
});
