import {
  BucketAlreadyExists,
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  waitUntilBucketExists,
  type BucketLocationConstraint,
} from "@aws-sdk/client-s3";
import { partitionOf } from "../../../model/aws-region";
import { statePlace, type SharedPlace } from "../../../model/state-place";
import type { Variables } from "../../../model/variables";
import { awsClients } from "../../aws/aws-clients";
import { callerIdentity } from "../../aws/caller-identity";
import { clientConfig } from "../../aws/client-config";
import { CliError } from "../../terminal/cli-error";
import { unlessMissing } from "../../aws/errors";
import { withTlsOnly, type Policy } from "./bucket-policy";

/** Tells of each thing that was done. */
type Say = (line: string) => void;

/** A bucket of the caller's account. */
interface OwnBucket {
  readonly s3: S3Client;
  /** For every call: a bucket of this name that is somebody else's is refused. */
  readonly bucket: { readonly Bucket: string; readonly ExpectedBucketOwner: string };
}

/** The bucket that the variables name for the state, if any. */
export function stateBucket(variables: Variables): SharedPlace | undefined {
  const place = statePlace(variables, "");
  return place.kind === "s3" ? place : undefined;
}

/**
 * Creates the bucket of a shared state, unless it is there, and gives it what it lacks: versions,
 * encryption by default, no public access, TLS only, tags. What it has beyond that stays.
 *
 * @returns how many things were done; 0 when there is no such bucket to be
 * @throws CliError when a bucket of this name is somebody else's, or in another region
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export async function createStateBucket(variables: Variables, say: Say): Promise<number> {
  const place = stateBucket(variables);
  if (!place) return 0;
  const { account } = await callerIdentity(awsClients(variables.aws_region).sts);
  const s3 = new S3Client(clientConfig(place.region));
  const own: OwnBucket = { s3, bucket: { Bucket: place.bucket, ExpectedBucketOwner: account } };
  let done = 0;
  const tell = (line: string): void => {
    done += 1;
    say(`${place.bucket}: ${line}`);
  };
  if (!(await exists(own, place))) {
    await create(own, place);
    tell(`created in ${place.region}`);
  }
  if (await keepVersions(own)) tell("keeps the versions of every object");
  if (await encrypt(own)) tell("encrypts what is put into it");
  if (await blockPublicAccess(own)) tell("cannot be made public");
  if (await demandTls(own, place)) tell("answers TLS only");
  if (await tag(own, { ...variables.tags, Purpose: "Terraform state" })) tell("has its tags");
  return done;
}

async function exists({ s3, bucket }: OwnBucket, { region }: SharedPlace): Promise<boolean> {
  try {
    const { BucketRegion = region } = await s3.send(new HeadBucketCommand(bucket));
    if (BucketRegion !== region) throw inAnotherRegion(bucket.Bucket, BucketRegion);
    return true;
  } catch (error) {
    const { $metadata, $response } = error as {
      $metadata?: { httpStatusCode?: number };
      $response?: { headers?: Record<string, string> };
    };
    switch ($metadata?.httpStatusCode) {
      case 404:
        return false;
      case 301:
        throw inAnotherRegion(bucket.Bucket, $response?.headers?.["x-amz-bucket-region"] ?? "another region");
      case 403:
        throw new CliError(
          `Bucket ${bucket.Bucket} exists and is not yours, or you may not look at it: choose another state_bucket.`,
        );
      default:
        throw error;
    }
  }
}

function inAnotherRegion(name: string, region: string): CliError {
  return new CliError(`Bucket ${name} exists in ${region}: set state_region to that.`);
}

async function create({ s3, bucket: { Bucket } }: OwnBucket, { region }: SharedPlace): Promise<void> {
  // us-east-1 is what S3 takes when nothing is said, and refuses when it is.
  const LocationConstraint = region === "us-east-1" ? undefined : (region as BucketLocationConstraint);
  const configuration = LocationConstraint ? { CreateBucketConfiguration: { LocationConstraint } } : {};
  await s3.send(new CreateBucketCommand({ Bucket, ...configuration })).catch((error: unknown) => {
    if (!(error instanceof BucketAlreadyExists)) throw error;
    throw new CliError(`Bucket ${Bucket} exists and is not yours: choose another state_bucket.`);
  });
  await waitUntilBucketExists({ client: s3, maxWaitTime: 60, minDelay: 1 }, { Bucket });
}

async function keepVersions({ s3, bucket }: OwnBucket): Promise<boolean> {
  const { Status } = await s3.send(new GetBucketVersioningCommand(bucket));
  if (Status === "Enabled") return false;
  const VersioningConfiguration = { Status: "Enabled" as const };
  await s3.send(new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration }));
  return true;
}

/** With S3's own keys, unless the bucket encrypts otherwise already. */
async function encrypt({ s3, bucket }: OwnBucket): Promise<boolean> {
  const found = await unlessMissing(s3.send(new GetBucketEncryptionCommand(bucket)));
  if (found?.ServerSideEncryptionConfiguration?.Rules?.length) return false;
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } }];
  await s3.send(new PutBucketEncryptionCommand({ ...bucket, ServerSideEncryptionConfiguration: { Rules } }));
  return true;
}

async function blockPublicAccess({ s3, bucket }: OwnBucket): Promise<boolean> {
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  const found = await unlessMissing(s3.send(new GetPublicAccessBlockCommand(bucket)));
  const { PublicAccessBlockConfiguration: now = {} } = found ?? {};
  if (Object.keys(PublicAccessBlockConfiguration).every((key) => now[key as keyof typeof now])) return false;
  await s3.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration }));
  return true;
}

async function demandTls({ s3, bucket }: OwnBucket, { region }: SharedPlace): Promise<boolean> {
  const found = await unlessMissing(s3.send(new GetBucketPolicyCommand(bucket)));
  const now = found?.Policy === undefined ? undefined : (JSON.parse(found.Policy) as Policy);
  const wanted = withTlsOnly(now, partitionOf(region)!, bucket.Bucket);
  if (!wanted) return false;
  await s3.send(new PutBucketPolicyCommand({ ...bucket, Policy: JSON.stringify(wanted) }));
  return true;
}

async function tag({ s3, bucket }: OwnBucket, tags: Readonly<Record<string, string>>): Promise<boolean> {
  const { TagSet = [] } = (await unlessMissing(s3.send(new GetBucketTaggingCommand(bucket)))) ?? {};
  const now = Object.fromEntries(TagSet.map(({ Key, Value }) => [Key!, Value!]));
  if (Object.entries(tags).every(([key, value]) => now[key] === value)) return false;
  const all = Object.entries({ ...now, ...tags }).map(([Key, Value]) => ({ Key, Value }));
  await s3.send(new PutBucketTaggingCommand({ ...bucket, Tagging: { TagSet: all } }));
  return true;
}
