import { AnswerGuard, type GuardOptions } from "./answer/index.ts";
import type { GrammarMeter } from "./grammar-stats.ts";

/** A guard whose masks and forced tokens are counted. */
export class MeteredGuard extends AnswerGuard {
  readonly #meter: GrammarMeter;

  constructor(options: GuardOptions, meter: GrammarMeter) {
    super(options);
    this.#meter = meter;
  }

  override write(mask: Uint32Array): void {
    this.#meter.measureMask(() => super.write(mask));
  }

  override forced(): readonly number[] {
    const tokens = super.forced();
    this.#meter.forced(tokens.length);
    return tokens;
  }
}
