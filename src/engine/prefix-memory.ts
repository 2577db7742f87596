import type { KeyValueCache, LanguageModel } from "../model/index.ts";

/** The model's memory of the last sequence, so that the next one starts where the two begin to differ. */
export class PrefixMemory {
  readonly #model: LanguageModel;
  readonly #cache: KeyValueCache;
  /** Ids of what the cache holds. */
  #tokens: number[] = [];

  constructor(model: LanguageModel) {
    this.#model = model;
    this.#cache = model.createCache();
  }

  get length(): number {
    return this.#tokens.length;
  }

  /**
   * Keeps the longest common beginning with `tokens` and forgets the rest; gives its length. The last token is never
   * counted: its logits are needed, so it is computed again.
   */
  keepCommonPrefix(tokens: readonly number[]): number {
    const most = Math.min(this.#tokens.length, tokens.length - 1);
    let common = 0;
    while (common < most && this.#tokens[common] === tokens[common]) common++;
    this.#truncate(common);
    return common;
  }

  /** Runs up to one step of the tokens not yet stored; the logits of the last token when all of them now are, else null. */
  async extend(tokens: readonly number[]): Promise<Float32Array | null> {
    const stored = this.#tokens.length;
    const step = tokens.slice(stored, stored + this.#model.maxStepTokens);
    const complete = stored + step.length === tokens.length;
    try {
      const logits = await this.#model.step(Uint32Array.from(step), this.#cache, complete ? "last" : "none");
      this.#tokens.push(...step);
      return complete ? logits : null;
    } catch (error) {
      // A step that broke off may have written part of the layers.
      this.#truncate(Math.min(stored, this.#cache.length));
      throw error;
    }
  }

  dispose(): void {
    this.#tokens = [];
    this.#cache.dispose();
  }

  #truncate(length: number): void {
    this.#tokens.length = length;
    this.#cache.truncate(length);
  }
}
