import "./without-sdk-warnings";
import { ProxyAgent } from "./proxy";

/** Milliseconds after which a call is given up. */
export interface Patience {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

/** What every client of AWS's APIs is made with. */
export interface ClientConfig {
  readonly region: string;
  readonly requestHandler: { readonly httpsAgent: ProxyAgent } & Partial<Patience>;
}

/**
 * Settings of a client for one region, with the credentials and the proxy of the environment.
 *
 * @param patience @default - that of the SDK
 */
export function clientConfig(region: string, patience: Partial<Patience> = {}): ClientConfig {
  return { region, requestHandler: { httpsAgent: new ProxyAgent(), ...patience } };
}
