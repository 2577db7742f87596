import type { Hermes } from "../../src/hermes.ts";
import { type RunningServer, resolveServerOptions, startServer } from "../../src/server/index.ts";

const silent = { info() {}, warn() {}, error() {} };

/** A server with its defaults on a free port, ready to answer. */
export async function startQuietServer(
  hermes: Hermes,
  options: Parameters<typeof resolveServerOptions>[0] = {},
): Promise<RunningServer> {
  const server = await startServer(resolveServerOptions({ port: 0, log: silent, ...options }), async () => hermes);
  await server.loaded;
  return server;
}
