import type { Dispatcher } from "undici";
import { loadUndici } from "./load-undici.ts";

export interface ProxySettings {
  /** Proxy for http:// endpoints, and for https:// ones where `https` is not given; `http://[user:password@]host:port`. */
  readonly http?: string;
  readonly https?: string;
  /** Hosts that are reached directly: comma-separated, `*.example.com`, `host:port` or `*`, as in NO_PROXY. */
  readonly noProxy?: string;
}

/**
 * The connections of one endpoint. Timeouts beside connecting are off: waiting for a long prompt is for the caller to limit.
 * All three proxy fields are given, since the agent would read the environment for a missing one.
 */
export function createDispatcher(connectMs: number, proxy: ProxySettings | undefined): Dispatcher {
  const { Agent, EnvHttpProxyAgent } = loadUndici();
  const timeouts = { connect: { timeout: connectMs }, headersTimeout: 0, bodyTimeout: 0 };
  if (proxy === undefined) return new Agent(timeouts);
  return new EnvHttpProxyAgent({
    ...timeouts,
    httpProxy: proxy.http ?? "",
    httpsProxy: proxy.https ?? "",
    noProxy: proxy.noProxy ?? "",
  });
}
