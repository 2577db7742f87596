import type { ChatMessage, TextPart, ToolCallMessage } from "../../../chat/index.ts";
import type { WireAssistant, WireContent, WireMessage } from "../../fields/message-fields.ts";

/** The messages of a checked body as the chat room knows them. */
export function readMessages(messages: readonly WireMessage[]): ChatMessage[] {
  return messages.map((message): ChatMessage => {
    if (message.role === "assistant") return readAssistant(message);
    return { role: message.role, content: readContent(message.content) };
  });
}

function readContent(content: WireContent): string | TextPart[] {
  return typeof content === "string" ? content : content.map(({ text }) => ({ type: "text", text }));
}

function readAssistant(message: WireAssistant): ChatMessage {
  const thought = message.reasoning_content ?? message.reasoning ?? thoughtParts(message);
  const calls = (message.tool_calls ?? []).map(readCall);
  return {
    role: "assistant",
    content: answerText(message),
    ...(thought === null ? {} : { reasoning_content: thought }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function answerText({ content, refusal }: WireAssistant): string | TextPart[] {
  if (typeof content === "string") return content;
  const texts = (content ?? []).flatMap((part): TextPart[] => {
    if (part.type === "thinking") return [];
    return [{ type: "text", text: part.type === "text" ? part.text : part.refusal }];
  });
  return texts.length > 0 ? texts : (refusal ?? "");
}

/** The thought where it came as parts of the content. */
function thoughtParts({ content }: WireAssistant): string | null {
  if (typeof content === "string") return null;
  const thoughts = (content ?? []).flatMap((part) => (part.type === "thinking" ? [part.thinking] : []));
  const texts = thoughts.map((thought) =>
    typeof thought === "string" ? thought : thought.map(({ text }) => text).join(""),
  );
  return texts.length === 0 ? null : texts.join("");
}

type WireCall = NonNullable<WireAssistant["tool_calls"]>[number];

function readCall({ id, function: { name, arguments: callArguments } }: WireCall): ToolCallMessage {
  return {
    ...(typeof id === "string" ? { id } : {}),
    type: "function",
    // The body was JSON, so objects in it hold JSON.
    function: { name, arguments: (callArguments ?? "{}") as NonNullable<ToolCallMessage["function"]["arguments"]> },
  };
}
