import { isPythonTrue } from "../json/python-text.ts";
import { readText } from "./guarded-content.ts";
import { fieldOf, isRecord, promptInvalid } from "./message-fields.ts";
import { printOpenedTurn, printSystemTurn, printTurns } from "./print-conversation.ts";
import { profiles } from "./profiles.ts";
import { readGuarded, readThought } from "./read-guarded.ts";
import { readAsPublisher } from "./read-publisher.ts";
import type { PromptWarning, RenderedPrompt, RenderInput } from "./render-input.ts";
import { SegmentWriter } from "./segment-writer.ts";
import { readTools } from "./tools-block.ts";

/**
 * Renders a conversation in the Hermes 4 format. The result goes to the encoder without a begin-of-text of its own.
 * Throws `prompt-invalid`, naming the field, for what cannot be rendered.
 */
export function renderPrompt(input: RenderInput): RenderedPrompt {
  checkOptions(input);
  const messages = checkMessages(input.messages);
  const warnings: PromptWarning[] = [];
  const prefill = input.continueFinalMessage ? readPrefill(input, messages, warnings) : null;
  const history = prefill === null ? messages : messages.slice(0, -1);
  const tools = readTools(input);
  const conversation =
    input.mode === "publisher"
      ? readAsPublisher(input, history, tools !== null)
      : readGuarded(input, history, tools !== null, warnings);
  const profile = profiles[input.profile];
  const writer = new SegmentWriter();
  printSystemTurn(writer, profile, conversation, tools);
  printTurns(writer, profile, conversation.turns);
  if (prefill !== null || isPythonTrue(input.addGenerationPrompt)) {
    printOpenedTurn(writer, profile, input.openedRole ?? "assistant", prefill ?? "");
  }
  return { text: writer.text, segments: writer.segments, warnings, prefill: prefill ?? "" };
}

function checkOptions(input: RenderInput): void {
  if (!Object.hasOwn(profiles, input.profile)) {
    throw promptInvalid("profile", `"${input.profile}" is unknown; profiles are ${Object.keys(profiles).join(", ")}`);
  }
  if (input.mode === "publisher" && (input.thinkingWithSystem ?? "none") !== "none") {
    throw promptInvalid("thinkingWithSystem", "is for guarded mode: the published template adds nothing");
  }
  if (input.mode === "publisher" && input.toolsText === "card") {
    throw promptInvalid("toolsText", '"card" is for guarded mode: the published template has its own tools text');
  }
  if (input.continueFinalMessage && isPythonTrue(input.addGenerationPrompt)) {
    throw promptInvalid("continueFinalMessage", "cannot stand together with addGenerationPrompt: both open a turn");
  }
}

function checkMessages(messages: unknown): readonly unknown[] {
  if (!Array.isArray(messages)) throw promptInvalid("messages", "is not a list of { role, content }");
  if (messages.length === 0) throw promptInvalid("messages", "is empty; at least one message is needed");
  const odd = messages.findIndex((message) => !isRecord(message));
  if (odd >= 0) throw promptInvalid(`messages[${odd}]`, "is not an object with role and content");
  return messages;
}

/** Content of the message to go on with, exactly as given; the rules on history do not apply to it. */
function readPrefill(input: RenderInput, messages: readonly unknown[], warnings: PromptWarning[]): string {
  const at = `messages[${messages.length - 1}]`;
  const last = messages.at(-1);
  if (fieldOf(last, "role") !== "assistant" || isPythonTrue(fieldOf(last, "tool_calls"))) {
    throw promptInvalid(at, "cannot be continued: only a final assistant message without tool_calls can");
  }
  const content = fieldOf(last, "content");
  if (input.mode !== "publisher") {
    if (readThought(last, at) !== "") {
      const message = `${at}: its reasoning field is not part of a continued message; write <think> into its content`;
      warnings.push({ code: "reasoning-not-continued", message });
    }
    return readText(content, `${at}.content`);
  }
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  throw promptInvalid(`${at}.content`, "is not a string and cannot be continued");
}
