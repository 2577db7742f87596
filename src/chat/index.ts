export { MAX_JSON_DEPTH, parseRawJson, type RawJson, RawNumber } from "./json/raw-json.ts";
export { DEFAULT_SYSTEM_PROMPT, THINKING_PROMPT } from "./prompt/fixed-texts.ts";
export { type Profile, type ProfileName, profiles } from "./prompt/profiles.ts";
export type {
  PromptWarning,
  PromptWarningCode,
  RenderedPrompt,
  RenderInput,
  RenderMode,
} from "./prompt/render-input.ts";
export { renderPrompt } from "./prompt/render-prompt.ts";
export { type SelectedProfile, selectProfile } from "./prompt/select-profile.ts";
