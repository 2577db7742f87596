import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4ToolResultOutput,
  LanguageModelV4ToolResultPart,
} from "@ai-sdk/provider";
import type { ChatMessage, RawJson, ToolCallMessage } from "../chat/index.ts";
import { HermesError } from "../errors.ts";

/** The AI SDK's prompt as messages. Throws HermesError "prompt-invalid" for parts that are no text: files, custom parts. */
export function toMessages(prompt: LanguageModelV4Prompt): ChatMessage[] {
  return prompt.flatMap((message, index) => toMessage(message, `prompt[${index}]`));
}

function toMessage(message: LanguageModelV4Message, at: string): ChatMessage[] {
  switch (message.role) {
    case "system":
      return [{ role: "system", content: message.content }];
    case "user":
      return [{ role: "user", content: message.content.map((part) => textOf(part, at)).join("") }];
    case "assistant":
      return [toAssistantMessage(message.content, at)];
    case "tool":
      return message.content.map((part) => toToolMessage(part, at));
    default:
      return message satisfies never;
  }
}

type AssistantPart = Extract<LanguageModelV4Message, { role: "assistant" }>["content"][number];
type ToolPart = Extract<LanguageModelV4Message, { role: "tool" }>["content"][number];

function toAssistantMessage(parts: readonly AssistantPart[], at: string): ChatMessage {
  const thoughts: string[] = [];
  const texts: string[] = [];
  const calls: ToolCallMessage[] = [];
  for (const part of parts) {
    if (part.type === "reasoning") thoughts.push(part.text);
    else if (part.type === "tool-call") {
      // The AI SDK has parsed the model's JSON; what it holds is a JSON value again.
      const call = { name: part.toolName, arguments: part.input as RawJson };
      calls.push({ id: part.toolCallId, type: "function", function: call });
    } else texts.push(textOf(part, at));
  }
  return {
    role: "assistant",
    content: texts.join(""),
    ...(thoughts.length === 0 ? {} : { reasoning: thoughts.join("\n") }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function toToolMessage(part: ToolPart, at: string): ChatMessage {
  if (part.type !== "tool-result") throw notText(part.type, at);
  const { toolCallId, toolName, output } = part satisfies LanguageModelV4ToolResultPart;
  return { role: "tool", tool_call_id: toolCallId, name: toolName, content: resultText(output, at) };
}

function resultText(output: LanguageModelV4ToolResultOutput, at: string): string {
  switch (output.type) {
    case "text":
    case "error-text":
      return output.value;
    case "json":
    case "error-json":
      return JSON.stringify(output.value);
    case "execution-denied":
      return output.reason ?? "The user did not allow this call.";
    case "content":
      return output.value.map((part) => textOf(part, at)).join("");
    default:
      return output satisfies never;
  }
}

function textOf(part: { readonly type: string; readonly text?: string }, at: string): string {
  if (part.type === "text" && part.text !== undefined) return part.text;
  throw notText(part.type, at);
}

function notText(type: string, at: string): HermesError {
  const message = `${at} holds a part of type "${type}"; Hermes 4 reads text, thoughts, tool calls and their results only.`;
  return new HermesError("prompt-invalid", message, { field: at });
}
