import type { AgentSetup } from "../../agent/index.ts";
import type { EffectiveConfig } from "../../config/index.ts";
import type { ServerLog, ServerOptions, StoredKey } from "../../server/index.ts";

/** What a server needs beside its settings. */
export interface ServerParts {
  readonly keys: readonly StoredKey[];
  readonly agent: AgentSetup | null;
  readonly pageFolder: string | null;
  readonly log: ServerLog;
}

/** The configuration in the words of the server. */
export function serverSettings({ server, defaults }: EffectiveConfig, parts: ServerParts): ServerOptions {
  const { host, port, auth, cors, allowedHosts, aliases, metrics, shutdownMs, limits } = server;
  const sampling = Object.entries(defaults.sampling).filter(([, value]) => value !== null);
  return {
    host,
    port,
    withoutKeys: !auth,
    corsOrigins: cors,
    allowedHosts,
    aliases,
    metrics,
    shutdownMs,
    limits,
    defaults: { ...defaults, sampling: Object.fromEntries(sampling) },
    ...parts,
  };
}
