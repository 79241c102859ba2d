import { REHEARSAL_HINT } from "../terminal/rehearsal-hint";

/** Why a call of AWS failed, as far as that makes a difference to what is done or told. */
export type ErrorKind =
  | CredentialsKind
  | WayKind
  /** The resource does not exist. */
  | "missing"
  /** The caller may not do this. */
  | "denied"
  /** AWS did not even begin with the request, because there were too many. */
  | "throttled"
  /** A defect of AWS. */
  | "broken"
  /** AWS answered, and refuses for a reason of the service. */
  | "refused"
  /** No error of AWS or of the way to it. */
  | "other";

/** Credentials that are not there, are not valid any more, do not fit the request, or are not known to AWS. */
type CredentialsKind = "no credentials" | "expired" | "signature" | "unknown credentials";

/** No connection, a proxy that does not let it through, or a certificate that is not trusted. */
type WayKind = "unreachable" | "proxy" | "certificate";

/** Patterns of names of errors without the suffix `Exception`. */
const KINDS_OF_NAMES: readonly (readonly [ErrorKind, RegExp])[] = [
  ["no credentials", /^(CredentialsProviderError|MissingAuthenticationToken)$/],
  ["expired", /^(ExpiredToken|InvalidGrant|TokenProviderError|UnauthorizedSSOToken)$/],
  [
    "signature",
    /^(IncompleteSignature|InvalidSignature|RequestExpired|RequestTimeTooSkewed|SignatureDoesNotMatch)$/,
  ],
  ["unknown credentials", /^(AuthFailure|InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClient)$/],
  ["denied", /^(AccessDenied|AuthorizationError|OptInRequired|UnauthorizedOperation)$/],
  ["missing", /^NoSuch|NotFound(Error)?$/],
  ["throttled", /Throttl|TooManyRequests|RequestLimitExceeded|^LimitExceeded$|SlowDown/],
];

const UNREACHABLE =
  "EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETDOWN|ENETUNREACH|ENOTFOUND|EPIPE|EPROTO|ETIMEDOUT|TimeoutError";

/** Patterns of codes of errors of Node.js and of this project's `ProxyAgent`. */
const KINDS_OF_CODES: readonly (readonly [WayKind, RegExp])[] = [
  ["proxy", /^EPROXY$/],
  [
    "certificate",
    /^(CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS_CERT_ALTNAME_INVALID|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/,
  ],
  ["unreachable", new RegExp(`^(${UNREACHABLE})$`)],
];

/** The SDK asks AWS for credentials too, and keeps nothing but the words of the error that this ended with. */
const KINDS_OF_WORDS: readonly (readonly [WayKind | "expired", RegExp])[] = [
  ["proxy", /the proxy \S+ refuses the way/],
  ["certificate", /self-signed certificate|certificate has expired|unable to (get|verify) .*certificate/],
  ["unreachable", new RegExp(`\\b(${UNREACHABLE})\\b`)],
  ["expired", /expired/],
];

const CREDENTIALS: readonly ErrorKind[] = ["no credentials", "expired", "signature", "unknown credentials"];
const WAY: readonly ErrorKind[] = ["unreachable", "proxy", "certificate"];

/** The name of an AWS error without its suffix, which not every protocol writes. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name.replace(/Exception$/, "") : "";
}

export function errorKind(error: unknown): ErrorKind {
  if (!(error instanceof Error)) return "other";
  const byName = kindIn(KINDS_OF_NAMES, errorName(error));
  if (byName === "no credentials" || byName === "expired") {
    return kindIn(KINDS_OF_WORDS, error.message) ?? byName;
  }
  const status = (error as AwsError).$metadata?.httpStatusCode ?? 0;
  if (status === 429) return "throttled";
  const isOfSdk = "$metadata" in error || "$fault" in error;
  return (
    byName ??
    kindIn(KINDS_OF_CODES, networkCode(error)) ??
    (status >= 500 ? "broken" : isOfSdk ? "refused" : "other")
  );
}

type AwsError = Error & { readonly $metadata?: { readonly httpStatusCode?: number } };

/** Whether AWS does not take the caller's credentials, or there are none. */
export function isAboutCredentials(error: unknown): boolean {
  return CREDENTIALS.includes(errorKind(error));
}

/** Whether AWS was not reached, whoever is in the way. */
export function isUnreached(error: unknown): boolean {
  return WAY.includes(errorKind(error));
}

/** Whether the same call may well succeed a little later. */
export function isTransient(error: unknown): boolean {
  return ["throttled", "broken", "unreachable"].includes(errorKind(error)) && !isDeadEndpoint(error);
}

/** Whether it is an answer of AWS, such as that a resource does not exist. */
export function isAnswer(error: unknown): boolean {
  return error instanceof Error && "$fault" in error;
}

/** What AWS answers, or undefined when the caller may not ask. */
export function unlessDenied<T>(answer: Promise<T>): Promise<T | undefined> {
  return unless(answer, (error) => errorKind(error) === "denied");
}

/**
 * What AWS answers, or undefined when it does not know the thing.
 *
 * @param refusal name of another error that means the same here, without `Exception`. @default - none
 */
export function unlessMissing<T>(answer: Promise<T>, refusal?: string): Promise<T | undefined> {
  return unless(answer, (error) => errorKind(error) === "missing" || errorName(error) === refusal);
}

async function unless<T>(
  answer: Promise<T>,
  isExpected: (error: unknown) => boolean,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isExpected(error)) return undefined;
    throw error;
  }
}

