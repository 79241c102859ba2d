import { CreateLogGroupCommand, type CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Logging, LogType } from "@aws-sdk/client-eks";
import { controlPlaneLogGroup } from "../../../src/model/names";
import { invalidParameter } from "../errors";

const LOG_TYPES: readonly LogType[] = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** The log types that are enabled when a request is applied to those that were. */
export function enabledLogTypes(before: readonly LogType[], request: Logging | undefined): LogType[] {
  const enabled = new Set(before);
  for (const setup of request?.clusterLogging ?? []) {
    for (const type of setup.types ?? []) {
      if (!LOG_TYPES.includes(type)) throw invalidParameter(`Invalid cluster log type: ${String(type)}`);
      if (setup.enabled) enabled.add(type);
      else enabled.delete(type);
    }
  }
  return LOG_TYPES.filter((type) => enabled.has(type));
}

/** How a cluster shows its log types: those that are enabled, and those that are not. */
export function loggingOf(enabled: readonly LogType[]): Logging {
  const disabled = LOG_TYPES.filter((type) => !enabled.includes(type));
  return {
    clusterLogging: [
      { types: [...enabled], enabled: true },
      { types: disabled, enabled: false },
    ].filter((setup) => setup.types.length > 0),
  };
}

/** Creates the control plane's log group unless it exists; nothing of EKS ever deletes it. */
export async function ensureLogGroup(logs: CloudWatchLogsClient, clusterName: string): Promise<void> {
  try {
    await logs.send(new CreateLogGroupCommand({ logGroupName: controlPlaneLogGroup(clusterName) }));
  } catch (error) {
    if ((error as Error).name !== "ResourceAlreadyExistsException") throw error;
  }
}
