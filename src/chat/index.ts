export { COMPACT_SPACING, type JsonSpacing, PYTHON_SPACING, renderJson } from "./json/python-json.ts";
export { MAX_JSON_DEPTH, parseRawJson, type RawJson, RawNumber } from "./json/raw-json.ts";
export { type AnswerMessage, toMessage } from "./message/answer-message.ts";
export {
  type CollectedMessage,
  collectMessage,
  type DiagnosticPart,
  type FinishPart,
  MessageCollector,
  type ToolCallPart,
} from "./message/collect-message.ts";
export { finishReasonOf } from "./message/finish-reason.ts";
export { createMessageStream, type MessageStream, type MessageStreamOptions } from "./message/message-stream.ts";
export { createOutputParser, type OutputParser, parseOutput } from "./output/output-parser.ts";
export type { Diagnostic, DiagnosticCode, ParsedOutput, ParserEvent } from "./output/parser-event.ts";
export type { OutputParserOptions } from "./output/parser-state.ts";
export { startOfAnswer } from "./output/start-of-answer.ts";
export type { CallNote, InvalidReason, OutputPart } from "./parts.ts";
export { DEFAULT_SYSTEM_PROMPT, STRIPPED_THOUGHT, THINKING_PROMPT } from "./prompt/fixed-texts.ts";
export { type Profile, type ProfileName, profiles } from "./prompt/profiles.ts";
export { EFFORT_SHARES, effortBudget, type ReasoningEffort } from "./prompt/reasoning-effort.ts";
export type {
  PromptWarning,
  PromptWarningCode,
  RenderedPrompt,
  RenderInput,
  RenderMode,
} from "./prompt/render-input.ts";
export { renderPrompt } from "./prompt/render-prompt.ts";
export { resolveThinking, type ThinkingChoice, type ThinkingFields } from "./prompt/resolve-thinking.ts";
export { type SelectedProfile, selectProfile } from "./prompt/select-profile.ts";
export { showSchema } from "./prompt/show-schema.ts";
export type { FinishReason, ScoredToken, StreamPart, Timings, TokenLogprob, Usage } from "./stream-part.ts";
export type { ChatMessage, ChatRole, Json, TextPart, Tool, ToolCallMessage } from "./types.ts";
