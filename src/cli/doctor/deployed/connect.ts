import { connect as tlsConnect } from "node:tls";

export interface ConnectTarget {
  readonly host: string;
  readonly port: number;
  /** Certificate authority that the server's certificate must be of, in PEM. */
  readonly certificateAuthority: string;
}

/** Opens a TLS connection and closes it again. @throws Error when that does not succeed in time */
export type Connect = (target: ConnectTarget) => Promise<void>;

const TIMEOUT_MS = 5_000;

export const connect: Connect = ({ host, port, certificateAuthority }) =>
  new Promise((resolve, reject) => {
    const socket = tlsConnect({
      host,
      port,
      ca: certificateAuthority,
      servername: host,
      timeout: TIMEOUT_MS,
    });
    const end = (settle: () => void): void => {
      socket.destroy();
      settle();
    };
    socket.once("secureConnect", () => end(resolve));
    socket.once("timeout", () => end(() => reject(new Error(`no answer in ${TIMEOUT_MS / 1000} s`))));
    socket.once("error", (error: Error) => end(() => reject(error)));
  });
