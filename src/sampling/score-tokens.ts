import { logOfExponentialSum, selectTopK } from "./steps.ts";

/** How likely a model found a token, and the likeliest ones in its place. Natural logarithms of probabilities. */
export interface TokenScore {
  readonly logprob: number;
  /** Best first, of equals the lower id. */
  readonly topTokens: Uint32Array;
  /** [topTokens] */
  readonly topLogprobs: Float32Array;
}

/** Tells the probabilities behind a draw: those of the model itself, before any step of a sampler. */
export class TokenScorer {
  /** How many of the likeliest tokens are told. */
  readonly #count: number;
  readonly #best: Int32Array;
  /** [vocabulary], as the model gave them: a draw changes its logits in place. */
  #logits = new Float32Array(0);

  constructor(count: number) {
    this.#count = count;
    this.#best = new Int32Array(count);
  }

  /** Takes the logits [vocabulary] of the next draw. */
  read(logits: Float32Array): void {
    if (this.#logits.length !== logits.length) this.#logits = new Float32Array(logits.length);
    this.#logits.set(logits);
  }

  /** The score of the token that was drawn from the logits read last. */
  score(token: number): TokenScore {
    const logits = this.#logits;
    const total = logOfExponentialSum(logits);
    const best = selectTopK(logits, this.#count, this.#best).sort((a, b) => logits[b]! - logits[a]! || a - b);
    return {
      logprob: Math.fround(logits[token]! - total),
      topTokens: Uint32Array.from(best),
      topLogprobs: Float32Array.from(best, (id) => logits[id]! - total),
    };
  }
}
