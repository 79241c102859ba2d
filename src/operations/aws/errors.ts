/** Why a call of AWS failed, as far as it makes a difference to what is told. */
export type ErrorKind = "credentials" | "denied" | "unreachable" | "other";

/** Names of errors, with or without the suffix `Exception`, that speak of the caller's credentials. */
const CREDENTIALS = new Set([
  "AuthFailure",
  "CredentialsProviderError",
  "ExpiredToken",
  "IncompleteSignature",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidGrant",
  "InvalidSignature",
  "MissingAuthenticationToken",
  "RequestExpired",
  "SignatureDoesNotMatch",
  "TokenProviderError",
  "UnauthorizedSSOToken",
  "UnrecognizedClient",
]);

const DENIED = new Set(["AccessDenied", "AuthorizationError", "OptInRequired", "UnauthorizedOperation"]);

const UNREACHABLE =
  /^(EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EPIPE|EPROXY|ETIMEDOUT|TimeoutError|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+)$/;

/** The name of an AWS error without its suffix, which not every protocol writes. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name.replace(/Exception$/, "") : "";
}

export function errorKind(error: unknown): ErrorKind {
  const name = errorName(error);
  if (CREDENTIALS.has(name)) return "credentials";
  if (DENIED.has(name)) return "denied";
  return UNREACHABLE.test(networkCode(error)) ? "unreachable" : "other";
}

/** What AWS answers, or undefined when the caller may not ask. */
export async function unlessDenied<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (errorKind(error) === "denied") return undefined;
    throw error;
  }
}

/** A sentence without a stack trace. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.split("\n", 1)[0]!.trim();
  switch (errorKind(error)) {
    case "denied":
      return `not allowed: ${message || error.name}`;
    case "unreachable":
      return `the endpoint was not reached (${networkCode(error)}${message ? `: ${message}` : ""})`;
    default:
      return message && error.name !== "Error" ? `${error.name}: ${message}` : message || error.name;
  }
}

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code, name } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : name;
}
