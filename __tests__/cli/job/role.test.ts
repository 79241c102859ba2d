import { FakeScreen, type FakeAws } from "../../operations/jobs/fixtures";
import { jobEnvironment } from "../../../src/operations/jobs/api/job-environment";
import { parse } from "../../support/variables";
import { program, STEPS } from "./ready-program";

const WITH_ROLES = jobEnvironment(parse({ job_roles: { reader: {}, writer: {} } }));

function withRoles(environment = WITH_ROLES) {
  const it = program(STEPS, new FakeScreen(), environment);
  it.aws.on("DescribeJobDefinitions", ({ jobDefinitionName: name }) => ({
    jobDefinitions: [definitionOf(String(name))],
  }));
  return it;
}

function definitionOf(name: string): object {
  const [, role] = name.split("-as-");
  const podProperties = {
    ...(role !== undefined && { serviceAccountName: `job-${role}` }),
    containers: [{ name: "main" }],
  };
  return {
    jobDefinitionName: name,
    jobDefinitionArn: `arn:${name}`,
    revision: 1,
    eksProperties: { podProperties },
  };
}

const submitted = (aws: FakeAws): Record<string, unknown> | undefined =>
  aws.calls.find(({ action }) => action === "SubmitJob")?.input;

test("run --role submits the definition whose pods have the role", async () => {
  const it = withRoles();
  expect(await it.run("run", "--role", "reader", "--image", "mine", "--", "train")).toBe(0);
  expect(submitted(it.aws)).toMatchObject({
    jobDefinition: "arn:doeks-hello-world-as-reader",
    eksPropertiesOverride: { podProperties: { containers: [{ image: "mine", command: ["train"] }] } },
  });
});

test("run without --role submits the example, which has none", async () => {
  const it = withRoles();
  await it.run("run");
  expect(submitted(it.aws)).toMatchObject({ jobDefinition: "arn:doeks-hello-world" });
});

test("run --role with a definition that has it is fine", async () => {
  const it = withRoles();
  expect(await it.run("run", "--role", "reader", "--definition", "mine-as-reader")).toBe(0);
  expect(submitted(it.aws)).toMatchObject({ jobDefinition: "arn:mine-as-reader" });
});

test.each(["mine", "mine-as-writer"])(
  "run --role with definition %s, which does not have it, submits nothing and says what to do",
  async (name) => {
    const it = withRoles();
    expect(await it.run("run", "--role", "reader", "--definition", name)).toBe(2);
    expect(submitted(it.aws)).toBeUndefined();
    expect(it.screen.notes.join("\n")).toContain(
      `The pods of job definition ${name} do not have the role reader, and AWS Batch takes no role at a submission: ` +
        "leave out --definition and give --image and --command, or register a definition whose " +
        "serviceAccountName is job-reader.",
    );
  },
);

test("an unknown role is refused: which there are, and how to add one", async () => {
  const it = withRoles();
  expect(await it.run("run", "--role", "admin")).toBe(2);
  expect(submitted(it.aws)).toBeUndefined();
  expect(it.screen.notes.join("\n")).toBe(
    "There is no role admin: job_roles of variables.json has reader, writer. This adds one: " +
      '"job_roles": { "NAME": { "buckets": [{ "name": "my-bucket", "prefix": "in", "access": "read" }] } }, ' +
      "then ./install.sh.",
  );
});

test("so is any where there are none", async () => {
  const it = withRoles(jobEnvironment(parse({})));
  expect(await it.run("run", "--role", "reader")).toBe(2);
  expect(it.screen.notes.join("\n")).toContain(
    "There is no role reader: variables.json has no job_roles yet.",
  );
});

test("a role that is not deployed yet is told apart from one that does not exist", async () => {
  const it = withRoles();
  it.aws.on("DescribeJobDefinitions", () => ({ jobDefinitions: [] }));
  await expect(it.run("run", "--role", "reader")).rejects.toThrow(
    "The role reader is not deployed yet: ./install.sh makes it.",
  );
});

test("roles are completed", async () => {
  const it = withRoles();
  await it.run("completion", "bash");
  expect(it.screen.text).toContain(`--role) COMPREPLY=($(compgen -W "reader writer" -- "$current"))`);
});
