import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobDefinition, RegisterJobDefinitionCommandInput } from "@aws-sdk/client-batch";
import { FakeScreen, type FakeAws, type Program } from "../../operations/jobs/fixtures";
import { program } from "./ready-program";

const directory = mkdtempSync(join(tmpdir(), "job-files-"));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content = "image: x\ncommand: [run, Ref::n]\ncpu: 1\nmemory: 512Mi\n"): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

/** The program where definitions can be registered. */
function registering(...registered: JobDefinition[]): Program & { aws: FakeAws } {
  const it = program();
  const all = [...registered];
  it.aws
    .on("DescribeJobDefinitions", ({ jobDefinitionName, jobDefinitions, status }) => ({
      jobDefinitions: all.filter(
        (each) =>
          (each.jobDefinitionName === jobDefinitionName && each.status === status) ||
          (jobDefinitions as string[] | undefined)?.includes(each.jobDefinitionArn!),
      ),
    }))
    .on("RegisterJobDefinition", (input) => {
      const { jobDefinitionName } = input as unknown as RegisterJobDefinitionCommandInput;
      const revision = all.filter((each) => each.jobDefinitionName === jobDefinitionName).length + 1;
      const jobDefinitionArn = `arn:${jobDefinitionName}:${revision}`;
      all.push({ ...input, revision, jobDefinitionArn, status: "ACTIVE" } as JobDefinition);
      return { jobDefinitionArn, revision };
    })
    .on("DeregisterJobDefinition", ({ jobDefinition }) => {
      all.find(({ jobDefinitionArn }) => jobDefinitionArn === jobDefinition)!.status = "INACTIVE";
      return {};
    });
  return it;
}

const foreign = (tags?: Record<string, string>): JobDefinition => ({
  ...{ jobDefinitionName: "greet", jobDefinitionArn: "arn:greet:1", revision: 1, status: "ACTIVE" },
  ...{ type: "container", tags },
});

test("a file whose role is none of job_roles is refused, with what there is and how to add one", async () => {
  const it = registering();
  const path = file("greet.yaml", "image: x\ncpu: 1\nmemory: 512Mi\nrole: reader\n");
  expect(await it.run("register", path)).toBe(2);
  expect(it.screen.notes.join("\n")).toMatch(/There is no role reader: .*job_roles/);
  expect(await it.run("run", "--file", path, "--role", "reader")).toBe(2);
  expect(it.screen.notes.join("\n")).toContain("a job file names its role itself");
  expect(it.aws.counts().RegisterJobDefinition).toBeUndefined();
});

test("register makes a revision when the content is new, and only then", async () => {
  const it = registering();
  const path = file("greet.yaml");
  expect(await it.run("register", path)).toBe(0);
  expect(await it.run("register", path)).toBe(0);
  writeFileSync(path, "# only a comment\nmemory: 512Mi\ncpu: 1\ncommand: [run, Ref::n]\nimage: x\n");
  expect(await it.run("register", path)).toBe(0);
  writeFileSync(path, "image: y\ncpu: 1\nmemory: 512Mi\n");
  expect(await it.run("register", path)).toBe(0);
  expect(it.screen.lines).toEqual([
    "greet:1 is registered.",
    "greet:1 is unchanged.",
    "greet:1 is unchanged.",
    "greet:2 is registered.",
  ]);
  expect(it.aws.counts().RegisterJobDefinition).toBe(2);
});

test("diff, and register --dry-run, tell what would change, and change nothing", async () => {
  const it = registering();
  const path = file("greet.yaml");
  await it.run("diff", path);
  await it.run("register", path);
  writeFileSync(path, "image: y\ncommand: [run, Ref::n]\ncpu: 1\nmemory: 512Mi\n");
  await it.run("diff", path);
  await it.run("register", "--dry-run", path);
  const change = [
    "greet:1 would become greet:2:",
    '  eksProperties.podProperties.containers[0].image: "x" -> "y"',
  ];
  expect(it.screen.lines).toEqual([
    "greet is new: register would make it.",
    "greet:1 is registered.",
    ...change,
    ...change,
  ]);
  expect(it.aws.counts().RegisterJobDefinition).toBe(1);
});

test("for programs, register tells whether it changed something", async () => {
  const it = registering();
  const path = file("greet.yaml");
  await it.run("register", "--json", path);
  await it.run("register", "--json", path);
  const event = { event: "register", name: "greet", revision: 1, jobDefinitionArn: "arn:greet:1" };
  expect(it.screen.json).toEqual([
    { ...event, changed: true },
    { ...event, changed: false },
  ]);
});

test.each([
  [undefined, "Job definition greet:1 was made by something else than a job file"],
  [{ Blueprint: "doeks-aws-batch" }, "was made by something else than a job file"],
  [{ Blueprint: "other", BlueprintJobFile: "0" }, "Job definition greet:1 belongs to environment other"],
])("a name that something else has is refused: %j", async (tags, message) => {
  const it = registering(foreign(tags));
  await expect(it.run("register", file("greet.yaml"))).rejects.toThrow(message);
  await expect(it.run("deregister", "greet")).rejects.toThrow("No job file of this environment made");
  expect(it.aws.counts().RegisterJobDefinition).toBeUndefined();
});

