import { HermesError } from "../../errors.ts";
import type { ProfileName } from "./profiles.ts";
import { profiles } from "./profiles.ts";
import type { PromptWarning } from "./render-input.ts";

/** Which format a checkpoint speaks, by `model_type` of its config.json. */
const MODEL_TYPES: Readonly<Record<string, { profile: ProfileName; bosToken: string | null }>> = {
  llama: { profile: "llama3", bosToken: "<|begin_of_text|>" },
  seed_oss: { profile: "llama3", bosToken: "<seed:bos>" },
  qwen3: { profile: "chatml", bosToken: null },
};

export interface SelectedProfile {
  readonly profile: ProfileName;
  /** What to hand to renderPrompt as `bosToken`. */
  readonly bosToken: string | null;
  readonly warnings: readonly PromptWarning[];
}

/**
 * Chooses the prompt format of a checkpoint; warns when `eosToken` (of its tokenizer) is not that format's end of turn.
 * Throws `unsupported` for a model type outside the Hermes 4 family. Card tags play no part: they are misleading.
 */
export function selectProfile(modelType: string, eosToken?: string | null): SelectedProfile {
  const known = Object.hasOwn(MODEL_TYPES, modelType) ? MODEL_TYPES[modelType] : undefined;
  if (known === undefined) {
    const supported = Object.keys(MODEL_TYPES);
    const message = `no Hermes 4 prompt format is known for model_type "${modelType}"; known are ${supported.join(", ")}`;
    throw new HermesError("unsupported", message, { what: `model_type ${modelType}`, supported });
  }
  const { endOfTurnToken } = profiles[known.profile];
  if (eosToken === undefined || eosToken === null || eosToken === endOfTurnToken) return { ...known, warnings: [] };
  const message =
    `the tokenizer ends a turn with ${eosToken}, but the ${known.profile} format of model_type "${modelType}" ends it ` +
    `with ${endOfTurnToken}: this may not be a Hermes 4 checkpoint`;
  return { ...known, warnings: [{ code: "end-of-turn-mismatch", message }] };
}
