import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckResult } from "../../../../src/operations/doctor/check";
import { runCommand } from "../../../../src/operations/terminal/commands";
import { checkTools, type ToolsProps } from "../../../../src/operations/doctor/machine/tools";
import { fakeCommands, told } from "../fakes";

const PRINTED: Readonly<Record<string, string>> = {
  node: "v26.3.0",
  npm: "10.2.4",
  terraform: "Terraform v1.11.4\non linux_amd64",
  aws: "aws-cli/2.15.30 Python/3.11.8 Linux/6.1 exe/x86_64",
  kubectl: "Client Version: v1.29.1\nKustomize Version: v5.0.4",
};

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "doctor-tools-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Checks tools that exist only as scripts that print something. */
function check(
  printed: Readonly<Record<string, string>>,
  env: NodeJS.ProcessEnv = {},
  props: ToolsProps = {},
): Promise<CheckResult[]> {
  for (const [name, text] of Object.entries(printed)) {
    const script = text.startsWith("#!") ? text : `#!/bin/sh\nprintf '%s\\n' '${text}'\n`;
    writeFileSync(join(directory, name), script, { mode: 0o755 });
  }
  return checkTools({ PATH: directory, ...env }, runCommand, props);
}

function without(name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(PRINTED).filter(([other]) => other !== name));
}

it("finds tools that are new enough, with their version", async () => {
  const results = await check(PRINTED);
  expect(results.map(({ check: name, state }) => [name, state])).toEqual([
    ["node", "ok"],
    ["npm", "ok"],
    ["terraform", "ok"],
    ["aws", "ok"],
    ["kubectl", "ok"],
  ]);
  expect(told(results, "aws")).toBe("ok: 2.15.30 (1.27 or newer is needed)");
});

