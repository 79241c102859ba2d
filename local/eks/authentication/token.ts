import { callerOf, type Caller } from "./identity";
import { isSignedWith, timeOf } from "./presigned-url";

/** What somebody signs with, and who they are. */
export interface Credentials {
  readonly secretAccessKey: string;
  /** Of a session. */
  readonly sessionToken?: string | undefined;
  /** As STS tells it. */
  readonly arn: string;
}

export interface TokenProps {
  /** The cluster that the token must be for. */
  readonly clusterName: string;
  /** Where STS answers, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  credentialsOf(accessKeyId: string): Credentials | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Why somebody is not let in; they are told only that they are not. */
export class InvalidToken extends Error {}

const PREFIX = "k8s-aws-v1.";

/** Time that a token counts, whatever its URL says. */
const LIFETIME_MS = 15 * 60_000;

/** AWS takes a signature of a clock that goes ahead by so much. */
const CLOCK_SKEW_MS = 5 * 60_000;

const PARAMETERS = [
  "action",
  "version",
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-security-token",
  "x-amz-signature",
  "x-amz-signedheaders",
];

/**
 * Who made a token, as `aws eks get-token` makes it: a signed call of STS that tells who calls. On EKS the
 * authenticator makes that call; here its signature is verified on the spot.
 *
 * @throws InvalidToken
 * @see https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
 */
export async function callerOfToken(
  token: string,
  props: TokenProps,
): Promise<Caller & { readonly accessKeyId: string }> {
  if (!token.startsWith(PREFIX)) throw new InvalidToken(`token is missing expected "${PREFIX}" prefix`);
  const text = Buffer.from(token.slice(PREFIX.length), "base64url").toString();
  if (!URL.canParse(text)) throw new InvalidToken("token is no URL");
  const url = new URL(text);
  const parameter = (name: string): string => url.searchParams.get(name) ?? "";
  // Both names mean this machine, and the gateway answers to both.
  const origin = url.origin.replace("//localhost:", "//127.0.0.1:");
  if (origin !== props.endpoint || url.pathname !== "/") {
    throw new InvalidToken(`unexpected address ${url.origin}${url.pathname} in pre-signed URL`);
  }
  const foreign = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name.toLowerCase()));
  if (foreign) throw new InvalidToken(`non-whitelisted query parameter "${foreign}"`);
  const [accessKeyId = "", day = "", , service, end] = parameter("X-Amz-Credential").split("/");
  const isRightCall =
    parameter("Action") === "GetCallerIdentity" &&
    parameter("X-Amz-Algorithm") === "AWS4-HMAC-SHA256" &&
    service === "sts" &&
    end === "aws4_request";
  if (!isRightCall) throw new InvalidToken("unexpected action parameter in pre-signed URL");
  const signedHeaders = parameter("X-Amz-SignedHeaders").split(";");
  if (!["host", "x-k8s-aws-id"].every((name) => signedHeaders.includes(name))) {
    throw new InvalidToken("client did not sign the x-k8s-aws-id header in the pre-signed URL");
  }
  const date = parameter("X-Amz-Date");
  const age = date.startsWith(day) ? props.now - timeOf(date).getTime() : Infinity;
  if (!(age <= LIFETIME_MS)) throw new InvalidToken("X-Amz-Date parameter is expired (15m0s)");
  if (age < -CLOCK_SKEW_MS) throw new InvalidToken("signature not yet current");
  const credentials = props.credentialsOf(accessKeyId);
  const sessionToken = url.searchParams.get("X-Amz-Security-Token") ?? undefined;
  if (!credentials || credentials.sessionToken !== sessionToken) {
    throw new InvalidToken("the security token included in the request is invalid");
  }
  const headers = { "x-k8s-aws-id": props.clusterName };
  if (!(await isSignedWith(credentials, url, headers))) {
    throw new InvalidToken(`the signature is not of this secret for cluster ${props.clusterName}`);
  }
  return { ...callerOf(credentials.arn), accessKeyId };
}
