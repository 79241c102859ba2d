import type { AwsRequest } from "../../../local/protocol/aws-request";
import { requestedAccess } from "../../../local/job-sessions/requested-access";

function request(service: string, line: string, more: Partial<AwsRequest> = {}): AwsRequest {
  const [method = "", url = ""] = line.split(" ");
  return {
    ...{ method, url, service, headers: {}, body: Buffer.alloc(0), accessKeyId: "A", region: "us-east-1" },
    ...{ protocol: "rest-xml", form: new URLSearchParams() },
    ...more,
  };
}

const NO_SECRET = () => Promise.resolve(undefined);
const BUCKET = "arn:aws:s3:::data";

it.each([
  ["GET /data/in/a", "s3:GetObject", `${BUCKET}/in/a`],
  ["HEAD /data/in/a%20b", "s3:GetObject", `${BUCKET}/in/a b`],
  ["GET /data/in/../out/a", "s3:GetObject", `${BUCKET}/in/../out/a`],
  ["PUT /data/out/a", "s3:PutObject", `${BUCKET}/out/a`],
  ["POST /data/out/a?uploads", "s3:PutObject", `${BUCKET}/out/a`],
  ["PUT /data/out/a?partNumber=1&uploadId=u", "s3:PutObject", `${BUCKET}/out/a`],
  ["POST /data/out/a?uploadId=u", "s3:PutObject", `${BUCKET}/out/a`],
  ["GET /data/out/a?uploadId=u", "s3:ListMultipartUploadParts", `${BUCKET}/out/a`],
  ["DELETE /data/out/a?uploadId=u", "s3:AbortMultipartUpload", `${BUCKET}/out/a`],
  ["DELETE /data/out/a", "s3:DeleteObject", `${BUCKET}/out/a`],
  ["PUT /data/out/a?tagging", "s3:PutObjectTagging", `${BUCKET}/out/a`],
  ["GET /data?uploads", "s3:ListBucketMultipartUploads", BUCKET],
  ["GET /data/?versions", "s3:ListBucketVersions", BUCKET],
  ["GET /data?policy", "s3:GetBucketPolicy", BUCKET],
  ["GET /data?location=", "s3:GetBucketLocation", BUCKET],
  ["HEAD /data", "s3:ListBucket", BUCKET],
  ["PUT /data", "s3:CreateBucket", BUCKET],
  ["DELETE /data", "s3:DeleteBucket", BUCKET],
  ["GET /", "s3:ListAllMyBuckets", "*"],
])("%s of S3 asks for %s", async (line, action, resource) =>
  expect(await requestedAccess(request("s3", line), "", NO_SECRET)).toEqual([{ action, resource }]),
);

it("a list says which prefix it is of", async () =>
  expect(await requestedAccess(request("s3", "GET /data?list-type=2&prefix=in%2F"), "", NO_SECRET)).toEqual([
    { action: "s3:ListBucket", resource: BUCKET, context: { "s3:prefix": "in/" } },
  ]));

it("a copy reads its source too", async () => {
  const headers = { "x-amz-copy-source": "/other/in/a%20b?versionId=1" };
  expect(await requestedAccess(request("s3", "PUT /data/out/a", { headers }), "", NO_SECRET)).toEqual([
    { action: "s3:PutObject", resource: `${BUCKET}/out/a` },
    { action: "s3:GetObject", resource: "arn:aws:s3:::other/in/a b" },
  ]);
});

it("a deletion of several objects asks for each of them", async () => {
  const body = Buffer.from("<Delete><Object><Key>a</Key></Object><Object><Key>b/c</Key></Object></Delete>");
  const asked = await requestedAccess(request("s3", "POST /data?delete", { body }), "", NO_SECRET);
  expect(asked.map(({ resource }) => resource)).toEqual([`${BUCKET}/a`, `${BUCKET}/b/c`]);
});

describe("a secret", () => {
  const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf";
  const of = (SecretId: string, arn?: string) =>
    requestedAccess(
      request("secretsmanager", "POST /", { body: Buffer.from(JSON.stringify({ SecretId })) }),
      "GetSecretValue",
      () => Promise.resolve(arn),
    );

  it("that is named by its name is looked up", async () =>
    expect(await of("db", ARN)).toEqual([{ action: "secretsmanager:GetSecretValue", resource: ARN }]));

  it("that is named by its ARN is that", async () =>
    expect(await of(ARN)).toEqual([{ action: "secretsmanager:GetSecretValue", resource: ARN }]));

  it("that does not exist is refused or not as any of its name", async () =>
    expect((await of("db"))[0]!.resource).toBe(
      "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-000000",
    ));
});

it("an action of another service is named as it is", async () =>
  expect(await requestedAccess(request("batch", "POST /v1/submitjob"), "SubmitJob", NO_SECRET)).toEqual([
    { action: "batch:SubmitJob", resource: "*" },
  ]));
