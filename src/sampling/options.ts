/** How the next token is drawn. Absent fields come from generation_config.json, else 0.6 / 0.95 / 20. */
export interface SamplingOptions {
  /** 0 means greedy. */
  readonly temperature?: number;
  /** Keep the smallest set of tokens whose probability reaches this. (0, 1] */
  readonly topP?: number;
  /** Keep this many tokens; 0 keeps all. */
  readonly topK?: number;
  /** Keep tokens with at least this fraction of the best probability. [0, 1] */
  readonly minP?: number;
  /** Divides positive and multiplies negative logits of seen tokens (Keskar et al. 2019). 1 is off. */
  readonly repetitionPenalty?: number;
  /** Subtracted once from tokens already generated. [-2, 2] */
  readonly presencePenalty?: number;
  /** Subtracted per occurrence from tokens already generated. [-2, 2] */
  readonly frequencyPenalty?: number;
  /** Added to the logits, by token id. */
  readonly logitBias?: Readonly<Record<number, number>>;
  /** Same seed, same request, same answer, but for rounding where another share of the prompt was cached. Default: random. */
  readonly seed?: number;
}
