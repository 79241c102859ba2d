import type { Diagnostic } from "./terraform-events";

/** What AWS and the way to it say when the same call may well succeed a little later. */
const TRANSIENT = [
  /Throttl|Rate exceeded|TooManyRequests|RequestLimitExceeded|SlowDown/i,
  /StatusCode: (429|5\d\d)/,
  /InternalFailure|InternalServerError|ServerException|ServiceUnavailable|ServerInternal/,
  /connection reset|connection refused|broken pipe|unexpected EOF|i\/o timeout|TLS handshake timeout/i,
  /RequestError: send request failed|no such host|context deadline exceeded/i,
  // IAM is eventually consistent: another service may not see a new role or key policy yet.
  /MalformedPolicyDocument.*principal|role.*(cannot be assumed|could not be assumed|not authorized to assume)/i,
  /principalArn.*(invalid|not valid)|Invalid IAM Instance Profile|NoSuchEntity.*role/i,
];

/** Whether every error is one that may pass by itself. */
export function isTransient(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.length > 0 && diagnostics.every(isTransientDiagnostic);
}

function isTransientDiagnostic({ summary, detail }: Diagnostic): boolean {
  return TRANSIENT.some((pattern) => pattern.test(`${summary} ${detail}`));
}
