import findMyWay from "find-my-way";
import { actionsOf, type AwsAction } from "./aws-api";
import { AwsError } from "./aws-error";
import type { AwsRequest } from "./aws-request";

/** What an emulated operation is given: the parts of the HTTP request that its AWS model binds. */
export interface OperationInput {
  readonly region: string;
  /** Labels of the path, URL-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body; `{}` when there is none. Callers narrow it to the SDK's input type. */
  readonly body: unknown;
}

/** One API operation of an emulated service, by its name and HTTP binding in AWS's model. */
export interface Operation {
  readonly action: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
  /** Path with labels, such as `/clusters/:name/node-groups`. */
  readonly path: string;
  handle(input: OperationInput): unknown;
}

/** What the service keeps, for `GET /_emulator/inventory`. */
export interface InventoryItem {
  readonly service: string;
  /** Resource type in the words of its API, such as `nodegroup`. */
  readonly type: string;
  readonly id: string;
  readonly region: string;
}

/** A service whose API the emulator implements itself. */
export interface EmulatedService {
  /** SigV4 signing name. */
  readonly name: string;
  readonly operations: readonly Operation[];
  inventory(): InventoryItem[];
  /**
   * What of this service holds a resource of another one, in words for a refusal, such as
   * `EKS cluster x`.
   *
   * @param id id, name or ARN of a subnet, security group, role, instance profile, ...
   */
  holdersOf(region: string, id: string): string[];
}

/** An operation that a request means, with what it is given. */
export interface MatchedOperation {
  readonly operation: Operation;
  readonly input: OperationInput;
}

/** Finds the operation of an emulated service that a request means. */
export class OperationRouter {
  private readonly router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 2048 });

  constructor(private readonly service: EmulatedService) {
    const emulated = new Set(service.operations.map(({ action }) => action));
    const others = actionsOf(service.name).filter(({ name }) => !emulated.has(name));
    for (const operation of [...service.operations, ...others.map(notEmulated)]) {
      this.router.on(operation.method, operation.path, () => undefined, operation);
    }
  }

  /** @throws AwsError with status 501 for a path that AWS does not have either. */
  match(request: AwsRequest): MatchedOperation {
    const [path = "/", query = ""] = request.url.split("?");
    const found = this.router.find(request.method as "GET", path);
    if (!found) {
      throw new AwsError(
        "NotImplemented",
        `${this.service.name} has no action at ${request.method} ${path}.`,
        501,
      );
    }
    const params = Object.fromEntries(
      Object.entries(found.params).map(([name, value]) => [name, value ?? ""]),
    );
    return {
      operation: found.store as Operation,
      input: {
        region: request.region,
        params,
        query: new URLSearchParams(query),
        body: parseJson(request.body),
      },
    };
  }
}

/** An action that answers what it is: never a made-up success. */
function notEmulated({ name, method, path }: AwsAction): Operation {
  return {
    action: name,
    method: method as Operation["method"],
    path: path.replace(/\{(\w+)\}/g, ":$1"),
    handle() {
      throw new AwsError("NotImplemented", `The emulator does not implement ${name}.`, 501);
    },
  };
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON.");
  }
}
