import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NODE_LINES, RECOMMENDED_NODE } from "../../../../src/operations/doctor/machine/node-lines";

/* The versions of Node.js that the doctor knows are those that the project names, asks for and is tested with. */

const read = (file: string): string => readFileSync(join(__dirname, "..", "..", "..", "..", file), "utf8");

const MAJORS = NODE_LINES.map(({ major }) => major);
const OLDEST = MAJORS[0]!;
const NEWEST = MAJORS.at(-1)!;

/** What each supported one gets: tests in CI, and a mention. 20 has ended, and still works. */
const SUPPORTED = [22, 24, 26];

it("are the supported ones, and one that has ended and still works", () => {
  expect(MAJORS).toEqual([20, ...SUPPORTED]);
  const lastDays = NODE_LINES.map(({ ends }) => ends);
  expect(lastDays).toEqual([...lastDays].sort());
});

it("begin with the one that npm and both scripts ask for", () => {
  const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${OLDEST}`);
  for (const script of ["install.sh", "cleanup.sh"]) {
    expect(read(script)).toContain(`\nrequire node ${OLDEST} 'https://nodejs.org'`);
  }
});

it("end with the one that is recommended, and on which CI runs some checks a second time", () => {
  expect(RECOMMENDED_NODE).toBe(`Node.js ${NEWEST}`);
  expect(read(".nvmrc")).toBe(`${NEWEST}\n`);
});

it("are all run by the workflow, if they are supported", () => {
  expect(read(".github/workflows/ci.yml")).toContain(`\n        node: [${SUPPORTED.join(", ")}]\n`);
});

it.each([
  ["README.md", "or"],
  ["README.ko.md", "또는"],
  ["CONTRIBUTING.md", "or"],
])("are named in %s", (file, or) => {
  expect(read(file)).toContain(`Node.js ${SUPPORTED.slice(0, -1).join(", ")} ${or} ${NEWEST}, `);
});
