import type { InputTransformer } from "@aws-sdk/client-eventbridge";
import type { AwsEvent } from "./event";

/**
 * The text that a target gets in place of an event.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transformed(
  { InputPathsMap = {}, InputTemplate }: InputTransformer,
  event: AwsEvent,
): string {
  return InputTemplate!.replace(/<([\w-]+)>/g, (placeholder, name: string) => {
    const path = InputPathsMap[name];
    return path === undefined ? placeholder : textOf(valueAt(event, path));
  });
}

/** What is not in the event leaves a gap. */
function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @param path such as `$.detail.jobName` */
function valueAt(event: AwsEvent, path: string): unknown {
  return path
    .split(".")
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);
}
