import { BatchClient } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import type { AwsClients } from "../aws/aws-clients";
import { clientConfig } from "../aws/client-config";

/** Clients of one region. */
export interface DoctorClients extends AwsClients {
  readonly quotas: ServiceQuotasClient;
}

const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 20_000 };

/**
 * Clients that give up early, other than those of a deployment: somebody waits for the table, and
 * what does not answer is told there.
 */
export function doctorClients(region: string): DoctorClients {
  const config = clientConfig(region, PATIENCE);
  return {
    batch: new BatchClient(config),
    ec2: new EC2Client(config),
    eks: new EKSClient(config),
    events: new EventBridgeClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
    quotas: new ServiceQuotasClient(config),
    sns: new SNSClient(config),
    sts: new STSClient(config),
  };
}
