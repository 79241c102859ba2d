import { callerOfToken, InvalidToken, type TokenProps } from "../../../../local/eks/authentication/token";

/** What `aws eks get-token --cluster-name batch` of AWS CLI 1.45.11 printed for these credentials. */
const TOKEN = [
  "k8s-aws-v1.aHR0cDovLzEyNy4wLjAuMTo0NTY2Lz9BY3Rpb249R2V0Q2FsbGVySWRlbnRpdHkmVmVyc2lvbj0yMDExLTA2LTE1JlgtQW16LUF",
  "sZ29yaXRobT1BV1M0LUhNQUMtU0hBMjU2JlgtQW16LUNyZWRlbnRpYWw9QUtJQVRFU1RPRlRPS0VOUzAwMDAxJTJGMjAyNjExMjclMkZ1cy1lY",
  "XN0LTElMkZzdHMlMkZhd3M0X3JlcXVlc3QmWC1BbXotRGF0ZT0yMDI2MTEyN1QwMDUwMTlaJlgtQW16LUV4cGlyZXM9NjAmWC1BbXotU2lnbmV",
  "kSGVhZGVycz1ob3N0JTNCeC1rOHMtYXdzLWlkJlgtQW16LVNpZ25hdHVyZT1hNTZkZDNlMzM0NDExZWE1OGM3NTNkMDY2MTVjNmM0OGQwMjFmN",
  "jFlYTI2YjBmNWYyZTgwZjdmNDFiNjFlZGQw",
].join("");

/** The same with the session token below. */
const SESSION_TOKEN = [
  "k8s-aws-v1.aHR0cDovLzEyNy4wLjAuMTo0NTY2Lz9BY3Rpb249R2V0Q2FsbGVySWRlbnRpdHkmVmVyc2lvbj0yMDExLTA2LTE1JlgtQW16LUF",
  "sZ29yaXRobT1BV1M0LUhNQUMtU0hBMjU2JlgtQW16LUNyZWRlbnRpYWw9QUtJQVRFU1RPRlRPS0VOUzAwMDAxJTJGMjAyNjExMjclMkZ1cy1lY",
  "XN0LTElMkZzdHMlMkZhd3M0X3JlcXVlc3QmWC1BbXotRGF0ZT0yMDI2MTEyN1QwMDUwMjBaJlgtQW16LUV4cGlyZXM9NjAmWC1BbXotU2lnbmV",
  "kSGVhZGVycz1ob3N0JTNCeC1rOHMtYXdzLWlkJlgtQW16LVNlY3VyaXR5LVRva2VuPXNlc3Npb24lMkZ0b2tlbiUyQm9mJTNEdGVzdHMmWC1Bb",
  "XotU2lnbmF0dXJlPWVmOTRkZjIyM2JhYWNiMmM0NjY5NGQ1ZGQ3MDk4NDY1YTM5OGViMjIzNjZlNjJmMzEzY2M5N2UwN2ZmYjY2M2Q",
].join("");

const USER = { secretAccessKey: "secret/of+tests", arn: "arn:aws:iam::123456789012:user/emulator" };
const SESSION = {
  secretAccessKey: "secret/of+tests",
  sessionToken: "session/token+of=tests",
  arn: "arn:aws:sts::123456789012:assumed-role/nodes/i-0123456789abcdef0",
};

const SIGNED_AT = Date.parse("2026-11-27T00:50:19Z");
const MINUTE = 60_000;

const props: TokenProps = {
  clusterName: "batch",
  endpoint: "http://127.0.0.1:4566",
  credentialsOf: (accessKeyId) => (accessKeyId === "AKIATESTOFTOKENS00001" ? USER : undefined),
  now: SIGNED_AT,
};

/** The token with something in its URL replaced. */
function changed(from: string | RegExp, to: string): string {
  const url = Buffer.from(TOKEN.slice("k8s-aws-v1.".length), "base64url").toString();
  const other = url.replace(from, to);
  if (other === url) throw new Error(`${String(from)} is not in ${url}`);
  return `k8s-aws-v1.${Buffer.from(other).toString("base64url")}`;
}

describe("a token of aws eks get-token", () => {
  test("tells which user made it", async () => {
    expect(await callerOfToken(TOKEN, props)).toEqual({
      arn: USER.arn,
      canonicalArn: USER.arn,
      sessionName: "",
      accessKeyId: "AKIATESTOFTOKENS00001",
    });
  });

  test("tells which session of a role made it", async () => {
    expect(
      await callerOfToken(SESSION_TOKEN, { ...props, credentialsOf: () => SESSION, now: SIGNED_AT + MINUTE }),
    ).toMatchObject({
      arn: SESSION.arn,
      canonicalArn: "arn:aws:iam::123456789012:role/nodes",
      sessionName: "i-0123456789abcdef0",
    });
  });

  test("counts for fifteen minutes", async () => {
    const at = (now: number): Promise<unknown> => callerOfToken(TOKEN, { ...props, now });
    await expect(at(SIGNED_AT + 15 * MINUTE)).resolves.toMatchObject({ arn: USER.arn });
    await expect(at(SIGNED_AT + 15 * MINUTE + 1)).rejects.toThrow("expired");
    await expect(at(SIGNED_AT - 6 * MINUTE)).rejects.toThrow("not yet current");
  });

  test.each<[string, string, Partial<TokenProps>, string]>([
    ["is for another cluster", TOKEN, { clusterName: "other" }, "for cluster other"],
    [
      "is signed with another secret",
      TOKEN,
      { credentialsOf: () => ({ ...USER, secretAccessKey: "x" }) },
      "signature",
    ],
    ["is of a key that nobody has", TOKEN, { credentialsOf: () => undefined }, "security token"],
    ["lacks the session's token", TOKEN, { credentialsOf: () => SESSION }, "security token"],
    ["is of another emulator", TOKEN, { endpoint: "http://127.0.0.1:1" }, "unexpected address"],
    ["has another date", changed("T005019Z", "T005020Z"), {}, "signature"],
    ["has no date", changed("X-Amz-Date=20261127T005019Z&", ""), {}, "expired"],
    ["counts for longer than AWS allows", changed("Expires=60", "Expires=6000000"), {}, "signature"],
    ["has another signature", changed(/.$/, "f"), {}, "signature"],
    ["is for another service", changed("%2Fsts%2F", "%2Fs3%2F"), {}, "unexpected action"],
    ["asks for something else", changed("GetCallerIdentity", "GetSessionToken"), {}, "unexpected action"],
    ["has further parameters", changed("&Version", "&Evil=1&Version"), {}, "non-whitelisted"],
    ["does not name the cluster", changed("%3Bx-k8s-aws-id", ""), {}, "x-k8s-aws-id"],
    ["has no prefix", TOKEN.slice(4), {}, "prefix"],
    ["is no URL", `k8s-aws-v1.${Buffer.from("nothing").toString("base64url")}`, {}, "no URL"],
  ])("is refused when it %s", async (_, token, other, message) => {
    const call = callerOfToken(token, { ...props, ...other });
    await expect(call).rejects.toThrow(InvalidToken);
    await expect(call).rejects.toThrow(message);
  });
});