describe("an AWS CLI where AWS_ENDPOINT_URL is set", () => {
  it.each(["1.28.9", "2.9.19", "2.12.7"])("of %s would ask AWS itself, and fails", async (version) => {
    const printed = { ...PRINTED, aws: `aws-cli/${version} Python/3.11.2` };
    const AWS_ENDPOINT_URL = "http://127.0.0.1:4566";
    expect(told(await check(printed, { AWS_ENDPOINT_URL }), "aws")).toBe(
      `failed: ${version} does not know AWS_ENDPOINT_URL, which is set: its commands go to AWS itself\n` +
        "Get 2.13 or newer (1.29 of the first line) from https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    );
    expect(told(await check(printed), "aws")).toBe(`ok: ${version} (1.27 or newer is needed)`);
  });

  it.each(["1.29.0", "2.13.0", "2.31.0"])("of %s will do", async (version) => {
    const printed = { ...PRINTED, aws: `aws-cli/${version} Python/3.11.2` };
    expect(told(await check(printed, { AWS_ENDPOINT_URL_EKS: "http://127.0.0.1" }), "aws")).toBe(
      `ok: ${version} (it knows AWS_ENDPOINT_URL)`,
    );
  });
});

describe("of Node.js", () => {
  const NOVEMBER_2026 = new Date("2026-11-26T12:00:00Z");
  const judged = async (version: string, now = NOVEMBER_2026): Promise<string> =>
    told(await check({ ...PRINTED, node: version }, {}, { now }), "node");

  it.each([
    ["v22.23.3", "2027-04-30"],
    ["v24.21.0", "2028-04-30"],
    ["v26.12.1", "2029-04-30"],
  ])("%s is supported", async (version, ends) => {
    expect(await judged(version)).toBe(`ok: ${version.slice(1)} (gets security fixes until ${ends})`);
  });

  it("20 has ended, and will be too old for the AWS SDK", async () => {
    expect(await judged("v20.20.2")).toBe(
      "warning: 20.20.2 has had no security fixes since 2026-04-30; releases of the AWS SDK from January 2027 on will need 22\n" +
        "Get Node.js 26 from https://nodejs.org",
    );
  });

  it.each(["v21.7.3", "v23.11.1", "v25.9.0"])("%s has ended, and was never tried", async (version) => {
    expect(await judged(version)).toBe(
      `warning: ${version.slice(1)} gets no security fixes, and was never tried with this project\n` +
        "Get Node.js 26 from https://nodejs.org",
    );
  });

  it.each(["v27.0.0", "v30.1.0"])("%s was never tried", async (version) => {
    expect(await judged(version)).toBe(
      `warning: ${version.slice(1)} was never tried with this project\n` +
        "If something fails, take Node.js 26 from https://nodejs.org",
    );
  });

  it("a version ends after its last day", async () => {
    expect(await judged("v22.23.3", new Date("2027-04-30T23:00:00Z"))).toMatch(/^ok/);
    expect(await judged("v22.23.3", new Date("2027-05-01T00:00:00Z"))).toMatch(
      /^warning: 22\.23\.3 has had no security fixes since 2027-04-30\nGet/,
    );
  });

  it("18 is too old", async () => {
    expect(await judged("v18.20.8")).toBe(
      "failed: 18.20.8 is too old\nGet Node.js 26 from https://nodejs.org",
    );
  });
});

it("takes the AWS CLI from 1.27 on and refuses an older one", async () => {
  expect(told(await check({ ...PRINTED, aws: "aws-cli/1.27.0 Python/3.9" }), "aws")).toMatch(/^ok/);
  const old = told(await check({ ...PRINTED, aws: "aws-cli/1.26.9 Python/3.9" }), "aws");
  expect(old).toMatch(/^failed: 1\.26\.9 is too old\nGet 1\.27 or newer from https:/);
});

it.each(["terraform", "tofu"])("needs a newer %s for a shared state, which must be locked", async (name) => {
  const run = async (version: string): Promise<string> =>
    told(
      await check({ ...PRINTED, [name]: version }, { TERRAFORM_BINARY_NAME: name }, { isStateShared: true }),
      name,
    );
  expect(await run("v1.9.8")).toMatch(/^failed: 1\.9\.8 is too old\nGet 1\.10 or newer/);
  expect(await run("v1.10.0")).toMatch(/^ok/);
});

it("says which tool is missing and where to get it", async () => {
  expect(told(await check(without("terraform")), "terraform")).toBe(
    "failed: is missing\nGet 1.9 or newer from https://developer.hashicorp.com/terraform/install",
  );
});

it("only warns of kubectl, without which an installation works", async () => {
  expect(told(await check(without("kubectl")), "kubectl")).toMatch(
    /^warning: is missing; installing works without it/,
  );
  expect(told(await check({ ...PRINTED, kubectl: "Client Version: v1.26.0" }), "kubectl")).toMatch(
    /^warning/,
  );
});

it("asks the tool that TERRAFORM_BINARY_NAME names, OpenTofu from 1.8 on", async () => {
  const tofu = { ...PRINTED, terraform: "Terraform v0.1", tofu: "OpenTofu v1.8.0" };
  expect(told(await check(tofu, { TERRAFORM_BINARY_NAME: "tofu" }), "tofu")).toMatch(/^ok: 1\.8\.0/);
  const named = { TERRAFORM_BINARY_NAME: join(directory, "terraform-old") };
  const results = await check({ ...PRINTED, "terraform-old": "Terraform v1.8.5" }, named);
  expect(told(results, named.TERRAFORM_BINARY_NAME)).toMatch(/^failed: 1\.8\.5 is too old/);
});

it("passes on why a tool does not run", async () => {
  const shim = "#!/bin/sh\necho 'pyenv: aws: command not found' >&2\nexit 127\n";
  expect(told(await check({ ...PRINTED, aws: shim }), "aws")).toMatch(
    /^failed: does not run: pyenv: aws: command not found/,
  );
  chmodSync(join(directory, "npm"), 0o644);
  expect(told(await checkTools({ PATH: directory }, runCommand), "npm")).toMatch(
    /^failed: may not be run \(permission denied\)/,
  );
});

it("does not judge what tells no version, takes too long or breaks otherwise", async () => {
  expect(told(await check({ ...PRINTED, npm: "no idea" }), "npm")).toBe(
    'could not check: tells no version: "no idea"',
  );
  const run = fakeCommands([
    [/^node/, { status: undefined }],
    [/./, new Error("spawn EAGAIN")],
  ]);
  const results = await checkTools({}, run);
  expect(told(results, "node")).toMatch(/^could not check: did not answer --version in time/);
  expect(told(results, "npm")).toBe("could not check: spawn EAGAIN");
});