/** What went wrong, as a part of a sentence. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const message = error.message.split("\n", 1)[0]!.trim();
  const kind = errorKind(error);
  if (kind === "denied") return `not allowed: ${message || error.name}`;
  if (WAY.includes(kind)) {
    const code = kind === "proxy" ? "" : networkCode(error);
    return `the endpoint was not reached (${[code, message].filter(Boolean).join(": ")})`;
  }
  return message && error.name !== "Error" ? `${error.name}: ${message}` : message || error.name;
}

const LOG_IN = `Log in (aws sso login, or aws configure), or name a profile with AWS_PROFILE. ${REHEARSAL_HINT}.`;

/** What helps against an error of AWS or of the way to it, in sentences; undefined where nothing is known to. */
export function remedyFor(error: unknown): string | undefined {
  if (isDeadEndpoint(error)) {
    return (
      `Nobody answers at ${process.env.AWS_ENDPOINT_URL}, the AWS_ENDPOINT_URL of this shell. ` +
      "Open a new shell for AWS itself. A rehearsal that was started anew answers elsewhere: " +
      'eval "$(npm run --silent local:env)" points this shell at it; one that ended is started by ./install.sh --local.'
    );
  }
  switch (errorKind(error)) {
    case "unreachable":
      return "Check the network, and HTTPS_PROXY, NO_PROXY and AWS_ENDPOINT_URL of this shell.";
    case "proxy":
      return "Let HTTPS_PROXY name a proxy that lets AWS's endpoints through, or NO_PROXY the hosts that need none.";
    case "certificate":
      return "Where a company's proxy opens TLS, NODE_EXTRA_CA_CERTS must name a file with its certificate authority.";
    case "signature":
      return "Check this machine's clock (AWS refuses signatures that are more than 5 minutes off), and the secret key.";
    case "no credentials":
      if (error instanceof Error && /multi-?factor|\bMFA\b/i.test(error.message)) {
        return 'Get a session with the code of the second factor (eval "$(aws configure export-credentials --format env)" asks for it), and unset AWS_PROFILE.';
      }
      return LOG_IN;
    default:
      return isAboutCredentials(error) ? LOG_IN : undefined;
  }
}

/** What went wrong and what helps, in sentences. */
export function explainError(error: unknown): string {
  const reason = describeError(error).replace(/\.$/, "");
  const failure = isAboutCredentials(error)
    ? `AWS does not accept your credentials (${reason}).`
    : `AWS could not be asked: ${reason}.`;
  return [failure, remedyFor(error) ?? []].flat().join(" ");
}

/** Whether nobody is at the endpoint that this shell puts in AWS's place, such as that of a rehearsal that has ended. */
function isDeadEndpoint(error: unknown): boolean {
  return Boolean(process.env.AWS_ENDPOINT_URL) && networkCode(error) === "ECONNREFUSED";
}

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code, name } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : name;
}

function kindIn<K>(kinds: readonly (readonly [K, RegExp])[], text: string): K | undefined {
  return kinds.find(([, pattern]) => pattern.test(text))?.[0];
}
