import type { ServerDefaults } from "../../server/index.ts";
import { amount, oneOf, orNull, truth, whole } from "../kinds.ts";
import { type Rows, setting } from "../setting.ts";
import { milliseconds } from "./milliseconds.ts";

const sampling = {
  /** 0 always takes the likeliest token. */
  temperature: setting(orNull(amount(0, 100)), null, "temperature"),
  /** Keep the likeliest tokens up to this probability. */
  topP: setting(orNull(amount(Number.MIN_VALUE, 1)), null, "topP"),
  /** Keep this many likeliest tokens; 0 keeps all. */
  topK: setting(orNull(whole(0)), null, "topK"),
  /** Keep tokens with this fraction of the best probability. */
  minP: setting(orNull(amount(0, 1)), null, "minP"),
  /** Makes tokens that stand already less likely; 1 is off. */
  repetitionPenalty: setting(orNull(amount(0.01, 100)), null),
  /** Subtracted once from tokens already generated. */
  presencePenalty: setting(orNull(amount(-2, 2)), null),
  /** Subtracted from tokens already generated, once for each time. */
  frequencyPenalty: setting(orNull(amount(-2, 2)), null),
  /** Same seed, same question, same answer. */
  seed: setting(orNull(whole(0)), null, "seed"),
};

/** How requests are answered that say nothing themselves. */
export const defaultSettings = {
  /** Hermes 4 thinks when asked. */
  thinking: setting(truth, false, "thinking"),
  /** Tokens after which a thought is closed; null for no limit. */
  thinkingBudget: setting(orNull(whole(0)), null, "thinkingBudget"),
  /** Keep earlier thoughts in the prompt. */
  keepCots: setting(truth, false, "keepCots"),
  /** Names under which the server sends reasoning; "tags" leaves it in the content. */
  reasoningFields: setting(oneOf(["both", "reasoning_content", "reasoning", "tags"]), "both", "reasoningFields"),
  /** Milliseconds of silence before the server sends a ping. */
  pingMs: setting(milliseconds, 15_000),
  /** Let unknown fields of a request pass, with a warning header. */
  passUnknownFields: setting(truth, false, "passUnknownFields"),
  /** Over the model's own generation_config.json; null leaves what stands there. */
  sampling,
} satisfies Rows<Omit<ServerDefaults, "sampling">> & { sampling: unknown };
