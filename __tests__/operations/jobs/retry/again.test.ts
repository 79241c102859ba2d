import type { JobDefinition, JobDetail } from "@aws-sdk/client-batch";
import { MAX_SUBMISSION_BYTES } from "../../../../src/model/facts/batch";
import { retriedIndices } from "../../../../src/operations/jobs/model/index-map";
import { requestAgain, requestsAgain, type AgainProps } from "../../../../src/operations/jobs/retry/again";
import { job } from "../fixtures";

const LIMITS = { limits: { cpu: "1", memory: "512Mi" } };
const MAIN = {
  name: "main",
  image: "x",
  command: ["/bin/sh", "-c", "work"],
  env: [{ name: "A", value: "b" }],
  resources: LIMITS,
};

function props(more: Partial<JobDetail> = {}, container: object = {}, shell?: string): AgainProps {
  const containers = [{ ...MAIN, ...container }];
  return {
    detail: job({ eksProperties: { podProperties: { containers } }, ...more }),
    definition: { eksProperties: { podProperties: { containers: [MAIN] } } } as unknown as JobDefinition,
    name: "again",
    firstId: "first",
    shell,
  };
}

describe("a single job", () => {
  it("runs as it was: of its pod, what its definition says is not repeated", () =>
    expect(requestAgain(props())).toEqual({
      jobName: "again",
      jobQueue: job().jobQueue,
      jobDefinition: job().jobDefinition,
      tags: { BlueprintRetryOf: "first" },
    }));

  it("has again what its submission changed, and nothing that AWS Batch adds", () => {
    const env = [...MAIN.env, { name: "C", value: "d" }, { name: "AWS_BATCH_JOB_ID", value: "1" }];
    const request = requestAgain(
      props(
        {
          tags: { project: "x" },
          parameters: { n: "5" },
          shareIdentifier: "research",
          schedulingPriority: 7,
          retryStrategy: { attempts: 3, evaluateOnExit: [] },
          timeout: { attemptDurationSeconds: 60 },
        },
        {
          command: ["python3", "a.py"],
          image: "y",
          env,
          resources: { limits: { cpu: "2", memory: "512Mi" } },
        },
      ),
    );
    expect(request).toMatchObject({
      tags: { project: "x", BlueprintRetryOf: "first" },
      parameters: { n: "5" },
      shareIdentifier: "research",
      schedulingPriorityOverride: 7,
      retryStrategy: { attempts: 3 },
      timeout: { attemptDurationSeconds: 60 },
      eksPropertiesOverride: {
        podProperties: {
          containers: [
            {
              name: "main",
              image: "y",
              command: ["python3", "a.py"],
              env: [{ name: "C", value: "d" }],
              resources: { limits: { cpu: "2" } },
            },
          ],
        },
      },
    });
  });
});

describe("children of an array", () => {
  it("become an array of their own, whose commands know the old indices", () => {
    const [request, ...more] = requestsAgain(props(), { indices: [7, 27], size: 40 });
    expect(more).toEqual([]);
    expect(request).toMatchObject({ arrayProperties: { size: 2 } });
    const [container] = request!.eksPropertiesOverride!.podProperties!.containers!;
    expect(container).toMatchObject({ name: "main", args: ["7 27", "40", "/bin/sh", "-c", "work"] });
    expect(container!.command!.slice(0, 2)).toEqual(["/bin/sh", "-c"]);
    expect(container).not.toHaveProperty("env");
  });

  it("become a single job when there is one", () => {
    const [request] = requestsAgain(props(), { indices: [7], size: 40 });
    expect(request).not.toHaveProperty("arrayProperties");
    expect(retriedIndices(request!.eksPropertiesOverride!.podProperties!.containers![0])).toEqual([7]);
  });

  it("are split over several arrays where one request has no room for their map", () => {
    const indices = Array.from({ length: 5000 }, (_, index) => index * 2);
    const requests = requestsAgain(props({}, { command: ["/bin/sh", "-c", "x".repeat(15_000)] }), {
      indices,
      size: 10_000,
    });
    expect(requests.length).toBeGreaterThan(1);
    for (const request of requests)
      expect(Buffer.byteLength(JSON.stringify(request))).toBeLessThanOrEqual(MAX_SUBMISSION_BYTES);
    const seen = requests.flatMap((each) =>
      retriedIndices(each.eksPropertiesOverride!.podProperties!.containers![0])!,
    );
    expect(seen).toEqual(indices);
    expect(requests.map(({ arrayProperties }) => arrayProperties?.size ?? 1).reduce((a, b) => a + b)).toBe(
      5000,
    );
    // No more of them than it takes.
    const full = Buffer.byteLength(JSON.stringify(requests[0]));
    expect(full).toBeGreaterThan(MAX_SUBMISSION_BYTES - 120);
  });

  it("are refused where the command leaves no room", () =>
    expect(() =>
      requestsAgain(props({}, { command: ["/bin/sh", "-c", "x".repeat(31_000)] }), {
        indices: [1, 3],
        size: 9,
      }),
    ).toThrow("leaves no room for an index"));

  it("take the shell that the command begins with, or the one that is named", () => {
    const shellOf = (command: string[], shell?: string): string =>
      requestsAgain(props({}, { command }, shell), { indices: [1, 3], size: 9 })[0]!.eksPropertiesOverride!
        .podProperties!.containers![0]!.command![0]!;
    expect(shellOf(["bash", "-c", "a"])).toBe("bash");
    expect(shellOf(["/usr/bin/dash", "a"])).toBe("/usr/bin/dash");
    expect(shellOf(["python3", "a.py"], "/bin/sh")).toBe("/bin/sh");
  });

  const refused = (container: object, shell?: string): (() => unknown) => {
    return () => requestsAgain(props({}, container, shell), { indices: [1, 3], size: 9 });
  };

  it("are refused where nothing tells of a shell, with what to do", () =>
    expect(refused({ command: ["python3", "a.py"] })).toThrow(
      /^Container main runs python3, and nothing tells whether its image has a shell.*add --shell \/bin\/sh/,
    ));

  it.each([undefined, "/bin/sh"])("are refused where the image's ENTRYPOINT runs, with --shell %s", (shell) =>
    expect(refused({ command: undefined, args: ["a"] }, shell)).toThrow(
      /^Container main has no command: it relies on the ENTRYPOINT.*Write command into its job definition/,
    ),
  );

  it.each([
    { command: ["/bin/sh", "-c", "work $(AWS_BATCH_JOB_ARRAY_INDEX)"] },
    { env: [{ name: "OUT", value: "out/$(AWS_BATCH_JOB_ARRAY_INDEX)" }] },
  ])("are refused where Kubernetes would write the new index: %j", (container) =>
    expect(refused(container, "/bin/sh")).toThrow(
      /^Container main has \$\(AWS_BATCH_JOB_ARRAY_INDEX\) in its command/,
    ),
  );

  it("give every container its index, those that run before too", () => {
    const before = { name: "before", image: "x", command: ["sh", "-c", "prepare"] };
    const beside = { name: "beside", image: "x", command: ["sh", "-c", "report"] };
    const podProperties = { initContainers: [before], containers: [MAIN, beside] };
    const [request] = requestsAgain(props({ eksProperties: { podProperties } }), {
      indices: [1, 3],
      size: 9,
    });
    const { initContainers, containers } = request!.eksPropertiesOverride!.podProperties!;
    for (const container of [...initContainers!, ...containers!])
      expect(retriedIndices(container)).toEqual([1, 3]);
    expect([initContainers!.length, containers!.length]).toEqual([1, 2]);
  });
});
