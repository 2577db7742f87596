/** A process of its own that asks a server: so the client's work is not taken for the server's. */
import { postRaw, type RawAnswer } from "./http-client.ts";

/** Bodies that are asked all at once. */
export interface Round {
  readonly port: number;
  readonly path: string;
  readonly bodies: readonly string[];
}

export interface RoundResult {
  readonly elapsedMs: number;
  readonly answers: readonly RawAnswer[];
}

process.on("message", async ({ port, path, bodies }: Round) => {
  const start = performance.now();
  const answers = await Promise.all(bodies.map((body) => postRaw(port, path, body)));
  process.send?.({ elapsedMs: performance.now() - start, answers } satisfies RoundResult);
});
process.on("disconnect", () => process.exit());
