/** A line as the node's Fluent Bit shipped it. */
export interface LogMessage {
  readonly text: string;
  /** Whether the line goes on in the next event of its stream, as containerd cuts long ones. */
  readonly isPartial: boolean;
  /** Undefined when the event does not say. */
  readonly podName?: string | undefined;
  readonly container?: string | undefined;
  /** Of the container: `stdout` or `stderr`. */
  readonly output?: string | undefined;
}

/**
 * Unpacks an event of the application log group; what is not JSON is a plain line.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-logs-FluentBit.html
 */
export function parseMessage(message: string): LogMessage {
  const event = jsonObject(message);
  if (!event) return { text: withoutLineEnd(message), isPartial: false };
  const kubernetes = isObject(event.kubernetes) ? event.kubernetes : {};
  return {
    text: withoutLineEnd(lineOf(event) ?? message),
    isPartial: event._p === "P" || event.logtag === "P",
    podName: stringOf(kubernetes.pod_name),
    container: stringOf(kubernetes.container_name),
    output: stringOf(event.stream),
  };
}

/** Add-on versions that parse JSON lines leave the parsed form beside the line, or in its place. */
function lineOf(event: Readonly<Record<string, unknown>>): string | undefined {
  const line = event.log ?? event.message ?? event.log_processed;
  return line === undefined || typeof line === "string" ? line : JSON.stringify(line);
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function withoutLineEnd(line: string): string {
  return line.replace(/\r?\n$/, "");
}
