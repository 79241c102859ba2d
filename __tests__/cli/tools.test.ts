import { spawnSync } from "node:child_process";
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
