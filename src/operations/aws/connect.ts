import { request } from "node:https";
import { ProxyAgent } from "./proxy";

export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  /** Certificate authority that the server's certificate must be of, in PEM. */
  readonly certificateAuthority: string;
}

/** Has an HTTPS server answer something, through the proxy if there is one. @throws Error when it does not in time */
export type Connect = (target: ConnectTarget) => Promise<void>;

const TIMEOUT_MS = 5_000;

export const connect: Connect = ({ host, port, certificateAuthority }) =>
  new Promise((resolve, reject) => {
    const agent = new ProxyAgent();
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const asking = request({ method: "HEAD", host, port, ca: certificateAuthority, agent, signal });
    const end = (settle: () => void): void => {
      agent.destroy();
      settle();
    };
    asking.once("response", () => end(resolve));
    asking.once("error", (error) => {
      const reason = signal.aborted ? new Error(`no answer in ${TIMEOUT_MS / 1000} s`) : error;
      end(() => reject(reason));
    });
    asking.end();
  });
