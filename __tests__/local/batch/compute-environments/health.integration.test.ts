import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ListJobsCommand,
  TerminateJobCommand,
  UpdateComputeEnvironmentCommand,
  type JobDetail,
  type ComputeEnvironmentDetail,
  type ComputeResource,
} from "@aws-sdk/client-batch";
import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  type LogStream,
} from "@aws-sdk/client-cloudwatch-logs";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { Moto } from "../../../../local/moto/moto";
import { EmulatedBatch } from "../emulated-batch";
import { CLUSTER_ARN, environmentInput, REGION, shellContainer, until } from "../fixtures";
import { createSurroundings } from "../surroundings";

const LOG_GROUP = "/aws/containerinsights/batch/application";

let directory: string;
let moto: Moto;
let batch: EmulatedBatch;
let resources: ComputeResource;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "batch-on-moto-"));
  moto = await Moto.start(directory);
  batch = await EmulatedBatch.start({}, moto);
  resources = {
    ...environmentInput("").computeResources!,
    ...(await createSurroundings(moto.clients(REGION))),
  };
});

afterAll(async () => {
  await batch.close();
  await moto.stop();
  rmSync(directory, { recursive: true });
});

function create(name: string, more: Partial<ComputeResource> = {}): Promise<ComputeEnvironmentDetail> {
  return batch.createEnvironment(name, { computeResources: { ...resources, ...more } });
}

describe("a compute environment", () => {
  test("becomes VALID, with the service-linked role of Batch", async () => {
    const environment = await create("doeks-CE1_OD", { tags: { Name: "batch-node" } });
    expect(environment).toMatchObject({
      type: "MANAGED",
      state: "ENABLED",
      status: "VALID",
      statusReason: "ComputeEnvironment Healthy",
      containerOrchestrationType: "EKS",
      eksConfiguration: { eksClusterArn: CLUSTER_ARN, kubernetesNamespace: "batch-jobs" },
      computeResources: {
        ...resources,
        tags: { Name: "batch-node" },
        desiredvCpus: 0,
        ec2Configuration: [{ imageType: "EKS_AL2023" }],
      },
    });
    expect(environment.uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(environment.updatePolicy).toBeUndefined();
    const { iam } = moto.clients(REGION);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "AWSServiceRoleForBatch" }));
    expect(environment.serviceRole).toBe(Role!.Arn);
    expect(Role!.Path).toBe("/aws-service-role/batch.amazonaws.com/");
  });

  test("shares the service-linked role with those created at the same moment", async () => {
    const { iam } = moto.clients("eu-west-1");
    const environments = await Promise.all([create("twin-1"), create("twin-2")]);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "AWSServiceRoleForBatch" }));
    expect(environments.map(({ serviceRole }) => serviceRole)).toEqual([Role!.Arn, Role!.Arn]);
  });

  test.each<[string, string, Partial<ComputeResource>]>([
    [
      "instance profile",
      "CLIENT_ERROR - Instance profile arn:aws:iam::123456789012:instance-profile/none does not exist",
      { instanceRole: "arn:aws:iam::123456789012:instance-profile/none" },
    ],
    ["subnet", "CLIENT_ERROR - The subnet ID 'subnet-1' does not exist", { subnets: ["subnet-1"] }],
    [
      "security-group",
      "CLIENT_ERROR - The security group 'sg-1' does not exist",
      { securityGroupIds: ["sg-1"] },
    ],
    [
      "launch-template",
      "CLIENT_ERROR - The specified launch template, with template name none, does not exist.",
      { launchTemplate: { launchTemplateName: "none" } },
    ],
    [
      "launch-template-version",
      "CLIENT_ERROR - Could not find the specified version 7 for the launch template",
      { launchTemplate: { launchTemplateName: "nodes", version: "7" } },
    ],
  ])("whose %s is missing becomes INVALID and says so", async (what, statusReason, more) => {
    const name = `without-${what.replaceAll(" ", "-")}`;
    const environment = await create(name, more);
    expect(environment.status).toBe("INVALID");
    expect(environment.statusReason).toContain(statusReason);
  });
});

