import * as s3 from "@aws-sdk/client-s3";
import type { CorrectedAccount } from "./corrected-account";

export function bucketPolicyCases(account: CorrectedAccount): void {
  const Bucket = "states-of-a-team";
  const client = (): s3.S3Client => new s3.S3Client(account.gateway.client);
  const denial = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
  };
  const withTls = { ...denial, Condition: { Bool: { "aws:SecureTransport": "false" } } };
  const put = (...Statement: object[]): Promise<unknown> => {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    return client().send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
  };
  const get = async (): Promise<unknown> => {
    const { Policy } = await client().send(new s3.GetBucketPolicyCommand({ Bucket }));
    return JSON.parse(Policy!);
  };

  const object = { Bucket, Key: "state" };
  const read = (): Promise<unknown> => client().send(new s3.GetObjectCommand(object));

  beforeAll(async () => {
    await client().send(new s3.CreateBucketCommand({ Bucket }));
    await client().send(new s3.PutObjectCommand({ ...object, Body: "{}" }));
  });

  test("demands TLS of everybody, and lets in who has it", async () => {
    await put(withTls);
    expect(await read()).toMatchObject({ ContentLength: 2 });
  });

  test("is answered as it was put", async () => {
    await put(withTls);
    expect(await get()).toEqual({ Version: "2012-10-17", Statement: [withTls] });
  });

  test("may be one statement, which is no list", async () => {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: withTls });
    await client().send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
    expect(await get()).toEqual({ Version: "2012-10-17", Statement: withTls });
    expect(await read()).toMatchObject({ ContentLength: 2 });
  });

  test("goes, and is not answered then", async () => {
    await put(withTls);
    await client().send(new s3.DeleteBucketPolicyCommand({ Bucket }));
    await expect(get()).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
  });

  test("refuses what it denies without a condition", async () => {
    await put(denial, withTls);
    await expect(read()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });
}
