import type { JobDetail } from "@aws-sdk/client-batch";
import { podEvents, type RunKubectl } from "../../../../src/operations/jobs/api/pod-events";
import { FakeAws, job, JOB_ID, Program, START } from "../fixtures";

const OTHER = "00000000-0000-4000-8000-000000000002";
const CLUSTER = "arn:aws:eks:us-east-1:123456789012:cluster/doeks-aws-batch";

type Container = { name: string; exitCode?: number; reason?: string };

/** The attempt of a job that ended; a container that ran unless told otherwise. */
function attempt(
  containers: readonly Container[],
  more: object = {},
): NonNullable<JobDetail["eksAttempts"]>[0] {
  const ran = containers.some(({ exitCode }) => exitCode !== undefined);
  return {
    podName: "aws-batch.1",
    nodeName: "node-1",
    ...(ran && { startedAt: START }),
    stoppedAt: START + 60_000,
    containers: [...containers],
    ...more,
  };
}

function failed(
  statusReason: string | undefined,
  containers?: readonly Container[],
  more: Partial<JobDetail> = {},
): JobDetail {
  return job({
    status: "FAILED",
    statusReason,
    stoppedAt: START + 60_000,
    eksAttempts: containers ? [attempt(containers)] : [],
    ...more,
  });
}

function aws(...jobs: readonly JobDetail[]): FakeAws {
  return new FakeAws()
    .on("DescribeJobs", ({ jobs: ids }) => ({
      jobs: jobs.filter(({ jobId }) => (ids as string[]).includes(jobId!)),
    }))
    .on("ListJobs", () => ({
      jobSummaryList: jobs
        .filter(({ arrayProperties }) => arrayProperties?.index !== undefined)
        .map(({ jobId }) => ({ jobId })),
    }))
    .on("DescribeJobQueues", () => ({
      jobQueues: [{ jobQueueName: "doeks-JQ1_OD", state: "ENABLED", status: "VALID" }],
    }))
    .on("FilterLogEvents", () => ({ events: [] }))
    .on("DescribeLogStreams", () => ({ logStreams: [] }));
}

interface Told {
  readonly cause: string;
  readonly certainty: string;
  readonly text: string;
}

async function why(detail: JobDetail, ...others: readonly JobDetail[]): Promise<Told> {
  const program = new Program(aws(detail, ...others).clients);
  expect(await program.run("why", detail.jobId!, "--json")).toBe(0);
  return program.screen.json[0] as unknown as Told;
}

