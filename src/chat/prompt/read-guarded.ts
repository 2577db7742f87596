import type { PromptSegment } from "../../tokenizer/index.ts";
import { isPythonTrue } from "../json/python-text.ts";
import { DEFAULT_SYSTEM_PROMPT, THINKING_PROMPT } from "./fixed-texts.ts";
import { readCalls } from "./guarded-calls.ts";
import { readText, readToolContent } from "./guarded-content.ts";
import { fieldOf, promptInvalid } from "./message-fields.ts";
import { profiles } from "./profiles.ts";
import type { PromptWarning, RenderInput } from "./render-input.ts";
import { assistantPiece, holdsThoughtEnd, stripThought, templatePiece } from "./thought-history.ts";
import type { Conversation, Turn } from "./turns.ts";

/** Role names of other chat formats that mean one of ours. */
const ROLES: Readonly<Record<string, "system" | "user" | "assistant" | "tool">> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
  tool: "tool",
  function: "tool",
};

/** Reads messages with the template's known faults mended. Throws `prompt-invalid`; adds to `warnings`. */
export function readGuarded(
  input: RenderInput,
  messages: readonly unknown[],
  hasTools: boolean,
  warnings: PromptWarning[],
): Conversation {
  const turns = messages.map((message, index) => readMessage(input, message, `messages[${index}]`, warnings));
  const first = turns[0];
  const ownSystem = first?.kind === "text" && first.role === "system" ? first.content : null;
  if (ownSystem !== null) turns[0] = { kind: "dropped" };
  if (hasTools && ownSystem?.includes("<tools>")) {
    const message = "messages[0] already lists tools by hand and tools were given too: the prompt shows both; drop one";
    warnings.push({ code: "tools-in-system-message", message });
  }
  return { system: systemPieces(input, ownSystem), turns, bosToken: readBosToken(input) };
}

function readBosToken(input: RenderInput): string {
  const ofProfile = profiles[input.profile].bosToken;
  if (ofProfile === null) return "";
  const bosToken: unknown = input.bosToken ?? ofProfile;
  if (typeof bosToken !== "string") throw promptInvalid("bosToken", "is not a string");
  return bosToken;
}

function systemPieces(input: RenderInput, own: string | null): PromptSegment[] {
  const thinking = isPythonTrue(input.thinking);
  if (own === null) return [templatePiece(thinking ? THINKING_PROMPT : DEFAULT_SYSTEM_PROMPT)];
  const place = input.thinkingWithSystem ?? "prepend";
  const piece: PromptSegment = { text: own, source: "system" };
  if (!thinking || place === "none" || own.includes(THINKING_PROMPT)) return [piece];
  if (place === "append") return [piece, templatePiece(`\n\n${THINKING_PROMPT}`)];
  return [templatePiece(`${THINKING_PROMPT}\n\n`), piece];
}

function readMessage(input: RenderInput, message: unknown, at: string, warnings: PromptWarning[]): Turn {
  const role = fieldOf(message, "role");
  const known = typeof role === "string" && Object.hasOwn(ROLES, role) ? ROLES[role] : undefined;
  const content = fieldOf(message, "content");
  switch (known) {
    case "system":
    case "user":
      return { kind: "text", role: known, content: readText(content, `${at}.content`) };
    case "tool":
      return { kind: "tool", content: readToolContent(content, `${at}.content`) };
    case "assistant": {
      const calls = readCalls(fieldOf(message, "tool_calls"), `${at}.tool_calls`, warnings);
      return { kind: "assistant", content: readAssistantContent(input, message, at), calls, leftOpen: false };
    }
    default: {
      const got = role === undefined ? "is missing" : `${JSON.stringify(role)} is unknown`;
      throw promptInvalid(`${at}.role`, `${got}; roles are ${Object.keys(ROLES).join(", ")}`);
    }
  }
}

function readAssistantContent(input: RenderInput, message: unknown, at: string): PromptSegment[] {
  const content = readText(fieldOf(message, "content"), `${at}.content`);
  const thought = readThought(message, at);
  const keep = isPythonTrue(input.keepCots);
  const strip = isPythonTrue(input.thinking) && !keep;
  if (holdsThoughtEnd(content)) return strip ? stripThought(content) : [assistantPiece(content)];
  if (thought !== "" && keep) {
    const pieces = [templatePiece("<think>\n"), assistantPiece(thought), templatePiece("\n</think>\n")];
    return [...pieces, assistantPiece(content)];
  }
  if (thought !== "" && strip) return stripThought(`</think>\n${content}`);
  return content === "" ? [] : [assistantPiece(content)];
}

/** The thought that came beside the content, under either of its two usual names; "" when there is none. */
export function readThought(message: unknown, at: string): string {
  for (const field of ["reasoning_content", "reasoning"]) {
    const value = fieldOf(message, field) ?? null;
    if (value === null) continue;
    if (typeof value !== "string") throw promptInvalid(`${at}.${field}`, "is not a string; give the thought as text");
    return value;
  }
  return "";
}
