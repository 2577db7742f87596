/** A process of its own: the server under load, on the embedded model; tells how it is when asked. */
import { Hermes } from "../../src/hermes.ts";
import { startQuietServer } from "../server/start-quiet-server.ts";

/** What the server holds, once the collector has run. */
export interface ServerState {
  readonly heapBytes: number;
  readonly residentBytes: number;
  readonly running: number;
  readonly waiting: number;
  readonly blocksUsed: number;
}

const hermes = await Hermes.load();
const server = await startQuietServer(hermes, { limits: { requestsPerKey: 256, queuedRequests: 256 } });

process.on("message", () => {
  globalThis.gc?.();
  const { running, waiting, blocksUsed } = hermes.stats()!;
  const { heapUsed: heapBytes, rss: residentBytes } = process.memoryUsage();
  process.send?.({ heapBytes, residentBytes, running, waiting, blocksUsed } satisfies ServerState);
});
process.on("disconnect", async () => {
  await server.stop();
  process.exit();
});
process.send?.({ port: server.port });
