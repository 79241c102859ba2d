import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../../src/operations/terminal/cli-error";
import { readManifest, synthesize } from "../../../src/operations/terraform/synthesized-stacks";

const directory = mkdtempSync(join(tmpdir(), "synthesized-stacks-"));
const { CDKTF_OUTDIR } = process.env;

beforeEach(() => delete process.env.CDKTF_OUTDIR);

afterAll(() => {
  if (CDKTF_OUTDIR !== undefined) process.env.CDKTF_OUTDIR = CDKTF_OUTDIR;
  rmSync(directory, { recursive: true });
});

const MANIFEST = JSON.stringify({
  version: "0.21.0",
  stacks: {
    batch: { name: "batch", workingDirectory: "stacks/batch", dependencies: ["cluster"], annotations: [] },
    cluster: { name: "cluster", workingDirectory: "stacks/cluster", dependencies: [], annotations: [] },
  },
});

it("the manifest tells name, working directory and order of each stack", () => {
  writeFileSync(join(directory, "manifest.json"), MANIFEST);
  expect(readManifest(directory)).toEqual([
    { name: "batch", directory: join(directory, "stacks", "batch"), dependencies: ["cluster"] },
    { name: "cluster", directory: join(directory, "stacks", "cluster"), dependencies: [] },
  ]);
});

describe("synthesize", () => {
  function projectWithApp(app: string): string {
    const project = mkdtempSync(join(directory, "project-"));
    writeFileSync(join(project, "cdktf.json"), JSON.stringify({ app }));
    writeFileSync(join(project, "manifest.txt"), MANIFEST);
    return project;
  }

  const APP = 'mkdir -p "$CDKTF_OUTDIR" && cp manifest.txt "$CDKTF_OUTDIR/manifest.json"';

  it("runs the app of cdktf.json in the project, and reads what it wrote to cdktf.out", () => {
    const project = projectWithApp(APP);
    expect(synthesize(project)).toMatchObject([
      { name: "batch", directory: join(project, "cdktf.out", "stacks", "batch") },
      { name: "cluster", directory: join(project, "cdktf.out", "stacks", "cluster") },
    ]);
  });

  it("reads from CDKTF_OUTDIR when it is set", () => {
    process.env.CDKTF_OUTDIR = "elsewhere";
    const project = projectWithApp(APP);
    expect(synthesize(project)).toMatchObject([
      { directory: join(project, "elsewhere", "stacks", "batch") },
      { directory: join(project, "elsewhere", "stacks", "cluster") },
    ]);
  });

  it("fails with the app's own words", () => {
    const project = projectWithApp("echo 'variables.json: num_azs must be 2' >&2; exit 1");
    expect(() => synthesize(project)).toThrow(new CliError("variables.json: num_azs must be 2"));
  });

  it("fails with what the app printed when it has no words for the failure", () => {
    const project = projectWithApp("echo 'half way'; exit 3");
    expect(() => synthesize(project)).toThrow(new CliError("half way"));
  });

  it.each([
    ["there-is-no-such-command", /status 127: .*not found/],
    ["exit 3", /status 3: it said nothing/],
    ["kill -KILL $$", /SIGKILL: it said nothing/],
  ])("names cdktf.json when the app %s does not tell itself why it failed", (app, end) => {
    const project = projectWithApp(app);
    const file = join(project, "cdktf.json");
    expect(() => synthesize(project)).toThrow(end);
    expect(() => synthesize(project)).toThrow(`The app that ${file} names (${app}) ended with`);
  });
});
