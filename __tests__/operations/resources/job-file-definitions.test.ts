import { BatchClient, type JobDefinition } from "@aws-sdk/client-batch";
import { jobFileDefinitions } from "../../../src/operations/resources/batch/job-file-definitions";

const definition = (name: string, tags?: Record<string, string>): JobDefinition =>
  ({ jobDefinitionName: name, revision: 2, type: "container", tags }) as JobDefinition;

const OWN = { Blueprint: "doeks", BlueprintJobFile: "0123" };

test("of all active definitions, those that job files of this environment made are found, and removed", async () => {
  const calls: [string, unknown][] = [];
  const pages = [
    [definition("stacks", { Blueprint: "doeks" }), definition("others", { ...OWN, Blueprint: "other" })],
    [definition("untagged"), definition("greet", OWN)],
  ];
  const send = ({
    constructor,
    input,
  }: {
    constructor: { name: string };
    input: object;
  }): Promise<object> => {
    calls.push([constructor.name, input]);
    const nextToken = pages.length > 1 ? "more" : undefined;
    return Promise.resolve({ jobDefinitions: pages.shift(), nextToken });
  };
  const found = await jobFileDefinitions(
    Object.assign(new BatchClient({ region: "us-east-1" }), { send: send as never }),
    "doeks",
  );
  expect(found).toEqual([
    {
      id: "greet:2",
      what: "job definition greet:2, which a job file made,",
      owner: { is: "ours" },
      command: "batch deregister-job-definition --job-definition greet:2",
      remove: expect.any(Function) as () => void,
    },
  ]);
  await found[0]!.remove();
  expect(calls).toMatchObject([
    ["DescribeJobDefinitionsCommand", { status: "ACTIVE" }],
    ["DescribeJobDefinitionsCommand", { nextToken: "more" }],
    ["DeregisterJobDefinitionCommand", { jobDefinition: "greet:2" }],
  ]);
});