describe("an exit code does not outrank what is stated:", () => {
  const killed = [{ name: "main", exitCode: 137, reason: "Error" }];

  test.each([
    ["Stopped by its user", "stopped", {}],
    ["wrong input file", "stopped", { isTerminated: true }],
    ["no longer needed", "stopped", { isCancelled: true }],
    ["Job attempt duration exceeded timeout", "timeout", {}],
    ["Job attempt duration exceeded timeout", "timeout", { isTerminated: true }],
    ["Host EC2 (instance i-0123456789abcdef0) terminated.", "host-terminated", {}],
    ["Evicted: The node was low on resource: ephemeral-storage.", "evicted-storage", {}],
    ["Pod was terminated in response to imminent node shutdown.", "node-shutdown", {}],
  ])("%s with 137 is %s", async (reason, cause, more) => {
    const told = await why(failed(reason, killed, more));
    expect(told).toMatchObject({ cause, certainty: "certain" });
    expect(told.text).toContain(reason);
    expect(told.text).not.toContain("more memory than it may have");
  });

  test.each([undefined, "Essential container in task exited", "Container main exited with code 137"])(
    "137 with %s is by memory or by something else",
    async (reason) => {
      const told = await why(failed(reason, killed));
      expect(told).toMatchObject({ cause: "killed", certainty: "possible" });
      expect(told.text).toContain("by memory, by whoever stopped it, or with its node");
    },
  );

  test.each([
    [126, "command-not-executable"],
    [127, "command-not-found"],
    [139, "segmentation-fault"],
    [143, "terminated"],
    [135, "signal"],
  ])("%d alone is only a possibility: %s", async (exitCode, cause) =>
    expect(await why(failed(undefined, [{ name: "main", exitCode, reason: "Error" }]))).toMatchObject({
      cause,
      certainty: "possible",
    }),
  );

  test("OOMKilled is certain", async () => {
    const told = await why(
      failed("Essential container in task exited", [{ name: "main", exitCode: 137, reason: "OOMKilled" }]),
    );
    expect(told).toMatchObject({ cause: "out-of-memory", certainty: "certain" });
    expect(told.text).toContain("--memory");
  });

  test("OOMKilled of a container that ended well is not certain, and that is shown", async () => {
    const told = await why(failed("Task failed", [{ name: "main", exitCode: 0, reason: "OOMKilled" }]));
    expect(told).toMatchObject({ cause: "out-of-memory", certainty: "likely" });
    expect(told.text).toContain("This does not go with it: container main: exit code 0.");
  });

  test("of two stated reasons both are shown, and neither is certain", async () => {
    const told = await why(
      failed("Host EC2 (instance i-1) terminated.", [{ name: "main", exitCode: 137, reason: "OOMKilled" }]),
    );
    expect(told).toMatchObject({ cause: "host-terminated", certainty: "likely" });
    expect(told.text).toContain(
      "Also said: container main: OOMKilled, which would mean: the container needed more memory",
    );
  });

  test("words of the user who stopped it are not taken for AWS's", async () => {
    const told = await why(failed("it was OOMKilled yesterday", killed, { isTerminated: true }));
    expect(told).toMatchObject({ cause: "stopped", certainty: "certain" });
  });
});

describe("all sources are read:", () => {
  test("the container's reason, where the job's says nothing", async () => {
    const told = await why(
      failed("Task failed to start", [
        { name: "main", reason: 'ImagePullBackOff: Back-off pulling image "x"' },
      ]),
    );
    expect(told).toMatchObject({ cause: "image", certainty: "certain" });
    expect(told.text).toContain("ImagePullBackOff");
  });

  test("a sidecar's", async () => {
    const told = await why(
      failed("Essential container in task exited", [
        { name: "main", exitCode: 1, reason: "Error" },
        { name: "sidecar", exitCode: 137, reason: "OOMKilled" },
      ]),
    );
    expect(told.cause).toBe("out-of-memory");
    expect(told.text).toContain("sidecar: OOMKilled");
  });

  test("an init container's", async () => {
    const initContainers = [{ name: "fetch", exitCode: 1, reason: "OOMKilled" }];
    const told = await why(
      failed("Task failed to start", undefined, { eksAttempts: [attempt([], { initContainers })] }),
    );
    expect(told.cause).toBe("out-of-memory");
    expect(told.text).toContain("fetch: OOMKilled");
  });

  test("an init container that failed without a reason is named, with its log", async () => {
    const initContainers = [{ name: "fetch", exitCode: 3, reason: "Error" }];
    const told = await why(
      failed(undefined, undefined, { eksAttempts: [attempt([{ name: "main" }], { initContainers })] }),
    );
    expect(told.cause).toBe("failed");
    expect(told.text).toContain("its init container fetch ended it");
    expect(told.text).toContain(`npm run job -- logs ${JOB_ID} --container fetch`);
  });

  test("the attempt's, and not that of an earlier attempt before it", async () => {
    const told = await why(
      failed(undefined, undefined, {
        eksAttempts: [
          attempt([{ name: "main", exitCode: 137, reason: "OOMKilled" }]),
          attempt([], {
            podName: "aws-batch.2",
            statusReason: "Evicted: Pod The node had condition: [DiskPressure].",
          }),
        ],
      }),
    );
    expect(told).toMatchObject({ cause: "disk-pressure", certainty: "certain" });
  });

  test("exec format error behind exit code 128", async () => {
    const containers = [{ name: "main", exitCode: 128, reason: "StartError: exec /run: exec format error" }];
    expect((await why(failed("Essential container in task exited", containers))).cause).toBe("exec-format");
  });

  test("the particular reason, where two say the same", async () => {
    const told = await why(
      failed('ImagePullBackOff: Back-off pulling image "x:9"', [
        { name: "main", reason: "ErrImagePull: failed to resolve reference x:9: not found" },
      ]),
    );
    expect(told).toMatchObject({ cause: "image-not-found", certainty: "certain" });
  });

  test("an image that was not pulled does not go with a container that ran", async () => {
    const told = await why(failed("ErrImagePull", [{ name: "main", exitCode: 2, reason: "Error" }]));
    expect(told).toMatchObject({ cause: "image", certainty: "likely" });
    expect(told.text).toContain("exit code 2, so that it had started");
  });
});