describe("instance types", () => {
  test.each([
    ["a size", "t3.medium"],
    ["a family that earns credits", "t3a"],
    ["a family that EC2 does not have", "m9z"],
    ["a size that EC2 does not have", "m5.huge"],
    ["a size without its family", "metal"],
    ["a computer for macOS", "mac2.metal"],
    ["a choice with a wrong name", "default-arm64"],
  ])(
    "that are %s, such as %s, are refused in Batch's words, also among others and at an update",
    async (_what, type) => {
      const refusal = {
        name: "ClientException",
        message: expect.stringMatching(
          /^Error executing request, Exception : Instance type can only be one of \[optimal, .*default_arm64, a1, .*\], RequestId: /,
        ) as string,
      };
      const instanceTypes = ["m5.large", type];
      await expect(create(`of-${type.replace(".", "-")}`, { instanceTypes })).rejects.toMatchObject(refusal);
      const computeEnvironment = "doeks-CE1_OD";
      await expect(
        batch.client.send(
          new UpdateComputeEnvironmentCommand({ computeEnvironment, computeResources: { instanceTypes } }),
        ),
      ).rejects.toMatchObject(refusal);
    },
  );

  test("may be sizes, families, and what Batch chooses from", async () => {
    const instanceTypes = ["g6.xlarge", "c7i", "u-6tb1.112xlarge", "m7i-flex", "optimal", "default_x86_64"];
    expect((await create("all-kinds", { instanceTypes })).status).toBe("VALID");
    expect((await create("arm", { instanceTypes: ["default_arm64"] })).status).toBe("VALID");
  });

  test("bound what a job of theirs can ask for", async () => {
    await create("large", { instanceTypes: ["m5.large"], maxvCpus: 64 });
    await batch.createQueue("large", "large");
    const asking = async (name: string, memory: string): Promise<string> => {
      const resources = { limits: { cpu: "1", memory } };
      const containers = [shellContainer("true", { resources })];
      await batch.registerScript(name, "", { eksProperties: { podProperties: { containers } } });
      return batch.submit(name, "large");
    };
    expect((await batch.ended(await asking("fits", "7000Mi"))).status).toBe("SUCCEEDED");
    const id = await asking("too-much", "8000Mi");
    const reason = await until(async () => (await batch.job(id)).statusReason);
    expect(reason).toMatch(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT - /);
    expect((await batch.job(id)).status).toBe("RUNNABLE");
  });
});

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  config: {
    mediaType: "application/vnd.docker.container.image.v1+json",
    size: 1,
    digest: `sha256:${"0".repeat(64)}`,
  },
  layers: [],
});

test("an image in the account's ECR is pulled only if it is there", async () => {
  const repository = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app";
  await ecr("CreateRepository", { repositoryName: "team/app" });
  await ecr("PutImage", { repositoryName: "team/app", imageManifest: MANIFEST, imageTag: "1" });
  const end = async (tag: string): Promise<JobDetail> => {
    const containers = [shellContainer("true", { image: `${repository}:${tag}` })];
    await batch.registerScript(`image-${tag}`, "", { eksProperties: { podProperties: { containers } } });
    return batch.ended(await batch.submit(`image-${tag}`, "large"));
  };
  await batch.client.send(
    new TerminateJobCommand({ jobId: await waiting("large"), reason: "room for the next ones" }),
  );
  expect((await end("1")).status).toBe("SUCCEEDED");
  expect(await end("2")).toMatchObject({
    status: "FAILED",
    statusReason: expect.stringMatching(/^ImagePullBackOff: .*not found$/) as string,
  });
});

async function waiting(jobQueue: string): Promise<string> {
  const { jobSummaryList } = await batch.client.send(
    new ListJobsCommand({ jobQueue, jobStatus: "RUNNABLE" }),
  );
  return jobSummaryList![0]!.jobId!;
}

