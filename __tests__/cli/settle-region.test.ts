import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { Prompt } from "../../src/operations/terminal/prompt";
import { settleRegion } from "../../src/cli/settle-region";

const bin = mkdtempSync(join(tmpdir(), "bin-"));
const PATH = `${bin}:${process.env.PATH}`;

/** An AWS CLI whose profile has this region. */
function profileWith(region: string): void {
  writeFileSync(join(bin, "aws"), `#!/bin/sh\n[ -n "${region}" ] || exit 1\necho ${region}\n`);
  chmodSync(join(bin, "aws"), 0o755);
}

beforeEach(() => profileWith(""));

afterAll(() => rmSync(bin, { recursive: true, force: true }));

function answering(answer: string): Prompt {
  const input = new PassThrough();
  input.end(`${answer}\n`);
  return new Prompt(input, new PassThrough());
}

const none = { argument: undefined, configured: "us-east-1", prompt: undefined, env: { PATH } };

it("is the argument before all else", async () => {
  const env = { PATH, AWS_REGION: "eu-west-2" };
  expect(await settleRegion({ ...none, argument: "eu-west-1", env })).toBe("eu-west-1");
});

it("is AWS_REGION before AWS_DEFAULT_REGION", async () => {
  expect(
    await settleRegion({ ...none, env: { PATH, AWS_REGION: "eu-west-2", AWS_DEFAULT_REGION: "eu-west-3" } }),
  ).toBe("eu-west-2");
  expect(await settleRegion({ ...none, env: { PATH, AWS_DEFAULT_REGION: "eu-west-3" } })).toBe("eu-west-3");
});

it("is the profile's when the shell names none", async () => {
  profileWith("ap-south-1");
  expect(await settleRegion({ ...none, prompt: answering("eu-west-1") })).toBe("ap-south-1");
});

it("is asked when nothing names one, with the variables file's as default", async () => {
  expect(await settleRegion({ ...none, prompt: answering("ca-central-1") })).toBe("ca-central-1");
  expect(await settleRegion({ ...none, prompt: answering("") })).toBe("us-east-1");
});

it("is the variables file's when nobody can be asked", async () => {
  expect(await settleRegion(none)).toBe("us-east-1");
});

it("must be a region's name", async () => {
  await expect(settleRegion({ ...none, argument: "mars" })).rejects.toThrow(
    '"mars" is not the name of an AWS region',
  );
});
