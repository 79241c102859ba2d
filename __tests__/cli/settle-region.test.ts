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

const none = {
  argument: undefined,
  configured: "us-east-1",
  configuredBy: "the default",
  prompt: undefined,
  env: { PATH },
};

it("is the argument before all else", async () => {
  const env = { PATH, AWS_REGION: "eu-west-2" };
  expect(await settleRegion({ ...none, argument: "eu-west-1", env })).toEqual({
    region: "eu-west-1",
    source: "--region",
  });
});

it("is AWS_REGION before AWS_DEFAULT_REGION", async () => {
  expect(
    await settleRegion({ ...none, env: { PATH, AWS_REGION: "eu-west-2", AWS_DEFAULT_REGION: "eu-west-3" } }),
  ).toEqual({ region: "eu-west-2", source: "AWS_REGION of this shell" });
  expect(await settleRegion({ ...none, env: { PATH, AWS_DEFAULT_REGION: "eu-west-3" } })).toEqual({
    region: "eu-west-3",
    source: "AWS_DEFAULT_REGION of this shell",
  });
});

it("is the profile's when the shell names none", async () => {
  profileWith("ap-south-1");
  expect(await settleRegion({ ...none, prompt: answering("eu-west-1") })).toEqual({
    region: "ap-south-1",
    source: "profile default",
  });
});

it("is asked when nothing names one, with the variables file's as default", async () => {
  expect(await settleRegion({ ...none, prompt: answering("ca-central-1") })).toEqual({
    region: "ca-central-1",
    source: "your answer",
  });
  expect(await settleRegion({ ...none, prompt: answering("") })).toEqual({
    region: "us-east-1",
    source: "the default",
  });
});

it("is the variables file's when nobody can be asked", async () => {
  expect(await settleRegion(none)).toEqual({ region: "us-east-1", source: "the default" });
});

it("must be a region's name", async () => {
  await expect(settleRegion({ ...none, argument: "mars" })).rejects.toThrow(
    '"mars" is not the name of an AWS region',
  );
});

it("is not asked for what cannot be used anyway", async () => {
  const refused = settleRegion({
    ...none,
    prompt: answering("eu-west-1"),
    beforeAsking: () => Promise.reject(new Error("no credentials")),
  });
  await expect(refused).rejects.toThrow("no credentials");
});
