import type { StreamPart } from "../../../chat/index.ts";
import type { WireLogprob } from "../wire.ts";

type Logprobs = NonNullable<Extract<StreamPart, { type: "text-delta" }>["logprobs"]>;
type Scored = Logprobs[number]["top"][number];

/** JSON has no infinity; OpenAI's floor stands for it. */
const FLOOR = -9999;

export function renderLogprobs(logprobs: Logprobs): WireLogprob[] {
  return logprobs.map(({ top, ...token }) => ({ ...renderToken(token), top_logprobs: top.map(renderToken) }));
}

/** The type of OpenAI's client knows no missing bytes; a control token has none. */
function renderToken({ text, bytes, logprob }: Scored): Omit<WireLogprob, "top_logprobs"> {
  return { token: text, bytes: [...(bytes ?? [])], logprob: Math.max(FLOOR, logprob) };
}
