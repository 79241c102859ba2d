import {
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  type CreateRoleCommandInput,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { jobRoleStatements, jobServiceAccount } from "../../../../src/model/job-roles";
import { policyDocument, serviceAccountTrustPolicy } from "../../../../src/constructs/iam/policy-document";
import { container, REGION } from "./deployed-emulator";
import { emulator, job } from "./shared-emulator";

const ROLE = "doeks-aws-batch-job-results-1";
const IMAGE = ["--image", "public.ecr.aws/aws-cli/aws-cli:2.27.0"];
const AS_ROLE = ["--definition", "as-results", ...IMAGE];

describe("a job with a role", () => {
  beforeAll(async () => {
    const s3 = new S3Client({ ...emulator.config, forcePathStyle: true });
    const iam = new IAMClient(emulator.config);
    await s3.send(
      new CreateBucketCommand({ Bucket: "data", CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    for (const Key of ["in/a.txt", "secret/a.txt"]) {
      await s3.send(new PutObjectCommand({ Bucket: "data", Key, Body: `content of ${Key}` }));
    }
    const issuer = await emulator.oidcIssuer();
    const account = "arn:aws:iam::123456789012";
    const trust = (roleName: string): CreateRoleCommandInput["AssumeRolePolicyDocument"] =>
      JSON.stringify(
        serviceAccountTrustPolicy(`${account}:oidc-provider/${issuer}`, issuer, {
          namespace: "doeks-aws-batch",
          name: jobServiceAccount(roleName),
        }),
      );
    const place = { partition: "aws", region: REGION, accountId: "123456789012" } as const;
    await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument: trust("results") }));
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: ROLE,
        PolicyName: "job-permissions",
        PolicyDocument: JSON.stringify(
          policyDocument(
            ...jobRoleStatements(
              {
                buckets: [
                  { name: "data", prefix: "in", access: "read" },
                  { name: "data", prefix: "out", access: "write" },
                ],
                secrets: ["team/db"],
              },
              place,
            ),
          ),
        ),
      }),
    );
    await emulator.registerDefinition("as-results", [container("main", "true")], {
      serviceAccountName: jobServiceAccount("results"),
    });
  });

  test("is that role, not who submits it", async () => {
    const { screen } = await job("run", "--logs", ...AS_ROLE, "--", "aws", "sts", "get-caller-identity");
    expect(screen.text).toMatch(new RegExp(`arn:aws:sts::123456789012:assumed-role/${ROLE}/job-[0-9a-f-]+`));
  });

  test("reads in and writes out, also in parts, and lists what it may", async () => {
    const script = [
      "aws s3 cp s3://data/in/a.txt a.txt",
      "head -c 9000000 /dev/zero > large",
      "aws s3 cp large s3://data/out/large",
      "aws s3 cp a.txt s3://data/out/a.txt",
      "aws s3 ls s3://data/out/",
    ].join(" && ");
    const { status, screen } = await job(
      "run",
      "--logs",
      "--memory",
      "1024",
      ...AS_ROLE,
      "--command",
      script,
    );
    expect(screen.text).toMatch(/9000000 large/);
    expect(status).toBe(0);
  });

  test.each([
    ["to read elsewhere", "aws s3api get-object --bucket data --key secret/a.txt x", "s3:GetObject"],
    ["to write where it reads", "aws s3api put-object --bucket data --key in/b", "s3:PutObject"],
    ["to list all", "aws s3api list-objects-v2 --bucket data", "s3:ListBucket"],
    ["to ask AWS Batch", "aws batch describe-job-queues", "batch:DescribeJobQueues"],
  ])("is refused %s", async (_, command, action) => {
    const { status, screen } = await job("run", "--logs", ...AS_ROLE, "--command", command);
    expect(status).toBe(1);
    expect(screen.text).toMatch(
      new RegExp(
        `AccessDenied.*User: arn:aws:sts::123456789012:assumed-role/${ROLE}/\\S+ is not authorized to perform: ${action} on`,
      ),
    );
  });

  test("its secrets are let through: there is none of that name", async () => {
    const command = "aws secretsmanager get-secret-value --secret-id team/db";
    const { screen } = await job("run", "--logs", ...AS_ROLE, "--command", command);
    expect(screen.text).toContain("ResourceNotFoundException");
  });

  test("one without a role has that of its node, and why says what is missing", async () => {
    const command = "aws s3api get-object --bucket data --key in/a.txt x";
    const { status, screen } = await job(
      "run",
      "--logs",
      "--name",
      "no-role",
      ...IMAGE,
      "--command",
      command,
    );
    expect(status).toBe(1);
    expect(screen.text).toMatch(
      /AccessDenied.*assumed-role\/nodes\/i-[0-9a-f]{17} is not authorized to perform: s3:GetObject/,
    );
    const [told] = (await job("why", "no-role", "--json")).screen.json as { cause: string; text: string }[];
    expect(told!.cause).toBe("call-refused");
    expect(told!.text).toContain('{ "name": "data", "prefix": "in", "access": "read" }');
    expect(told!.text).toContain("--role NAME");
  });
});
