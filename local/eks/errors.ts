import { AwsError } from "../protocol/aws-error";

/** The resource that an EKS error is about, as members of the error's shape. */
export interface ErrorSubject {
  readonly clusterName?: string;
  readonly nodegroupName?: string;
  readonly addonName?: string;
}

export function invalidParameter(message: string, subject: ErrorSubject = {}): AwsError {
  return new AwsError("InvalidParameterException", message, 400, { ...subject });
}

export function invalidRequest(message: string, subject: ErrorSubject = {}): AwsError {
  return new AwsError("InvalidRequestException", message, 400, { ...subject });
}

export function resourceInUse(message: string, subject: ErrorSubject = {}): AwsError {
  return new AwsError("ResourceInUseException", message, 409, { ...subject });
}

export function resourceNotFound(message: string, subject: ErrorSubject = {}): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404, { ...subject });
}

/** What AWS would do and the emulator does not: never a made-up success. */
export function notEmulated(what: string): AwsError {
  return new AwsError("NotImplemented", `The emulator does not implement ${what} of EKS.`, 501);
}

/**
 * Passes on what EKS was told when it called another service for its caller, in EKS's own words.
 *
 * @param error what the SDK threw
 */
export function refusedBy(service: string, error: unknown, subject: ErrorSubject = {}): AwsError {
  const { name, message } = error as Error;
  const { httpStatusCode, requestId } = (error as { $metadata?: Record<string, unknown> }).$metadata ?? {};
  return invalidParameter(
    `${message} (Service: ${service}; Status Code: ${String(httpStatusCode)}; Error Code: ${name}; Request ID: ${String(requestId)}; Proxy: null)`,
    subject,
  );
}
