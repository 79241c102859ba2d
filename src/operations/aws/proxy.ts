import { Agent as ConnectingAgent, type AgentConnectOpts } from "agent-base";
import { Agent as HttpsAgent } from "node:https";
import type { Agent, ClientRequest } from "node:http";
import { HttpsProxyAgent } from "https-proxy-agent";
import { proxyOf } from "../../model/proxy";

const KEEP_CONNECTIONS = { keepAlive: true, maxSockets: 50 };

interface ProxyAnswer {
  readonly statusCode: number;
  readonly statusText: string;
}

/** The proxy on the way to a host; undefined when the way is direct. */
export function proxyFor(host: string, port = 443): string | undefined {
  return proxyOf(`https://${host}:${port}`);
}

/**
 * Connects through the proxy of the environment. Terraform, kubectl and the AWS CLI take notice of
 * it by themselves; Node.js does so only from version 24 on.
 */
export class ProxyAgent extends ConnectingAgent {
  private readonly direct = new HttpsAgent(KEEP_CONNECTIONS);
  private readonly proxied = new Map<string, Agent>();

  override connect(request: ClientRequest, { host, port }: AgentConnectOpts): Agent {
    const proxy = proxyFor(host ?? "", port);
    if (proxy === undefined) return this.direct;
    // Else what the proxy says to a way that it refuses would be taken for the host's answer.
    request.once("proxyConnect", ({ statusCode, statusText }: ProxyAnswer) => {
      if (statusCode === 200) return;
      const refusal = `the proxy ${new URL(proxy).host} refuses the way: ${statusCode} ${statusText}`;
      request.destroy(Object.assign(new Error(refusal), { code: "EPROXY" }));
    });
    return this.through(proxy);
  }

  override destroy(): void {
    for (const agent of [this.direct, ...this.proxied.values()]) agent.destroy();
    super.destroy();
  }

  private through(proxy: string): Agent {
    const known = this.proxied.get(proxy);
    if (known) return known;
    const agent = new HttpsProxyAgent(proxy, KEEP_CONNECTIONS);
    this.proxied.set(proxy, agent);
    return agent;
  }
}
