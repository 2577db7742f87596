import type {
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from "@ai-sdk/provider";

type FinishPart = Extract<LanguageModelV4StreamPart, { type: "finish" }>;

/** The fold of a stream: what `doGenerate` gives, without warnings. */
export async function collectContent(
  parts: AsyncIterable<LanguageModelV4StreamPart>,
): Promise<Omit<LanguageModelV4GenerateResult, "warnings">> {
  const content: LanguageModelV4Content[] = [];
  let finish: FinishPart | null = null;
  let text = "";
  for await (const part of parts) {
    if (part.type === "text-delta" || part.type === "reasoning-delta") text += part.delta;
    else if (part.type === "text-end" || part.type === "reasoning-end") {
      content.push({ type: part.type === "text-end" ? "text" : "reasoning", text });
      text = "";
    } else if (part.type === "tool-call") content.push(part);
    else if (part.type === "finish") finish = part;
  }
  if (finish === null) throw new TypeError("The answer ended without a finish part.");
  const { type: _type, ...ending } = finish;
  return { content, ...ending };
}
