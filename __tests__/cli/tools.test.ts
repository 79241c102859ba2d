import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import Module from "node:module";
import { join } from "node:path";

const TOOLS = join(__dirname, "..", "..", "src", "cli", "tools.sh");

/** What `require` says of a version as a tool prints it; nothing when it is recent enough. */
function complaintAbout(found: string, minimum: string): string {
  const script = `fail() { echo "$1"; exit 1; }; . "$1"; require tool "$2" https://example.com "$3"`;
  return spawnSync("/bin/sh", ["-euc", script, "sh", TOOLS, minimum, found], {
    encoding: "utf8",
  }).stdout.trim();
}

it.each([
  ["v20.20.2", "20"],
  ["10.9.3", "9"],
  ["Terraform v1.9.0", "1.9"],
  ["Terraform v1.11.4\non linux_amd64", "1.9"],
  ["Terraform v2.0.0", "1.9"],
  ["aws-cli/2.31.0 Python/3.13.7 Linux/6.8", "1.27"],
  ["Client Version: v1.34.1", "1.27"],
])("%j is %s or newer", (found, minimum) => expect(complaintAbout(found, minimum)).toBe(""));

it.each([
  ["v18.19.1", "20", "18.19"],
  ["Terraform v1.8.5", "1.9", "1.8"],
  ["Terraform v0.15.5", "1.9", "0.15"],
])("%j is older than %s", (found, minimum, version) =>
  expect(complaintAbout(found, minimum)).toBe(
    `tool ${minimum} or newer is needed, this is ${version}; get it from https://example.com`,
  ),
);

it("Terraform's and OpenTofu's version is not in a warning that comes before it", () => {
  const script = `TERRAFORM_BINARY_NAME=warning; . "$1"; warning() { printf "Warning: 2 old plugins\\n\\nOpenTofu v1.12.6\\non linux_amd64\\n"; }; terraform_version`;
  const { stdout } = spawnSync("/bin/sh", ["-euc", script, "sh", TOOLS], { encoding: "utf8" });
  expect(stdout).toBe("OpenTofu v1.12.6\n");
  expect(complaintAbout(stdout, "1.9")).toBe("");
});

it("a Terraform that is missing has no version", () => {
  const script = `TERRAFORM_BINARY_NAME=/no/such/terraform; . "$1"; terraform_version`;
  expect(spawnSync("/bin/sh", ["-euc", script, "sh", TOOLS], { encoding: "utf8" })).toMatchObject({
    ...{ status: 0, stdout: "" },
  });
});

it.each(["", "command not found"])("%j is no version: the tool is missing", (found) =>
  expect(complaintAbout(found, "20")).toBe("tool is missing; get it from https://example.com"),
);

describe("a machine on which node does not start", () => {
  /** What `require_node_to_start` says in an environment. */
  function complaint(environment: Readonly<Record<string, string>>): string {
    const script = `fail() { echo "$1"; exit 1; }; . "$1"; require_node_to_start`;
    const env = { ...process.env, ...environment };
    return spawnSync("/bin/sh", ["-euc", script, "sh", TOOLS], { encoding: "utf8", env }).stdout.trim();
  }

  it("is told of NODE_OPTIONS", () => {
    expect(complaint({ NODE_OPTIONS: "--nonsense" })).toMatch(
      /^node does not start with NODE_OPTIONS='--nonsense': .*--nonsense is not allowed.*unset NODE_OPTIONS$/,
    );
  });

  it.each([TOOLS, "/proc", "/nowhere"])("is told of TMPDIR=%s", (TMPDIR) => {
    expect(complaint({ TMPDIR })).toBe(
      `TMPDIR (${TMPDIR}) is no directory that you can write. Name another one: export TMPDIR=DIRECTORY`,
    );
  });

  it("is told nothing where node starts", () => expect(complaint({})).toBe(""));
});

it("a closed standard input is an empty one", () => {
  const script = `. "$1"; follow -e 'console.log(require("node:fs").readFileSync(0, "utf8").length)'`;
  const { stdout, stderr, status } = spawnSync(
    "/bin/sh",
    ["-euc", `sh -euc "$2" sh "$1" <&-`, "sh", TOOLS, script],
    {
      encoding: "utf8",
    },
  );
  expect({ stdout, stderr, status }).toEqual({ stdout: "0\n", stderr: "", status: 0 });
});

it("a package that somebody removed from node_modules is named", () => {
  const directory = mkdtempSync(join(tmpdir(), "packages-"));
  const lock = { packages: { "node_modules/here": {}, "node_modules/@a/gone": {}, "node_modules/gone": {} } };
  mkdirSync(join(directory, "node_modules", "here"), { recursive: true });
  writeFileSync(join(directory, "node_modules", "here", "package.json"), "{}");
  writeFileSync(join(directory, "node_modules", ".package-lock.json"), JSON.stringify(lock));
  const found = spawnSync("/bin/sh", ["-euc", `. "$1"; missing_package`, "sh", TOOLS], {
    cwd: directory,
    encoding: "utf8",
  });
  rmSync(directory, { recursive: true });
  expect(found.stdout).toBe("@a/gone\n");
});

describe("the loader of every program", () => {
  const PROJECT = join(__dirname, "..", "..");
  const loaded = (cwd: string, TMPDIR = tmpdir()): { stderr: string; status: number | null } =>
    spawnSync("node", ["--require", "./src/typescript.cjs", "-e", "0"], {
      ...{ cwd, encoding: "utf8", env: { ...process.env, TMPDIR } },
    });

  it("keeps what Node.js compiled beside the packages, where Node.js can", () => {
    const program = 'console.log(require("node:module").getCompileCacheDir?.())';
    // Where the suites of all kinds run in one process, the end-to-end tests have set where theirs keep it.
    const env = { ...process.env, NODE_COMPILE_CACHE: undefined, NODE_OPTIONS: undefined };
    const { stdout } = spawnSync("node", ["--require", "./src/typescript.cjs", "-e", program], {
      ...{ cwd: PROJECT, encoding: "utf8", env },
    });
    const kept =
      "getCompileCacheDir" in Module ? join(PROJECT, "node_modules", ".cache", "compiled") : "undefined";
    expect(stdout).toContain(kept);
  });

  it("tells of a useless TMPDIR in a sentence", () => {
    expect(loaded(PROJECT, "/proc")).toMatchObject({
      status: 1,
      stderr:
        "TMPDIR (/proc) is no directory that you can write. Name another one: export TMPDIR=DIRECTORY\n",
    });
  });

  it("tells of packages that are not installed in a sentence", () => {
    const directory = mkdtempSync(join(tmpdir(), "bare-"));
    mkdirSync(join(directory, "src"));
    copyFileSync(join(PROJECT, "src", "typescript.cjs"), join(directory, "src", "typescript.cjs"));
    const told = loaded(directory);
    rmSync(directory, { recursive: true });
    expect(told).toMatchObject({
      status: 1,
      stderr: "The packages are not installed, or not whole. Install them: npm ci\n",
    });
  });
});
