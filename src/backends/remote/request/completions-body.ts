import { type ProfileName, profiles, type RenderedPrompt } from "../../../chat/index.ts";
import { HermesError } from "../../../errors.ts";
import type { ChatRequest, CompletionRequest, StreamOptions } from "../../contract.ts";
import type { JsonObject } from "../http/read-reply.ts";
import type { CompletionsDialect, Preset } from "../presets.ts";
import { constraintFields } from "./constraint-fields.ts";
import { progressField } from "./progress-field.ts";
import { type Promises, refuseUnknown } from "./refusals.ts";
import { samplingFields } from "./sampling-fields.ts";

/** The body of POST /completions but for the prompt and the limit, which change from one request of an answer to the next. */
export function completionsBody(
  model: string,
  preset: Preset,
  dialect: CompletionsDialect,
  request: Promises & Pick<ChatRequest | CompletionRequest, "sampling" | "constraint">,
  options: Pick<StreamOptions, "promptProgress"> = {},
): JsonObject {
  refuseUnknown(preset, request);
  return {
    model,
    stream: true,
    stream_options: { include_usage: true, ...(preset.countsAlways ? { continuous_usage_stats: true } : {}) },
    ...dialect.fields,
    ...constraintFields(preset, request),
    ...samplingFields(preset, request.sampling),
    ...(request.cacheSalt === undefined ? {} : { cache_salt: request.cacheSalt }),
    ...progressField(preset, options),
  };
}

/**
 * The prompt as text. The server makes control tokens of whatever spells one, so text of a caller must not hold any.
 * Throws HermesError "prompt-invalid".
 */
export function promptText(
  prompt: RenderedPrompt,
  { profile, bosToken }: { readonly profile: ProfileName; readonly bosToken: string | null },
  { beginToken }: CompletionsDialect,
): string {
  const controls = controlTexts(profile, bosToken);
  for (const { text, source } of prompt.segments) {
    const found = source === "template" ? undefined : controls.find((control) => text.includes(control));
    if (found === undefined) continue;
    const message =
      `A ${source} text holds ${found}, which a server that gets text would take for the control token. ` +
      "Take it out, or use a backend that gets tokens.";
    throw new HermesError("prompt-invalid", message, { field: "messages" });
  }
  const isTheirs = bosToken !== null && beginToken === "theirs" && prompt.text.startsWith(bosToken);
  return isTheirs ? prompt.text.slice(bosToken.length) : prompt.text;
}

/** Texts that a server takes for control tokens. */
export function controlTexts(profile: ProfileName, bosToken: string | null): readonly string[] {
  const { roleStart, roleEnd, stopTokens } = profiles[profile];
  return [bosToken ?? "", roleStart, roleEnd.trim(), ...stopTokens].filter((token) => token !== "");
}

/** Control tokens that end an answer, should the server leave them in the text. */
export function stopTokensOf(profile: ProfileName): readonly string[] {
  return profiles[profile].stopTokens;
}
