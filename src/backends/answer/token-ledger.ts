import type { ScoredToken, TokenLogprob } from "../../chat/index.ts";
import type { EngineEvent } from "../../engine/index.ts";
import type { StreamingDecoder, Tokenizer } from "../../tokenizer/index.ts";

type TokenEvent = Extract<EngineEvent, { type: "token" }>;

/** A token and the stretch of the answer's text that it ends: characters in several tokens belong to the last of them. */
interface LedgerEntry {
  readonly event: TokenEvent;
  readonly start: number;
  readonly end: number;
}

/** Which tokens spell which text of an answer. Places are in UTF-16 units. */
export class TokenLedger {
  readonly #tokenizer: Tokenizer;
  readonly #decoder: StreamingDecoder;
  readonly #isText: (token: number) => boolean;
  /** In order; what was handed out is gone. */
  #entries: LedgerEntry[] = [];
  /** Tokens that have brought no whole character yet. */
  #unfinished: TokenEvent[] = [];
  #length = 0;

  /** @param isText false for a token that ends the answer and is no part of its text */
  constructor(tokenizer: Tokenizer, isText: (token: number) => boolean) {
    this.#tokenizer = tokenizer;
    this.#decoder = tokenizer.createDecoder();
    this.#isText = isText;
  }

  /** Length of the text of all tokens so far. */
  get length(): number {
    return this.#length;
  }

  add(event: TokenEvent): void {
    if (!this.#isText(event.token)) return;
    this.#unfinished.push(event);
    this.#enter(this.#decoder.push(event.token).length);
  }

  /** The answer is over; what is left of a character is text now. */
  finish(): void {
    this.#enter(this.#decoder.finish().length);
  }

  /**
   * The tokens with text in the stretch [start, end), each once: one that reaches beyond belongs to the stretch that was asked for
   * first. To be asked in the order of the text; what lies before `start` is dropped.
   */
  take(start: number, end: number): readonly TokenLogprob[] {
    const next = this.#entries.findIndex((entry) => entry.start >= end);
    const passed = this.#entries.splice(0, next < 0 ? this.#entries.length : next);
    return passed.filter((entry) => entry.end > start).map(({ event }) => this.#logprobOf(event));
  }

  #enter(characters: number): void {
    if (characters === 0) return;
    const [start, end] = [this.#length, this.#length + characters];
    for (const event of this.#unfinished) this.#entries.push({ event, start, end });
    this.#unfinished = [];
    this.#length = end;
  }

  #logprobOf({ token, score }: TokenEvent): TokenLogprob {
    if (score === undefined) return { ...this.#scored(token, 0), top: [] };
    const { topTokens, topLogprobs, logprob } = score;
    const top = Array.from(topTokens, (other, index) => this.#scored(other, topLogprobs[index]!));
    return { ...this.#scored(token, logprob), top };
  }

  #scored(token: number, logprob: number): ScoredToken {
    const bytes = this.#tokenizer.tokenBytes(token);
    return { token, text: this.#tokenizer.decode([token]), bytes: bytes === null ? null : [...bytes], logprob };
  }
}