/** Calls ECR, of which the project has no client. */
async function ecr(action: string, input: object): Promise<void> {
  const { status } = await moto.forward({
    method: "POST",
    url: "/",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=key/20260101/${REGION}/ecr/aws4_request`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AmazonEC2ContainerRegistry_V20150921.${action}`,
    },
    body: Buffer.from(JSON.stringify(input)),
    accessKeyId: "key",
    region: REGION,
  });
  expect(status).toBe(200);
}

describe("the log of a job", () => {
  beforeAll(() => batch.createQueue("queue", "doeks-CE1_OD"));

  /** The messages in the stream of a pod, once there are as many as expected. */
  function messages(podName: string, count: number): Promise<{ log: string }[]> {
    const { logs } = moto.clients(REGION);
    return until(async () => {
      const stream = await streamOf(podName);
      if (!stream) return undefined;
      const { events } = await logs.send(
        new GetLogEventsCommand({
          logGroupName: LOG_GROUP,
          logStreamName: stream.logStreamName,
          startFromHead: true,
        }),
      );
      if (events!.length < count) return undefined;
      return events!.map(({ message }) => JSON.parse(message!) as { log: string });
    });
  }

  async function streamOf(podName: string): Promise<LogStream | undefined> {
    const { logs } = moto.clients(REGION);
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: LOG_GROUP }));
    if (!logGroups?.length) return undefined;
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: LOG_GROUP }));
    return logStreams!.find(({ logStreamName }) => logStreamName!.includes(podName));
  }

  test("is in CloudWatch, line by line and in order, when the job has ended", async () => {
    await batch.registerScript("count", "seq 1 300; echo oops >&2");
    const { eksAttempts } = await batch.ended(await batch.submit("count", "queue"));
    const { podName, nodeName, containers } = eksAttempts![0]!;
    const containerId = containers![0]!.containerID!.replace("containerd://", "");
    expect((await streamOf(podName!))!.logStreamName).toBe(
      `${nodeName}-application.var.log.containers.${podName}_batch-jobs_main-${containerId}.log`,
    );
    const all = await messages(podName!, 301);
    const stdout = all.filter((message) => (message as { stream?: string }).stream === "stdout");
    expect(stdout.map(({ log }) => log)).toEqual(Array.from({ length: 300 }, (_, line) => String(line + 1)));
    expect(all).toContainEqual(
      expect.objectContaining({
        stream: "stderr",
        log: "oops",
        kubernetes: expect.objectContaining({
          pod_name: podName,
          namespace_name: "batch-jobs",
          host: nodeName,
          container_name: "main",
          docker_id: containerId,
        }) as unknown,
      }),
    );
  });

  test("is in CloudWatch while the job runs", async () => {
    await batch.registerScript("talk", "echo started; sleep 60");
    const id = await batch.submit("talk", "queue");
    const { eksProperties } = await batch.jobIn(id, "RUNNING");
    const { podName } = eksProperties!.podProperties!;
    expect(await messages(podName!, 1)).toMatchObject([{ log: "started" }]);
    expect((await batch.job(id)).status).toBe("RUNNING");
    await batch.client.send(new TerminateJobCommand({ jobId: id, reason: "seen" }));
    await batch.ended(id);
  });

  test("has a stream for each container", async () => {
    const containers = ["one", "two"].map((name) => shellContainer(`echo ${name}`, { name }));
    await batch.registerScript("two", "", { eksProperties: { podProperties: { containers } } });
    const { eksAttempts } = await batch.ended(await batch.submit("two", "queue"));
    for (const { name } of containers) {
      const podName = `${eksAttempts![0]!.podName}_batch-jobs_${name}`;
      expect(await messages(podName, 1)).toMatchObject([{ log: name, kubernetes: { container_name: name } }]);
    }
  });

  test("is nowhere when the cluster has no add-on that collects it", async () => {
    batch.cluster.activeAddons = [];
    const { eksAttempts } = await batch.ended(await batch.submit("count", "queue"));
    expect(await streamOf(eksAttempts![0]!.podName!)).toBeUndefined();
  });
});
