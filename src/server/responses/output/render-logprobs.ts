import { floored, type TokenLogprobs } from "../../answer/chat/spell-logprobs.ts";
import type { WireLogprob } from "../wire.ts";

type Scored = TokenLogprobs[number]["top"][number];

export function renderLogprobs(logprobs: TokenLogprobs): WireLogprob[] {
  return logprobs.map(({ top, ...token }) => ({ ...renderToken(token), top_logprobs: top.map(renderToken) }));
}

/** The type of OpenAI's client knows no missing bytes; a control token has none. */
function renderToken({ text, bytes, logprob }: Scored): Omit<WireLogprob, "top_logprobs"> {
  return { token: text, bytes: [...(bytes ?? [])], logprob: floored(logprob) };
}
