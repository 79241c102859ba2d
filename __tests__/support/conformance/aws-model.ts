import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { NormalizedSchema } from "@smithy/core/schema";
import { enumsOf, type EnumsOfShapes } from "./enums";
import { shapeProblems } from "./shape-problems";

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

type StaticSchema = Parameters<typeof NormalizedSchema.of>[0];

interface Operation {
  readonly name: string;
  readonly output: NormalizedSchema;
  /** Status of a success. */
  readonly status: number;
  readonly matches: (method: string, path: string) => boolean;
}

/** First elements of the SDK's schemas; the others of an operation are namespace, name, traits, input, output. */
const OPERATION = 9;

/**
 * What AWS answers for any action, with its status.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html
 */
const COMMON_ERRORS: Readonly<Record<string, number>> = {
  InternalFailure: 500,
  SerializationException: 400,
  ServiceUnavailable: 503,
  ThrottlingException: 429,
  UnrecognizedClientException: 403,
};

/** The model of a service that the AWS SDK carries: what its client builds requests and reads answers with. */
export class AwsModel {
  private readonly sdk: Readonly<Record<string, unknown>>;
  private readonly directory: string;
  private readonly enums: EnumsOfShapes;
  private readonly operations: ReadonlyMap<string, Operation>;

  /** @param client of the SDK, such as `eks` */
  constructor(client: string) {
    const entry = require.resolve(`@aws-sdk/client-${client}`);
    // oxlint-disable-next-line typescript/no-require-imports
    this.sdk = require(entry) as Record<string, unknown>;
    this.directory = join(dirname(entry), "..", "dist-types");
    this.enums = enumsOf(this.directory, this.sdk);
    this.operations = new Map(
      Object.values(this.sdk).flatMap((schema) => {
        if (!Array.isArray(schema) || schema[0] !== OPERATION) return [];
        const operation = operationOf(schema as unknown[]);
        return [[operation.name, operation] as const];
      }),
    );
  }

  /** The action that a request means. */
  actionAt(method: string, path: string): string | undefined {
    return [...this.operations.values()].find(({ matches }) => matches(method, path))?.name;
  }

  /** What AWS would not have answered, a line each. */
  problems(action: string, answer: Answer): string[] {
    const found =
      answer.status < 300 ? this.outputProblems(action, answer) : this.errorProblems(action, answer);
    return found.map((problem) => `${action}: ${problem}`);
  }

  private outputProblems(action: string, { status, body }: Answer): string[] {
    const operation = this.operations.get(action)!;
    return [
      ...(status === operation.status ? [] : [`status ${status} instead of ${operation.status}`]),
      ...shapeProblems(operation.output, JSON.parse(body), this.enums),
    ];
  }

  private errorProblems(action: string, { status, headers, body }: Answer): string[] {
    const { __type: code, message, ...members } = JSON.parse(body) as Record<string, unknown>;
    const problems: string[] = [];
    if (headers["x-amzn-errortype"] !== code) problems.push(`x-amzn-errortype is not ${String(code)}`);
    if (typeof message !== "string" || message === "") problems.push(`${String(code)} has no message`);
    // The emulator's own answer, which must not look like one of AWS's.
    if (code === "NotImplemented")
      return status === 501 ? problems : [...problems, `NotImplemented has status ${status}`];
    const common = COMMON_ERRORS[String(code)];
    if (!this.declaredErrors(action).includes(String(code))) {
      return status === common
        ? problems
        : [...problems, `error ${String(code)} is not declared, or not with ${status}`];
    }
    const schema = NormalizedSchema.of(this.sdk[`${String(code)}$`] as StaticSchema);
    const { httpError } = schema.getOwnTraits() as { httpError: number };
    if (status !== httpError) problems.push(`${String(code)} has status ${status} instead of ${httpError}`);
    return [...problems, ...shapeProblems(schema, members, this.enums)];
  }

  /** The schemas do not tell them; the declarations of the commands do. */
  private declaredErrors(action: string): string[] {
    const declarations = readFileSync(join(this.directory, "commands", `${action}Command.d.ts`), "utf8");
    return [...declarations.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name]) => name!);
  }
}

function operationOf(schema: readonly unknown[]): Operation {
  const [, , name, traits, , output] = schema as [
    number,
    string,
    string,
    { http: [string, string, number] } | 0,
    StaticSchema,
    StaticSchema,
  ];
  // Services of the JSON protocols have one path; their requests name the action in a header.
  const [method, path, status] = traits === 0 ? (["POST", "/", 200] as const) : traits.http;
  const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
  return {
    name,
    output: NormalizedSchema.of(output),
    status,
    matches: (candidate, candidatePath) => candidate === method && pattern.test(candidatePath),
  };
}
