import type { TokenMask } from "../sampling/index.ts";

/**
 * Steers one sequence, token by token. All rules about thought, budget, stops and constraints live behind this; the engine
 * knows nothing else of them. Before each draw the engine asks `forced`, then `mask`; after each token it calls `accept`.
 */
export interface TokenController {
  /** Tokens that must come next, appended without a draw; empty for none. Asked again after they were accepted. */
  forced(): readonly number[];
  /** Tokens the next draw may choose from; null allows all. */
  mask(): TokenMask | null;
  /** The token to append for one that was drawn. Left out: the drawn one. */
  settle?(drawn: number): number;
  /** Takes notice of an appended token. "stop" ends the sequence behind it. */
  accept(token: number): "continue" | "stop";
}
