import { Agent, request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SNSClient } from "@aws-sdk/client-sns";
import { S3Client } from "@aws-sdk/client-s3";
import { homeRegion } from "../../src/model/aws-region";
import type { AwsRequest } from "../protocol/aws-request";
import type { HttpAnswer } from "../protocol/protocol";
import { startMotoServer, type MotoServer } from "./moto-server";

// Each client warns of an older Node.js when it is made; the doctor says so once.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** The account of everything that moto and the emulator create. */
export const ACCOUNT_ID = "123456789012";

/** The IAM user as whom every caller of the emulator acts. */
export const EMULATOR_USER = "emulator";

/** SDK clients that talk to moto itself, past the gateway: no fault, no correction, no record. */
export interface MotoClients {
  readonly ec2: EC2Client;
  readonly ecr: ImageRegistry;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
}

/** What of ECR is asked for: the project has no client of it. */
export interface ImageRegistry {
  holds(
    repositoryName: string,
    image: { readonly imageTag: string } | { readonly imageDigest: string },
  ): Promise<boolean>;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Until there is a user. */
const BOOTSTRAP: Credentials = { accessKeyId: "bootstrap", secretAccessKey: "bootstrap" };

/**
 * A stock `moto_server`, which ends with this process. It asks nobody for a key, so it listens on a Unix
 * socket in a directory that is its owner's alone: only the gateway reaches it.
 */
export class Moto {
  private readonly agent: Agent;
  private readonly clientsOfRegion = new Map<string, MotoClients>();
  /** By the home region of their partition. */
  private readonly users = new Map<string, Promise<Credentials>>();

  private constructor(private readonly server: MotoServer) {
    const createConnection = (): Socket => connect(server.socket);
    this.agent = Object.assign(new Agent({ keepAlive: true }), { createConnection });
  }

  /**
   * @param directory in which moto gets one of its own
   * @throws Error when moto cannot be found, or does not start
   */
  static async start(directory: string): Promise<Moto> {
    const moto = new Moto(await startMotoServer(directory));
    try {
      await moto.credentials("us-east-1");
    } catch (error) {
      await moto.stop();
      throw error;
    }
    return moto;
  }

  /**
   * The keys of the IAM user that all callers of a partition act as, who is made at first: moto's own default caller
   * is an ARN that no IAM principal has, and AWS accepts only principals in access entries and key policies.
   */
  private credentials(region: string): Promise<Credentials> {
    const home = homeRegion(region);
    const made = this.users.get(home) ?? this.createUser(home);
    this.users.set(home, made);
    made.catch(() => this.users.delete(home));
    return made;
  }

  private async createUser(region: string): Promise<Credentials> {
    const iam = new IAMClient({ ...this.configuration(region), credentials: BOOTSTRAP });
    await iam.send(new CreateUserCommand({ UserName: EMULATOR_USER }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: EMULATOR_USER }));
    return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  }

  private configuration(region: string) {
    return {
      region,
      endpoint: ENDPOINT,
      requestHandler: { httpAgent: this.agent },
      credentials: () => this.credentials(region),
      maxAttempts: 1,
    };
  }

  clients(region: string): MotoClients {
    let clients = this.clientsOfRegion.get(region);
    if (!clients) {
      const config = this.configuration(region);
      clients = {
        ec2: new EC2Client(config),
        ecr: { holds: (repositoryName, image) => this.holdsImage(region, repositoryName, image) },
        events: new EventBridgeClient(config),
        iam: new IAMClient(config),
        kms: new KMSClient(config),
        logs: new CloudWatchLogsClient(config),
        sns: new SNSClient(config),
        s3: new S3Client(config),
      };
      this.clientsOfRegion.set(region, clients);
    }
    return clients;
  }

  private async holdsImage(region: string, repositoryName: string, imageId: object): Promise<boolean> {
    const target = "AmazonEC2ContainerRegistry_V20150921.DescribeImages";
    const { status } = await this.ask(region, "ecr", target, { repositoryName, imageIds: [imageId] });
    return status === 200;
  }

  /** @returns undefined when there is no such secret */
  async secretArn(region: string, SecretId: string): Promise<string | undefined> {
    const target = "secretsmanager.DescribeSecret";
    const { status, body } = await this.ask(region, "secretsmanager", target, { SecretId });
    return status === 200 ? (JSON.parse(body.toString()) as { ARN: string }).ARN : undefined;
  }

  /** Calls a JSON API of which the project has no client. */
  private ask(region: string, service: string, target: string, input: object): Promise<HttpAnswer> {
    return this.forward({
      method: "POST",
      url: "/",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${BOOTSTRAP.accessKeyId}/20260101/${region}/${service}/aws4_request`,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": target,
      },
      body: Buffer.from(JSON.stringify(input)),
      accessKeyId: BOOTSTRAP.accessKeyId,
      region,
    });
  }

  /** Passes a request on, as the emulator's user. */
  async forward(
    request: Pick<AwsRequest, "method" | "url" | "headers" | "body" | "accessKeyId" | "region">,
    other?: URLSearchParams | Buffer,
  ): Promise<HttpAnswer> {
    const { accessKeyId } = await this.credentials(request.region);
    const body = other instanceof URLSearchParams ? Buffer.from(other.toString()) : (other ?? request.body);
    const headers: Record<string, string | number> = {
      ...request.headers,
      authorization: (request.headers.authorization ?? "").replace(request.accessKeyId, accessKeyId),
      host: new URL(ENDPOINT).host,
      "content-length": body.length,
    };
    delete headers["transfer-encoding"];
    delete headers["accept-encoding"];
    delete headers.connection;
    // Of a job's credentials, which moto does not know.
    delete headers["x-amz-security-token"];
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          method: request.method,
          path: request.url,
          headers,
          agent: this.agent,
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
          incoming.on("error", reject);
          incoming.on("end", () =>
            resolve({
              status: incoming.statusCode ?? 500,
              headers: answerHeaders(incoming.headers, request.method),
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.server.stop();
  }
}

/** What moto takes for its address: the connections are those of its socket. */
const ENDPOINT = "http://127.0.0.1";

const ANSWER_HEADERS = ["content-type", "content-range", "etag", "last-modified", "location"];

/**
 * The headers that callers look at; the connection's own are the gateway's business. An answer to
 * HEAD has the length of what it leaves out.
 */
function answerHeaders(
  headers: Record<string, string | string[] | undefined>,
  method: string,
): Record<string, string> {
  const wanted = method === "HEAD" ? [...ANSWER_HEADERS, "content-length"] : ANSWER_HEADERS;
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" && (name.startsWith("x-amz") || wanted.includes(name)) ? [[name, value]] : [],
    ),
  );
}