describe("advice fits the object:", () => {
  test.each([
    ["Evicted: The node was low on resource: ephemeral-storage. Threshold quantity: 1", "root_volume_gib"],
    ["Evicted: Pod The node had condition: [DiskPressure].", "root_volume_gib"],
    [
      'CreateContainerConfigError: secret "db" not found',
      "kubectl create secret generic db -n doeks-aws-batch",
    ],
    ['FailedMount: MountVolume.SetUp failed: persistentvolumeclaim "x" not found', "Create the claim x"],
    [
      'pods "p" is forbidden: serviceaccount "x" not found',
      "kubectl create serviceaccount x -n doeks-aws-batch",
    ],
    ["Task failed to start", "kubectl get events -n doeks-aws-batch"],
    [
      "Something quite new",
      "kubectl get events -n doeks-aws-batch --field-selector involvedObject.name=aws-batch.1",
    ],
  ])("a pod that never ran has no log: %s", async (reason, help) => {
    for (const eksAttempts of [[attempt([])], help.includes("field-selector") ? [attempt([])] : []]) {
      const told = await why(failed(reason, undefined, { eksAttempts }));
      expect(told.text).toContain(help);
      expect(told.text).not.toContain("npm run job -- logs");
    }
  });

  test("logs of a pod that never ran say so", async () => {
    const detail = failed("Task failed to start", [{ name: "main", reason: "ImagePullBackOff" }]);
    const program = new Program(
      aws(detail)
        .on("FilterLogEvents", () => ({}))
        .on("DescribeLogStreams", () => ({})).clients,
    );
    expect(await program.run("logs", JOB_ID)).toBe(0);
    expect(program.screen.notes.at(-1)).toBe(
      `No container of the job ran: there is no log. npm run job -- why ${JOB_ID} tells why.`,
    );
  });

  test("nothing known, and nothing ran: what was looked at, what not, and what next", async () => {
    const told = await why(failed("Something quite new", []));
    expect(told).toMatchObject({ cause: "failed", certainty: "possible" });
    expect(told.text).toMatch(/Looked at: .*; not at .*Next: kubectl get events/);
  });

  test("children of an array are told by index and reason", async () => {
    const parent = failed("Array Child Job failed", undefined, { arrayProperties: { size: 9 } });
    const child = (index: number, exitCode: number): JobDetail =>
      failed(`Container main exited with code ${exitCode}`, [{ name: "main", exitCode }], {
        jobId: `${JOB_ID}:${index}`,
        arrayProperties: { index },
      });
    const told = await why(parent, child(1, 2), child(3, 2), child(7, 5));
    expect(told.cause).toBe("array-children");
    expect(told.text).toContain(
      "1, 3 (Container main exited with code 2); 7 (Container main exited with code 5)",
    );
    expect(told.text).toContain(`npm run job -- why ${JOB_ID}:1`);
    expect(told.text).toContain(`npm run job -- logs ${JOB_ID}:1`);
    expect(told.text).not.toMatch(new RegExp(`logs ${JOB_ID}( |$)`));
  });

  test("a failed dependency is told by its id", async () => {
    const dependsOn = [{ jobId: OTHER }, { jobId: "done" }];
    const told = await why(
      failed("Dependent Job failed", undefined, { dependsOn }),
      failed(undefined, [], { jobId: OTHER }),
      job({ jobId: "done", status: "SUCCEEDED" }),
    );
    expect(told.cause).toBe("dependency");
    expect(told.text).toContain(`npm run job -- why ${OTHER}`);
    expect(told.text).not.toContain("why done");
  });

  test("of a multi-node job its main node is looked at", async () => {
    const nodeProperties = { numNodes: 3, mainNode: 0, nodeRangeProperties: [] };
    const told = await why(
      job({ status: "FAILED", eksProperties: undefined, nodeProperties, eksAttempts: undefined }),
      failed(undefined, [{ name: "main", exitCode: 137, reason: "OOMKilled" }], { jobId: `${JOB_ID}#0` }),
    );
    expect(told.cause).toBe("out-of-memory");
    expect(told.text).not.toContain(`logs ${JOB_ID} `);
  });
});

