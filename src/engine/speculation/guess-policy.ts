import type { SpeculationMode } from "../contract.ts";

/** What one more token adds to a step, in steps of one token, before anything was measured: dear, so that a guess hardly loses. */
const FIRST_COST = 0.5;
/** Beyond so many answers in a batch a guess must be almost certain, and keeping its index costs more than it gives. */
const MOST_STREAMS = 8;
/** One measured step moves what is believed by so much, however far off it is: so what is believed becomes the median. */
const MOVE = 0.04;
/** What is not tried any more is believed a little cheaper with every step, so that it is tried again some time. */
const FORGETTING = 0.0001;
const DEAREST = 1.5;

/** Of a step: its decoding sequences, the tokens guessed for them, and how long it took. */
export interface MeasuredStep {
  readonly streams: number;
  readonly guessed: number;
  readonly ms: number;
}

interface Belief {
  /** Milliseconds of a step without guesses; null before the first. */
  plainMs: number | null;
  /** What checking a guessed token costs, in steps' shares of a token: a step without guesses gives `streams` tokens. */
  cost: number;
}

/**
 * Decides whether guessing pays. Where a step waits for weights to come from memory, one token more costs it little; on a small
 * model, on busy cores or in a large batch it costs nearly as much as a token of its own. So it is measured, step by step.
 */
export class GuessPolicy {
  readonly #mode: SpeculationMode;
  /** By the number of decoding sequences. */
  readonly #beliefs: Belief[];

  constructor(mode: SpeculationMode) {
    this.#mode = mode;
    this.#beliefs = Array.from({ length: MOST_STREAMS + 1 }, (_, streams) => ({
      plainMs: null,
      // A step of s tokens costs 1 + c (s - 1), so a token costs that over s; a guessed one costs c.
      cost: (FIRST_COST * streams) / (1 + FIRST_COST * (streams - 1)),
    }));
  }

  /** Least probability of being right that makes a guessed token worth checking; null when none is. */
  fairChance(streams: number): number | null {
    if (this.#mode === "off" || streams === 0) return null;
    if (this.#mode === "on") return FIRST_COST;
    const cost = this.#beliefs[streams]?.cost ?? 1;
    return cost < 1 ? cost : null;
  }

  /** Learns from a step that did nothing but decode, one token a sequence and the guessed ones. */
  learn({ streams, guessed, ms }: MeasuredStep): void {
    const belief = this.#beliefs[streams];
    if (belief === undefined) return;
    if (guessed === 0) {
      belief.plainMs =
        belief.plainMs === null ? ms : belief.plainMs * (ms > belief.plainMs ? 1 + MOVE : 1 / (1 + MOVE));
      belief.cost = Math.max(0, belief.cost - FORGETTING);
    } else if (belief.plainMs !== null) {
      const cost = ((ms / belief.plainMs - 1) / guessed) * streams;
      belief.cost = Math.min(DEAREST, Math.max(0, belief.cost + (cost > belief.cost ? MOVE : -MOVE)));
    }
  }
}
