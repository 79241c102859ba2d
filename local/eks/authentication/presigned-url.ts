import { timingSafeEqual } from "node:crypto";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credentials } from "./token";

/**
 * Whether the URL of a GET was signed with these credentials: it is signed again for the same service, region and time.
 *
 * @param headers that must be signed too, by their names in lower case
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function isSignedWith(
  { secretAccessKey, sessionToken }: Credentials,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const parameter = (name: string): string => url.searchParams.get(name) ?? "";
  const [accessKeyId = "", , region = "", service = ""] = parameter("X-Amz-Credential").split("/");
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    ...{ region, service, sha256: Hash.bind(null, "sha256") },
  });
  const unsigned = {
    ...{ method: "GET", protocol: url.protocol, hostname: url.hostname, path: url.pathname },
    query: Object.fromEntries([...url.searchParams].filter(([name]) => !name.startsWith("X-Amz-"))),
    headers: { host: url.host, ...headers },
  };
  const expiresIn = Number(parameter("X-Amz-Expires"));
  if (!(expiresIn <= MAX_EXPIRES_SECONDS)) return false;
  const { query } = await signer.presign(unsigned, {
    signingDate: timeOf(parameter("X-Amz-Date")),
    expiresIn,
  });
  const [wanted, given] = [String(query?.["X-Amz-Signature"]), parameter("X-Amz-Signature")].map((text) =>
    Buffer.from(text),
  ) as [Buffer, Buffer];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

/** No signature counts for longer than a week. */
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60;

/** @param date such as `20261127T003000Z` @returns an invalid one for another form */
export function timeOf(date: string): Date {
  return new Date(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
