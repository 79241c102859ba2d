import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JobFileError, loadJobFile, parseJobFile } from "../../../src/model/job-file/parse";

const LEAST = "image: x\ncpu: 1\nmemory: 512Mi\n";

function problems(content: string, source = "a.yaml"): readonly string[] {
  try {
    parseJobFile(content, source);
  } catch (error) {
    if (error instanceof JobFileError) return error.problems;
    throw error;
  }
  return [];
}

it("takes the least that a job needs, and its name from the file", () =>
  expect(parseJobFile(LEAST, "jobs/greet.yml")).toEqual({
    name: "greet",
    image: "x",
    cpu: 1,
    memory: "512Mi",
  }));

it("takes the name that the file says, a byte order mark, and anchors", () =>
  expect(
    parseJobFile(`\uFEFF${LEAST}name: other\nlabels: &all { a: b }\nannotations: *all\n`, "a.yaml"),
  ).toMatchObject({ name: "other", annotations: { a: "b" } }));

describe("a fault is told with line, column and what to write:", () => {
  test.each([
    ["cpu: 0.3", "4:6: cpu must be a multiple of 0.25 from 0.25 on, such as 0.5 or 2, got 0.3"],
    ["memory: 512", "4:9: memory must be whole MiB or GiB, at least 4Mi, such as 512Mi or 2Gi, got 512"],
    ["imge: y", "4:1: imge is not a key here: did you mean image?"],
    ["frobnicate: y", /^a\.yaml:4:1: frobnicate is not a key here: write one of name, role, /],
    ["nodeSelector: {}", "4:1: nodeSelector is not a key here: AWS Batch chooses the nodes"],
    ["volumeMounts: []", "4:1: volumeMounts is not a key here: write mounts"],
    ["env:\n  A: 1", "5:6: env.A must be text: write it in quotes, got 1"],
    ['env:\n  AWS_BATCH_X: "1"', "5:3: env must have names of letters"],
    ["command: 5", "4:10: command must be a line for a shell, or a list of words, got 5"],
    ["volumes:\n  a: {}", "5:6: volumes.a must have exactly one of emptyDir"],
    [
      "init:\n  - { name: A_, image: x, cpu: 1, memory: 4Mi }",
      "5:13: init[0].name must be 1 to 63 lower-case",
    ],
    ["init:\n  - { name: a, cpu: 1, memory: 4Mi }", "5:5: init[0].image is missing: it must be an image"],
    ["retry: { attempts: 2, retryOn: [0] }", "4:33: retry.retryOn[0] must be a string, got 0"],
    [
      'retry: { attempts: 2, retryOn: ["0"] }',
      "4:33: retry.retryOn[0] must be spot, an exit code from 1 to 255",
    ],
    ["retry: { attempts: 1, failOn: [spot] }", "4:8: retry must have more than one of attempts, or no rules"],
    [
      "retry: { attempts: 2, failOn: [spot], evaluateOnExit: [] }",
      "4:8: retry must have either evaluateOnExit, or retryOn and failOn",
    ],
    [
      'retry: { attempts: 2, retryOn: ["1", "2", "3", "4", "5"] }',
      "4:8: retry must have at most 5 rules; with retryOn, one more ends what no rule names",
    ],
    ["retry: { attempts: 2, evaluateOnExit: [{ action: EXIT }] }", "must have one of onExitCode, onReason"],
    ["array: 1", "4:8: array must be a whole number from 2 to 10000, got 1"],
    ["timeout: 30", "4:10: timeout must be minutes, hours or days, such as 30m, 2h or 1d, got 30"],
    ["nodes: { count: 2, main: 2 }", "4:8: nodes must have a main that is one of the nodes"],
    ['nodes: { count: 2, groups: [{ nodes: "1:2" }] }', "4:8: nodes must have groups within the nodes"],
    ["namespace: kube-system", "4:12: namespace must be neither default nor begin with kube"],
    ["role: a\nserviceAccount: b", "5:1: serviceAccount cannot stand beside role"],
    ["role: a\nnamespace: b", "5:1: namespace cannot stand beside role"],
    ["cpuLimit: 0.5", "4:11: cpuLimit must be at least cpu (1), got 0.5"],
    ["command: a\nargs: [b]", "5:1: args cannot stand beside a command that is a line"],
    ["mounts: [{ volume: v, path: /v }]", '4:20: volume must be a key of volumes (there is none), got "v"'],
    ["sidecars: [{ name: main, image: x, cpu: 1, memory: 4Mi }]", "4:20: name must be another one"],
    ["parameters: { n: a }", "4:15: parameters.n is used nowhere: a list of words must have the word Ref::n"],
    ["array: 2\nnodes: { count: 2 }", "4:1: array cannot stand beside nodes"],
    [
      'nodes: { count: 2, groups: [{ nodes: "1", mounts: [{ volume: v, path: /v }] }] }',
      "4:62: volume must be",
    ],
    ['tags: { "aws:x": a }', "4:9: tags must have keys"],
  ])("%s", (text, expected) => {
    const key = text.split(":")[0]!;
    const [first, ...more] = problems(LEAST.replace(new RegExp(`^${key}:.*$`, "m"), "") + text);
    expect(more).toEqual([]);
    if (typeof expected === "string") expect(first).toContain(expected);
    else expect(first).toMatch(expected);
    expect(first).toMatch(/^a\.yaml:\d+:\d+: /);
  });

  test.each([
    ["", "1:1: the file is empty"],
    ["env: { __proto__: a }", "1:8: a key must be a word, and not __proto__"],
    ["? [a]\n: b", "1:3: a key must be a word"],
    ["toString: a", "1:1: toString is not a key here: write one of"],
    ["- a", "1:1: a job file must be a map of keys"],
    ["image: x\nimage: y", "2:1: is not valid YAML: Map keys must be unique"],
    ["image: *x", "1:8: there is no anchor &x before it"],
    [`${LEAST}---\n${LEAST}`, "a file holds one job"],
    [
      "a: &a [x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c]",
      "1:1: is not valid YAML: Excessive alias count",
    ],
  ])("%j", (content, expected) => expect(problems(content).join("\n")).toContain(expected));

  test("a file whose name cannot be that of a definition", () =>
    expect(problems(LEAST, "my job.yaml")).toEqual([
      'my job.yaml:1:1: name is missing, and the file\'s own ("my job") cannot be one: write name: NAME',
    ]));

  test("all at once, in the order of the file", () =>
    expect(problems("cpu: x\nimge: y\nmemory: 1\n").map((line) => line.split(": ")[0])).toEqual([
      "a.yaml:1:1",
      "a.yaml:1:6",
      "a.yaml:2:1",
      "a.yaml:3:9",
    ]));
});

describe("from the disk", () => {
  const directory = mkdtempSync(join(tmpdir(), "job-file-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  it("is read under the name that its user gave", () => {
    writeFileSync(join(directory, "a.yaml"), "image: 1");
    expect(() => loadJobFile(join(directory, "a.yaml"), "jobs/a.yaml")).toThrow(
      /^jobs\/a\.yaml:1:1: cpu is missing/,
    );
  });

  it("is missed with where to begin", () =>
    expect(() => loadJobFile("no.yaml")).toThrow("no.yaml: there is no such file; examples/ has some"));
});
