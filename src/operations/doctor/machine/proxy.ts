import { proxyFor } from "../../aws/proxy";
import { failed, ok, type CheckResult } from "../check";

const CHECK = "proxy";

/** The proxy on the way to AWS; nothing when the way is direct. */
export function checkProxy(region: string): CheckResult[] {
  const proxy = proxyFor(`sts.${region}.amazonaws.com`);
  if (proxy === undefined) return [];
  const [, scheme, host] = /^(\w+:\/\/)(?:.*@)?([^/]*)/.exec(proxy) ?? [];
  if (scheme !== "http://" && scheme !== "https://") {
    return [failed(CHECK, `${scheme}${host} is no HTTP proxy`, "export HTTPS_PROXY=http://HOST:PORT")];
  }
  const exceptions = process.env.NO_PROXY ?? process.env.no_proxy ?? "not set";
  return [ok(CHECK, `${host} is the way to AWS, NO_PROXY is ${exceptions}`)];
}
