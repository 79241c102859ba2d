import {
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { awsClients } from "../../aws/aws-clients";
import { callerIdentity } from "../../aws/caller-identity";
import { clientConfig } from "../../aws/client-config";
import type { SharedPlace } from "../../../model/state-place";
import { CliError } from "../../terminal/cli-error";
import { errorName, explainError } from "../../aws/errors";
import type { StateStore } from "./state-store";

/** States in objects below a prefix of a bucket. */
export class S3Store implements StateStore {
  private readonly client: S3Client;
  private account: Promise<string> | undefined;

  constructor(private readonly place: SharedPlace) {
    this.client = new S3Client({ ...clientConfig(place.region), maxAttempts: 8 });
  }

  /** A bucket of this name that is somebody else's is refused: what it holds would be believed. */
  private owner(): Promise<string> {
    this.account ??= callerIdentity(awsClients(this.place.region).sts).then(({ account }) => account);
    return this.account;
  }

  async list(environment?: string): Promise<string[]> {
    const { bucket: Bucket, prefix } = this.place;
    const Prefix = [prefix, ...(environment ? [environment] : []), ""].join("/");
    const names: string[] = [];
    await this.explained(async () => {
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client: this.client },
        { Bucket, Prefix, ExpectedBucketOwner: await this.owner() },
      )) {
        names.push(...Contents.map(({ Key }) => Key!.slice(prefix.length + 1)));
      }
    });
    return names;
  }

  async read(name: string): Promise<string | undefined> {
    return this.explained(async () => {
      try {
        const { Body } = await this.client.send(new GetObjectCommand(await this.object(name)));
        return await Body!.transformToString();
      } catch (error) {
        if (errorName(error) === "NoSuchKey") return undefined;
        throw error;
      }
    });
  }

  async write(name: string, text: string): Promise<void> {
    await this.explained(() => this.put(name, text));
  }

  async create(name: string, text: string): Promise<boolean> {
    return this.explained(async () => {
      try {
        await this.put(name, text, { IfNoneMatch: "*" });
        return true;
      } catch (error) {
        // The second is S3's answer while the other one is still being written.
        if (["PreconditionFailed", "ConditionalRequestConflict"].includes(errorName(error))) return false;
        throw error;
      }
    });
  }

  async remove(name: string): Promise<void> {
    await this.explained(async () => this.client.send(new DeleteObjectCommand(await this.object(name))));
  }

  address(name: string): string {
    const { bucket, prefix } = this.place;
    return `s3://${bucket}/${prefix}/${name}`;
  }

  private async put(name: string, text: string, condition: { IfNoneMatch?: string } = {}): Promise<void> {
    const ContentType = "application/json";
    await this.client.send(
      new PutObjectCommand({ ...(await this.object(name)), Body: text, ContentType, ...condition }),
    );
  }

  private async object(name: string): Promise<{ Bucket: string; Key: string; ExpectedBucketOwner: string }> {
    const { bucket: Bucket, prefix } = this.place;
    return { Bucket, Key: `${prefix}/${name}`, ExpectedBucketOwner: await this.owner() };
  }

  private async explained<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      if (error instanceof CliError) throw error;
      throw new CliError(explain(error, this.place));
    }
  }
}

/** What is wrong with a bucket, and what to do. */
function explain(error: unknown, { bucket, region }: SharedPlace): string {
  const where = `The state is in bucket ${bucket} (${region})`;
  switch (errorName(error)) {
    case "NoSuchBucket":
      return `${where}, which does not exist: npm run state:bootstrap creates it.`;
    case "PermanentRedirect":
    case "AuthorizationHeaderMalformed":
    case "IllegalLocationConstraint":
      return `${where}, but that bucket is in another region: set state_region.`;
  }
  return `${where}, which cannot be used. ${explainError(error)}`;
}