test("a name of the stacks' own definitions is refused before anything is asked", async () => {
  const it = registering();
  await expect(it.run("register", file("doeks-hello-world.yaml"))).rejects.toThrow(
    "doeks-hello-world is a job definition that ./install.sh makes: give the file another name",
  );
  expect(it.aws.calls).toEqual([]);
});

test("deregister takes a file or a name, and removes all revisions", async () => {
  const it = registering();
  const path = file("greet.yaml");
  await it.run("register", path);
  writeFileSync(path, "image: y\ncpu: 1\nmemory: 512Mi\n");
  await it.run("register", path);
  await it.run("deregister", "--dry-run", path);
  await it.run("deregister", "greet");
  expect(it.screen.lines.slice(2)).toEqual([
    "greet:2 would be deregistered.",
    "greet:1 would be deregistered.",
    "greet:2 is deregistered.",
    "greet:1 is deregistered.",
  ]);
  expect(it.aws.counts().DeregisterJobDefinition).toBe(2);
});

describe("run --file", () => {
  const submitted = (it: { aws: FakeAws }): Record<string, unknown> =>
    it.aws.calls.find(({ action }) => action === "SubmitJob")!.input;

  test("registers what has changed, and submits with queue and array of the file", async () => {
    const it = registering();
    const path = file("greet.yaml", "image: x\ncpu: 1\nmemory: 512Mi\nqueue: spot\narray: 7\n");
    expect(await it.run("run", "--file", path, "--no-wait")).toBe(0);
    expect(submitted(it)).toEqual({
      jobName: "greet",
      jobQueue: "doeks-JQ1_SPOT",
      jobDefinition: "arn:greet:1",
      arrayProperties: { size: 7 },
    });
    expect(await it.run("run", "--file", path, "--no-wait")).toBe(0);
    expect(it.aws.counts()).toMatchObject({ RegisterJobDefinition: 1, SubmitJob: 2 });
  });

  test("lets the command line say otherwise", async () => {
    const it = registering();
    const path = file("greet.yaml", "image: x\ncpu: 1\nmemory: 512Mi\nqueue: gpu\narray: 7\n");
    await it.run("run", "-f", path, "--spot", "--array", "3", "--env", "A=b", "--no-wait");
    expect(submitted(it)).toMatchObject({ jobQueue: "doeks-JQ1_SPOT", arrayProperties: { size: 3 } });
    expect(submitted(it)).toHaveProperty("eksPropertiesOverride.podProperties.containers.0.env", [
      { name: "A", value: "b" },
    ]);
  });

  test("with --dry-run shows the request, and makes nothing", async () => {
    const it = registering();
    const path = file("greet.yaml");
    expect(await it.run("run", "-f", path, "--parameter", "n=5", "--dry-run")).toBe(0);
    expect(it.screen.notes).toEqual(["greet:1 would be registered first."]);
    expect(JSON.parse(it.screen.text)).toEqual({
      jobName: "greet",
      jobQueue: "doeks-JQ1_OD",
      jobDefinition: "greet:1",
      parameters: { n: "5" },
    });
    expect(it.aws.counts()).toEqual({ DescribeJobQueues: 1, DescribeJobDefinitions: 1 });
  });

  test("refuses the log of an array that the file makes", async () => {
    const it = registering();
    const path = file("greet.yaml", "image: x\ncpu: 1\nmemory: 512Mi\narray: 7\n");
    expect(await it.run("run", "-f", path, "--logs")).toBe(2);
    expect(it.screen.notes.join()).toContain("--logs is for one job");
  });
});

test("the faults of all files are told at once, and no file is registered", async () => {
  const it = registering();
  const files = [file("good.yaml"), file("a.yaml", "image: x"), file("b.yaml", "imge: x")];
  await expect(it.run("register", ...files)).rejects.toThrow(
    /a\.yaml:1:1: cpu is missing[^]*b\.yaml:1:1: imge is not/,
  );
  expect(it.aws.calls).toEqual([]);
});

test("validate tells the name; a path is that of the directory where npm was called", async () => {
  file("greet.yaml");
  process.env.INIT_CWD = directory;
  const it = Object.assign(program(), { screen: new FakeScreen() });
  try {
    expect(await it.run("validate", "-f", "greet.yaml")).toBe(0);
  } finally {
    delete process.env.INIT_CWD;
  }
  expect(it.screen.lines).toEqual(["greet.yaml is a valid job file: job definition greet."]);
});

test.each([
  [["register"], "Say which job file."],
  [["run", "--file", "a.yaml", "--definition", "b"], "Give one of --file and --definition."],
])("%j is bad usage", async (args, message) => {
  const it = registering();
  expect(await it.run(...args)).toBe(2);
  expect(it.screen.notes.join()).toContain(message);
});
