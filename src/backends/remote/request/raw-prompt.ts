import type { ProfileName } from "../../../chat/index.ts";
import { HermesError } from "../../../errors.ts";
import { hermesTags } from "../../../tokenizer/index.ts";
import { checkTokens } from "../../answer/token-access.ts";
import type { CompletionRequest } from "../../contract.ts";
import type { CompletionsDialect, Preset } from "../presets.ts";
import { controlTexts } from "./completions-body.ts";
import { refusal } from "./refusals.ts";

export interface PromptFormat {
  readonly profile: ProfileName;
  /** First bytes of a prompt; null for none. */
  readonly bosToken: string | null;
}

/**
 * The prompt of a text that is continued as it stands, as POST /completions takes it. Throws HermesError "usage" for what the endpoint
 * would read otherwise than it is meant.
 */
export function rawPrompt(
  request: CompletionRequest,
  format: PromptFormat,
  preset: Preset,
  dialect: CompletionsDialect,
): string | readonly number[] {
  const { prompt } = request;
  if (typeof prompt === "string") return textPrompt(prompt, request, format, preset, dialect);
  if (!Array.isArray(prompt) || prompt.length === 0) throw noPrompt();
  if (!dialect.takesTokens) throw refusal(preset, "prompt", "it is not known to take token ids. Give text.");
  checkTokens("prompt", prompt, Number.POSITIVE_INFINITY);
  if (dialect.noLimit !== "none" || request.maxTokens !== undefined) return prompt;
  throw refusal(
    preset,
    "prompt",
    "without maxTokens an answer to token ids cannot be asked for whole. Give maxTokens.",
  );
}

/** The server makes control tokens of whatever spells one, and some add begin-of-text to every text. */
function textPrompt(
  text: string,
  { parseSpecial = false, addSpecial = true }: CompletionRequest,
  { profile, bosToken }: PromptFormat,
  preset: Preset,
  { beginToken }: CompletionsDialect,
): string {
  const special = [...controlTexts(profile, bosToken), ...hermesTags].find((control) => text.includes(control));
  if (special !== undefined && !parseSpecial) {
    const why = `the text holds ${special}, which it would take for a token. Say parseSpecial, or take it out.`;
    throw refusal(preset, "prompt", why);
  }
  const begin = bosToken ?? "";
  const rest = begin !== "" && text.startsWith(begin) ? text.slice(begin.length) : text;
  const begins = begin !== "" && (addSpecial || rest !== text);
  if (rest === "" && !begins) throw noPrompt();
  if (beginToken === "ours") return begins ? begin + rest : rest;
  if (begin === "" || begins) return rest;
  throw refusal(preset, "addSpecial", "it puts begin-of-text in front of every text. Leave it out.");
}

function noPrompt(): HermesError {
  const message = "prompt is empty; expected a text, or a list of at least one token id.";
  return new HermesError("usage", message, { argument: "prompt" });
}
