import type { StreamPart } from "../../../chat/index.ts";
import type { WireLogprobs, WireToken } from "./wire.ts";

export type TokenLogprobs = NonNullable<Extract<StreamPart, { type: "text-delta" }>["logprobs"]>;
type Scored = TokenLogprobs[number]["top"][number];

/** JSON has no infinity; OpenAI's floor stands for it. */
const FLOOR = -9999;

/** The tokens of a chunk or of a whole content. */
export function spellLogprobs(tokens: TokenLogprobs): WireLogprobs {
  return {
    content: tokens.map(({ top, ...token }) => ({ ...spellToken(token), top_logprobs: top.map(spellToken) })),
    refusal: null,
  };
}

function spellToken({ text, bytes, logprob }: Scored): WireToken {
  return { token: text, bytes, logprob: floored(logprob) };
}

export function floored(logprob: number): number {
  return Math.max(FLOOR, logprob);
}
