import type { StreamPart } from "../../../chat/index.ts";
import { spellTimings } from "./spell-counts.ts";
import type { WireTimings } from "./wire.ts";

/** Timings of an answer while it runs, from the outside: what its parts tell, by the clock of who reads them. */
export class RunningTimings {
  readonly #clock: () => number;
  readonly #start: number;
  #firstToken: number | null = null;
  #promptTokens = 0;
  #cachedTokens = 0;
  #completionTokens = 0;

  /** `clock` gives milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#start = clock();
  }

  note(part: StreamPart): void {
    if (part.type === "prompt-progress") {
      this.#promptTokens = part.totalTokens;
      this.#cachedTokens = part.cachedTokens;
    } else if ("text" in part || "logprobs" in part) {
      this.#firstToken ??= this.#clock();
      // Without scored tokens, a piece of text counts as one.
      this.#completionTokens += part.logprobs?.length ?? 1;
    }
  }

  now(): WireTimings {
    const firstToken = this.#firstToken ?? this.#clock();
    const usage = {
      promptTokens: this.#promptTokens,
      cachedTokens: this.#cachedTokens,
      completionTokens: this.#completionTokens,
      reasoningTokens: 0,
    };
    return spellTimings(usage, { promptMs: firstToken - this.#start, decodeMs: this.#clock() - firstToken });
  }
}
