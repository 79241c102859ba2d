import { BatchClient } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import { clientConfig, type ClientConfig } from "./client-config";

/** The clients of AWS's APIs that the commands use, all for one region. */
export interface AwsClients {
  readonly batch: BatchClient;
  readonly ec2: EC2Client;
  readonly eks: EKSClient;
  readonly events: EventBridgeClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
  readonly sns: SNSClient;
  readonly sts: STSClient;
}

/**
 * Clients with the credentials of the environment.
 *
 * @param config @default - that of clients that try often when AWS throttles them
 */
export function awsClients(
  region: string,
  config: ClientConfig & { readonly maxAttempts?: number } = { ...clientConfig(region), maxAttempts: 8 },
): AwsClients {
  return {
    batch: new BatchClient(config),
    ec2: new EC2Client(config),
    eks: new EKSClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
    sns: new SNSClient(config),
    sts: new STSClient(config),
  };
}
