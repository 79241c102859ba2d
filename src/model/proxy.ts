import { getProxyForUrl } from "proxy-from-env";

/**
 * The proxy on the way to an address, as `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name it in capitals or not.
 *
 * @returns URL; undefined when the way is direct
 */
export function proxyOf(address: string): string | undefined {
  const proxy = getProxyForUrl(address);
  // Other programs take an address without a scheme as that of an HTTP proxy, the library of an HTTPS proxy.
  const isAsWritten = Object.values(process.env).includes(proxy);
  return (isAsWritten ? proxy : proxy.replace(/^https:/, "http:")) || undefined;
}
