import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * The signature of a URL, as SigV4 signs a request in its query: that of a GET with an empty body.
 *
 * @param headers of the request, by their names in lower case, without `host`, which is that of the URL
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signatureOf(
  secretAccessKey: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
): string {
  const parameter = (name: string): string => url.searchParams.get(name) ?? "";
  const scope = parameter("X-Amz-Credential").split("/").slice(1);
  const signedHeaders = parameter("X-Amz-SignedHeaders");
  const valueOf = (name: string): string => (name === "host" ? url.host : (headers[name] ?? ""));
  const canonicalRequest = [
    "GET",
    url.pathname,
    canonicalQuery(url.searchParams),
    ...signedHeaders.split(";").map((name) => `${name}:${valueOf(name)}`),
    "",
    signedHeaders,
    sha256(""),
  ].join("\n");
  const text = ["AWS4-HMAC-SHA256", parameter("X-Amz-Date"), scope.join("/"), sha256(canonicalRequest)].join(
    "\n",
  );
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, text).toString("hex");
}

/** Whether a URL was signed with a secret, see `signatureOf`. */
export function isSignedWith(
  secretAccessKey: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
): boolean {
  const [wanted, given] = [
    signatureOf(secretAccessKey, url, headers),
    url.searchParams.get("X-Amz-Signature") ?? "",
  ].map((signature) => Buffer.from(signature)) as [Buffer, Buffer];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

function canonicalQuery(parameters: URLSearchParams): string {
  return [...parameters]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
