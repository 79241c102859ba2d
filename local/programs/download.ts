import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { HttpsProxyAgent } from "https-proxy-agent";
import { proxyOf } from "../../src/model/proxy";

/** A file on the web, and by what it is known to be the one that was published. */
export interface PublishedFile {
  readonly address: string;
  readonly algorithm: "sha256" | "sha512";
  /** In hexadecimal digits. */
  readonly sum: string;
}

/** Told of each piece that has arrived. */
export type OnProgress = (arrived: number, total: number | undefined) => void;

const TRIES = 3;
const PAUSE_MS = 1000;
/** A server from which nothing comes for so long is taken to be gone. */
const SILENCE_MS = 30_000;
const MAX_REDIRECTIONS = 5;
/** Whether somebody answers is asked no longer than this. */
const ANSWER_MS = 5000;

/** What another try would not mend, told as the end of a sentence. */
export class DownloadError extends Error {}

/**
 * Downloads a file, through the proxy of the environment, and checks it. There is never a part of it, or a file with
 * another sum, under its name.
 *
 * @param file where it goes, in a directory that is made when there is none
 * @throws DownloadError with the reason as the end of a sentence
 */
export async function download(
  { address, algorithm, sum }: PublishedFile,
  file: string,
  onProgress: OnProgress = () => undefined,
): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.part`;
  try {
    const found = await retried(() => fetchInto(partial, address, algorithm, onProgress));
    if (found !== sum) {
      const name = algorithm.toUpperCase().replace("SHA", "SHA-");
      throw new DownloadError(`its ${name} is ${found}, not ${sum}: this is not what was published`);
    }
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Tries again what the way to the server may have broken. */
async function retried<T>(action: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await action();
    } catch (error) {
      if (error instanceof DownloadError || isOfTheDisk(error)) throw error;
      if (left === 0) throw new DownloadError((error as Error).message || String(error));
      await sleep(PAUSE_MS);
    }
  }
}

function isOfTheDisk(error: unknown): boolean {
  return ["EACCES", "EDQUOT", "EIO", "ENOENT", "ENOSPC", "EROFS"].includes(
    (error as NodeJS.ErrnoException).code ?? "",
  );
}

/** @returns the sum of what came */
async function fetchInto(
  file: string,
  address: string,
  algorithm: string,
  onProgress: OnProgress,
): Promise<string> {
  // Open before anything can fail: a stream that opens the file itself may do so after the file was removed.
  const handle = await open(file, "w", 0o600);
  const hash = createHash(algorithm);
  let arrived = 0;
  let response: IncomingMessage | undefined;
  const lengthOf = (): number | undefined => Number(response?.headers["content-length"]) || undefined;
  const seen = async function* (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      onProgress((arrived += chunk.length), lengthOf());
      yield chunk;
    }
  };
  try {
    response = await get(new URL(address));
    await pipeline(response, seen, handle.createWriteStream());
  } catch (error) {
    if (!response || isOfTheDisk(error)) throw error;
    const length = lengthOf();
    const all = length === undefined ? "" : ` of ${length}`;
    throw new Error(`the connection ended after ${arrived}${all} bytes`, { cause: error });
  } finally {
    await handle.close();
  }
  return hash.digest("hex");
}

async function get(url: URL, redirections = MAX_REDIRECTIONS): Promise<IncomingMessage> {
  const response = await answerOf(url);
  const { statusCode: status = 0, statusMessage, headers } = response;
  if (status === 200) return response;
  response.destroy();
  if (status >= 300 && status < 400 && headers.location) {
    if (redirections === 0) throw new DownloadError(`${url.host} sends from one address to the next`);
    return get(new URL(headers.location, url), redirections - 1);
  }
  const problem = `${url.host} answers ${status} ${statusMessage}`;
  throw status >= 500 ? new Error(problem) : new DownloadError(problem);
}

/**
 * Why nothing can be had from an address, as the end of a sentence: whatever a server answers, it is there.
 *
 * @returns undefined when somebody answers within some seconds
 */
export async function silenceOf(address: string, patienceMs = ANSWER_MS): Promise<string | undefined> {
  const url = new URL(address);
  const signal = AbortSignal.timeout(patienceMs);
  try {
    (await answerOf(url, { signal })).destroy();
    return undefined;
  } catch (error) {
    return signal.aborted
      ? `${url.host} does not answer within ${patienceMs / 1000} s`
      : (error as Error).message;
  }
}

function answerOf(url: URL, options: Pick<RequestOptions, "signal"> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === "https:"
        ? httpsRequest(url, { ...throughTunnel(url), ...options })
        : httpRequest({ ...throughProxy(url), ...options });
    request.setTimeout(SILENCE_MS, () =>
      request.destroy(new Error(`nothing came from ${url.host} for ${SILENCE_MS / 1000} s`)),
    );
    request.once("proxyConnect", ({ statusCode, statusText }: ProxyAnswer) => {
      if (statusCode === 200) return;
      request.destroy(
        new DownloadError(`the proxy refuses the way to ${url.host}: ${statusCode} ${statusText}`),
      );
    });
    request.once("response", resolve);
    request.once("error", (error) =>
      reject(error instanceof DownloadError ? error : unreachable(url, error)),
    );
    request.end();
  });
}

interface ProxyAnswer {
  readonly statusCode: number;
  readonly statusText: string;
}

function unreachable({ host }: URL, { code, message }: NodeJS.ErrnoException): Error {
  return new Error(code ? `${host} cannot be reached: ${code}` : message);
}

function throughTunnel({ href }: URL): RequestOptions {
  const proxy = proxyOf(href);
  return proxy === undefined ? {} : { agent: new HttpsProxyAgent(proxy) };
}

/** Proxies take requests without TLS as they are: many make tunnels to port 443 only. */
function throughProxy(url: URL): RequestOptions {
  const proxy = proxyOf(url.href);
  const { hostname, port, username, password } = new URL(proxy ?? url.href);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return {
    // Without the brackets of an IPv6 address.
    ...{ hostname: hostname.replace(/^\[|\]$/g, ""), port },
    path: proxy === undefined ? `${url.pathname}${url.search}` : url.href,
    headers: {
      host: url.host,
      ...(username && { "proxy-authorization": `Basic ${credentials.toString("base64")}` }),
    },
  };
}
