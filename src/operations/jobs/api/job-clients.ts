import { BatchClient } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { EC2Client } from "@aws-sdk/client-ec2";
import { EKSClient } from "@aws-sdk/client-eks";
import { podEvents, type PodEvents } from "./pod-events";
import { clientConfig } from "../../aws/client-config";
import { isWithoutKubernetes } from "../../aws/cluster-reachability";

/** What of an AWS client commands use, so that tests can put a fake in its place. */
export type Sender<Client extends { send: unknown }> = Pick<Client, "send">;

/** The clients of AWS's APIs, all for the region of the environment. */
export interface JobClients {
  readonly batch: Sender<BatchClient>;
  /**
   * For SubmitJob alone: it has no idempotency token, so a request that may have arrived is never
   * sent again.
   */
  readonly submitting: Sender<BatchClient>;
  readonly logs: Sender<CloudWatchLogsClient>;
  readonly eks: Sender<EKSClient>;
  /** Loaded when it is needed: only diagnoses ask EC2, and its client takes a quarter of a second. */
  readonly ec2: () => Promise<Sender<EC2Client>>;
  /** Undefined where there is no cluster to ask, as in a rehearsal without Kubernetes. */
  readonly events?: PodEvents | undefined;
}

const ATTEMPTS = 5;
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 30_000 };

/** Clients with the credentials that the SDK finds, for one region whatever the shell's default is. */
export function jobClients(region: string): JobClients {
  const config = { ...clientConfig(region, PATIENCE), maxAttempts: ATTEMPTS };
  return {
    batch: new BatchClient(config),
    submitting: new BatchClient({ ...config, maxAttempts: 1 }),
    logs: new CloudWatchLogsClient(config),
    eks: new EKSClient(config),
    events: isWithoutKubernetes(process.env) ? undefined : podEvents(),
    ec2: async () => {
      const { EC2Client } = await import("@aws-sdk/client-ec2");
      return new EC2Client(config);
    },
  };
}
