import { floored, type TokenLogprobs } from "../chat/spell-logprobs.ts";
import type { TextLogprobs } from "./wire.ts";

/** UTF-8 bytes 0b10xxxxxx go on with a character. */
const isContinuation = (byte: number) => (byte & 0xc0) === 0x80;

/** Spells the tokens of one answer in OpenAI's old form; knows how much of it is spelled. */
export class TextLogprobSpeller {
  readonly #withTop: boolean;
  #characters = 0;

  /** `withTop`: the likeliest tokens were asked for. */
  constructor(withTop: boolean) {
    this.#withTop = withTop;
  }

  spell(tokens: TokenLogprobs): TextLogprobs {
    const offsets = tokens.map(({ bytes }) => {
      const offset = this.#characters;
      this.#characters += (bytes ?? []).filter((byte) => !isContinuation(byte)).length;
      return offset;
    });
    return {
      tokens: tokens.map(({ text }) => text),
      token_logprobs: tokens.map(({ logprob }) => floored(logprob)),
      top_logprobs: this.#withTop ? tokens.map(likeliest) : null,
      text_offset: offsets,
    };
  }
}

/** Several tokens may have one text; the likeliest stands for them. */
function likeliest({ top }: TokenLogprobs[number]): Readonly<Record<string, number>> {
  const byText = new Map<string, number>();
  for (const { text, logprob } of top) if (!byText.has(text)) byText.set(text, floored(logprob));
  return Object.fromEntries(byText);
}