describe("a job that is not this environment's:", () => {
  const fargate = (): JobDetail =>
    failed("Essential container in task exited", undefined, {
      eksProperties: undefined,
      eksAttempts: undefined,
      platformCapabilities: ["FARGATE"],
      container: { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
    });
  const elsewhere = (): JobDetail =>
    failed("Container main exited with code 1", undefined, {
      eksAttempts: [
        attempt([{ name: "main", exitCode: 1 }], {
          eksClusterArn: CLUSTER.replace("doeks-aws-batch", "other"),
        }),
      ],
    });
  const otherQueue = (): JobDetail =>
    failed("Container main exited with code 1", [{ name: "main", exitCode: 1 }], {
      jobQueue: "arn:aws:batch:us-east-1:123456789012:job-queue/theirs",
    });

  test.each([
    ["platform", fargate, "It runs on Fargate, not on EKS"],
    ["cluster", elsewhere, "It ran on the cluster other, not on doeks-aws-batch"],
    ["queue", otherQueue, "Its queue theirs is none of this environment's"],
  ])("why and logs name its %s", async (_, detail, text) => {
    expect((await why(detail())).text).toContain(text);
    const program = new Program(
      aws(detail())
        .on("FilterLogEvents", () => ({}))
        .on("DescribeLogStreams", () => ({})).clients,
    );
    await program.run("logs", JOB_ID);
    expect(program.screen.notes.at(-1)).toContain(text);
  });

  test.each([fargate, elsewhere])("its log is not looked for here (case %#)", async (detail) =>
    expect((await why(detail())).text).not.toContain("npm run job -- logs"),
  );

  test("its reason is told all the same", async () => {
    expect(await why(fargate())).toMatchObject({ cause: "out-of-memory", certainty: "certain" });
  });

  test("one of its own is told nothing of it", async () => {
    const own = failed("Container main exited with code 1", undefined, {
      eksAttempts: [attempt([{ name: "main", exitCode: 1 }], { eksClusterArn: CLUSTER })],
    });
    expect((await why(own)).text).not.toMatch(/not on|none of this/);
  });
});

describe("the events of a pod", () => {
  const warning = {
    type: "Warning",
    reason: "FailedMount",
    message: 'persistentvolumeclaim "data" not found',
  };
  const events = { items: [{ type: "Normal", reason: "Scheduled", message: "secret x not found" }, warning] };

  async function whyWithEvents(detail: JobDetail, run: RunKubectl): Promise<Told> {
    const program = new Program({ ...aws(detail).clients, events: podEvents(run) });
    expect(await program.run("why", JOB_ID, "--json")).toBe(0);
    return program.screen.json[0] as unknown as Told;
  }

  test.each([
    failed("Task failed to start", []),
    job({
      status: "STARTING",
      eksProperties: { podProperties: { ...job().eksProperties!.podProperties, podName: "aws-batch.1" } },
    }),
  ])(
    "are asked of the environment's own cluster, and warnings among them are evidence (case %#)",
    async (detail) => {
      const asked: string[] = [];
      const told = await whyWithEvents(detail, (args) => {
        asked.push(args.join(" "));
        return Promise.resolve(JSON.stringify(events));
      });
      expect(told.cause).toBe("claim-missing");
      expect(told.text).toContain(
        'event of pod aws-batch.1: FailedMount: persistentvolumeclaim "data" not found',
      );
      expect(asked.filter((line) => !/^get (events -A|node)/.test(line))).toEqual([
        "get pod aws-batch.1 -n doeks-aws-batch --context " +
          "arn:aws:eks:us-east-1:123456789012:cluster/doeks-aws-batch -o json --ignore-not-found --request-timeout 10s",
        "get events -n doeks-aws-batch --field-selector involvedObject.name=aws-batch.1 --context " +
          "arn:aws:eks:us-east-1:123456789012:cluster/doeks-aws-batch -o json --request-timeout 10s",
      ]);
    },
  );

  test.each([
    [
      {
        containerStatuses: [
          {
            name: "main",
            state: { waiting: { reason: "CreateContainerConfigError", message: 'secret "db" not found' } },
          },
        ],
      },
      "secret-missing",
      'container main: CreateContainerConfigError: secret "db" not found',
    ],
    [
      {
        initContainerStatuses: [
          { name: "fetch", state: { waiting: { reason: "ErrImagePull", message: "manifest unknown" } } },
        ],
      },
      "image-not-found",
      "container fetch: ErrImagePull: manifest unknown",
    ],
    [
      {
        conditions: [
          {
            type: "PodScheduled",
            status: "False",
            reason: "Unschedulable",
            message: "0/3 nodes are available: 3 Insufficient memory.",
          },
        ],
      },
      "no-room-on-nodes",
      "its pod: Unschedulable: 0/3 nodes are available: 3 Insufficient memory.",
    ],
    [
      { containerStatuses: [{ name: "main", state: { waiting: { reason: "ContainerCreating" } } }] },
      "starting",
      "its pod aws-batch.1 is being started",
    ],
  ])("go with the state of the pod, which tells what it waits for (case %#)", async (status, cause, text) => {
    const detail = job({
      status: "STARTING",
      eksProperties: { podProperties: { ...job().eksProperties!.podProperties, podName: "aws-batch.1" } },
    });
    const told = await whyWithEvents(detail, (args) =>
      Promise.resolve(JSON.stringify(args[1] === "pod" ? { status } : { items: [] })),
    );
    expect(told.cause).toBe(cause);
    expect(told.text).toContain(text);
  });

  test.each<[string, RunKubectl, string | undefined]>([
    [
      "what it waits for",
      () => Promise.resolve(JSON.stringify(events)),
      '  its pod     event of pod aws-batch.1: FailedMount: persistentvolumeclaim "data" not found',
    ],
    ["nothing where nothing ails it", () => Promise.resolve("{}"), undefined],
    [
      "how it would be seen where the cluster may not be asked",
      () => Promise.reject(new Error("context does not exist")),
      "  its pod     kubectl describe pod -n doeks-aws-batch aws-batch.1 tells, for who may ask the cluster",
    ],
  ])("let status tell of a pod that does not start %s", async (_what, run, line) => {
    const detail = job({
      status: "STARTING",
      eksProperties: { podProperties: { ...job().eksProperties!.podProperties, podName: "aws-batch.1" } },
    });
    const program = new Program({ ...aws(detail).clients, events: podEvents(run) });
    expect(await program.run("status", JOB_ID)).toBe(0);
    expect(program.screen.lines.find((told) => told.startsWith("  its pod"))).toBe(line);
  });

  test("that cannot be asked for are named as such", async () => {
    const told = await whyWithEvents(failed("Task failed to start", []), () =>
      Promise.reject(new Error("context does not exist")),
    );
    expect(told.cause).toBe("failed");
    expect(told.text).toContain("Could not be looked at: the events of its pod (context does not exist)");
    expect(told.text).not.toContain("and the events of its pod");
  });

  test("are evidence also for who may look into the namespace alone; those of the node are named as not seen", async () => {
    const detail = failed("Task failed to start", [], {
      eksAttempts: [attempt([], { podName: "aws-batch.1", nodeName: "node-1" })],
    });
    const told = await whyWithEvents(detail, (args) =>
      args.includes("-A")
        ? Promise.reject(new Error("events is forbidden"))
        : Promise.resolve(JSON.stringify(events)),
    );
    expect(told.cause).toBe("claim-missing");
    expect(told.text).toContain("Could not be looked at: the events of its node (events is forbidden).");
  });

  describe("that was killed, of which nothing states why,", () => {
    const killed = (reason?: string, more: object = {}): JobDetail =>
      failed(reason, [{ name: "main", exitCode: 137, reason: "Error" }], more);
    const event = (reason: string, message: string, seconds: number, more: object = {}): object => ({
      type: "Warning",
      ...{ reason, message, lastTimestamp: new Date(START + seconds * 1000).toISOString() },
      ...more,
    });
    const kubectl =
      (ofPod: readonly object[], ofNode: readonly object[], asked: string[] = []): RunKubectl =>
      (args) => {
        const line = args.join(" ");
        asked.push(line);
        return Promise.resolve(JSON.stringify({ items: line.includes("kind=Node") ? ofNode : ofPod }));
      };

    test.each([
      ["SystemOOM", "System OOM encountered, victim process: python, pid: 4211", {}, "node-out-of-memory"],
      ["NodeNotReady", "Node node-1 status is now: NodeNotReady", { type: "Normal" }, "node-lost"],
      [
        "DeletingNode",
        "Deleting node node-1 because it does not exist in the cloud provider",
        { type: "Normal" },
        "host-terminated",
      ],
    ])(
      "%s of its node is likely the cause, for it is not said of the job",
      async (reason, message, more, cause) => {
        const asked: string[] = [];
        const told = await whyWithEvents(killed(), kubectl([], [event(reason, message, 50, more)], asked));
        expect(told).toMatchObject({ cause, certainty: "likely" });
        expect(told.text).toContain(`event of node node-1: ${reason}: ${message}`);
        expect(asked.filter((line) => line.startsWith("get events -A"))).toEqual([
          "get events -A --field-selector involvedObject.kind=Node,involvedObject.name=node-1 --context " +
            "arn:aws:eks:us-east-1:123456789012:cluster/doeks-aws-batch -o json --request-timeout 10s",
        ]);
      },
    );

    test("an event of its pod is the cause", async () => {
      const run = kubectl(
        [event("TaintManagerEviction", "Taint manager: deleting Pod", 40, { type: "Normal" })],
        [],
      );
      expect(await whyWithEvents(killed(), run)).toMatchObject({ cause: "node-lost", certainty: "certain" });
    });

    test("what happened to its node long before or after is not its cause", async () => {
      const oom = "System OOM encountered, victim process: python, pid: 4211";
      const run = kubectl([], [event("SystemOOM", oom, -600), event("SystemOOM", oom, 900)]);
      expect(await whyWithEvents(killed(), run)).toMatchObject({ cause: "killed", certainty: "possible" });
    });

    test.each([
      ["AWS states why", killed("Job attempt duration exceeded timeout")],
      ["its user stopped it", killed("no longer needed", { isTerminated: true })],
      ["its container states why", failed("x", [{ name: "main", exitCode: 137, reason: "OOMKilled" }])],
    ])("is not asked about where %s", async (_, detail) => {
      const run = jest.fn();
      await whyWithEvents(detail, run as RunKubectl);
      expect(run).not.toHaveBeenCalled();
    });
  });

  test("are not asked for when a container ran and ended by itself", async () => {
    const run = jest.fn();
    await whyWithEvents(failed("x", [{ name: "main", exitCode: 1 }]), run as RunKubectl);
    expect(run).not.toHaveBeenCalled();
  });
});
