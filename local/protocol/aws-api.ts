import * as batch from "@aws-sdk/client-batch";
import * as eks from "@aws-sdk/client-eks";

/** An API action and how AWS's model binds it to HTTP. */
export interface AwsAction {
  readonly name: string;
  readonly method: string;
  /** Path with labels, such as `/clusters/{name}`. */
  readonly path: string;
}

/** The clients whose models say what the services that the emulator implements can do, by signing name. */
const SDKS: Readonly<Record<string, object>> = { batch, eks };

/** First element of the SDK's schema of an operation; its name, traits, input and output follow. */
const OPERATION_SCHEMA = 9;

/** Every action of a service, whether or not it is emulated; none for a service without a model here. */
export function actionsOf(service: string): AwsAction[] {
  return Object.values(SDKS[service] ?? {}).flatMap((schema: unknown) => {
    if (!Array.isArray(schema) || schema[0] !== OPERATION_SCHEMA) return [];
    const [, , name, traits] = schema as [number, string, string, { http: [string, string, number] }];
    const [method, path] = traits.http;
    return [{ name, method, path }];
  });
}
