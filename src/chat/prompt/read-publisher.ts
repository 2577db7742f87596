import type { PromptSegment } from "../../tokenizer/index.ts";
import { renderJson } from "../json/python-json.ts";
import { isPythonTrue, printPython } from "../json/python-text.ts";
import { DEFAULT_SYSTEM_PROMPT, THINKING_PROMPT } from "./fixed-texts.ts";
import { fieldOf, isRecord, promptInvalid } from "./message-fields.ts";
import { profiles } from "./profiles.ts";
import type { RenderInput } from "./render-input.ts";
import { assistantPiece, holdsThoughtEnd, stripThought, templatePiece } from "./thought-history.ts";
import type { Conversation, Turn, TurnCall } from "./turns.ts";

/** Reads messages as the published template does. Throws `prompt-invalid` where that fails. */
export function readAsPublisher(input: RenderInput, messages: readonly unknown[], hasTools: boolean): Conversation {
  const strip = isPythonTrue(input.thinking) && !isPythonTrue(input.keepCots);
  const turns = messages.map((message, index): Turn => {
    const at = `messages[${index}]`;
    const role = fieldOf(message, "role");
    if (role === "user" || (role === "system" && index > 0)) {
      return { kind: "text", role, content: joinable(fieldOf(message, "content"), `${at}.content`) };
    }
    if (role === "assistant") return readAssistant(message, at, strip);
    if (role === "tool") return { kind: "tool", content: printPython(fieldOf(message, "content")) };
    return { kind: "dropped" };
  });
  const bosToken = profiles[input.profile].bosToken === null ? "" : joinable(input.bosToken, "bosToken");
  return { system: [readSystem(input, messages, hasTools)], turns, bosToken };
}

function readSystem(input: RenderInput, messages: readonly unknown[], hasTools: boolean): PromptSegment {
  const first = messages[0];
  if (fieldOf(first, "role") !== "system") {
    return templatePiece(isPythonTrue(input.thinking) ? THINKING_PROMPT : DEFAULT_SYSTEM_PROMPT);
  }
  const content = fieldOf(first, "content");
  const text = hasTools ? printPython(content) : joinable(content, "messages[0].content");
  return { text, source: "system" };
}

function readAssistant(message: unknown, at: string, strip: boolean): Turn {
  const content = fieldOf(message, "content");
  const callList = fieldOf(message, "tool_calls");
  if (isPythonTrue(callList) && !Array.isArray(callList)) throw promptInvalid(`${at}.tool_calls`, "is not a list");
  const calls = isPythonTrue(callList) ? (callList as unknown[]) : [];
  const pieces = isPythonTrue(content) ? readContent(joinable(content, `${at}.content`), at, strip) : [];
  return {
    kind: "assistant",
    content: pieces,
    calls: calls.map((call, index) => readCall(call, `${at}.tool_calls[${index}]`)),
    leftOpen: pieces.length === 0 && calls.length === 0,
  };
}

function readContent(content: string, at: string, strip: boolean): PromptSegment[] {
  if (!strip) return [assistantPiece(content)];
  if (holdsThoughtEnd(content)) return stripThought(content);
  throw promptInvalid(
    `${at}.content`,
    "holds no </think>: with thinking on, the published template cannot strip it; set keepCots, or use guarded mode",
  );
}

function readCall(call: unknown, at: string): TurnCall {
  const inner = fieldOf(call, "function");
  const body = inner === undefined ? call : inner;
  const args = fieldOf(body, "arguments");
  if (args === undefined) {
    throw promptInvalid(`${at}.arguments`, "is missing: the published template cannot print it; give {} for none");
  }
  return { name: printPython(fieldOf(body, "name")), arguments: renderJson(args, `${at}.arguments`) };
}

/** The template joins this value to a string with `+`, which only a string survives. */
function joinable(value: unknown, field: string): string {
  if (typeof value === "string") return value;
  const got =
    value === undefined ? "missing" : value === null ? "null" : isRecord(value) ? "an object" : "not a string";
  throw promptInvalid(field, `is ${got}: the published template needs a string here; give one, or use guarded mode`);
}
