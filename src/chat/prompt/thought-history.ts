import type { PromptSegment } from "../../tokenizer/index.ts";
import { STRIPPED_THOUGHT } from "./fixed-texts.ts";

const THOUGHT_END = "</think>";

export function holdsThoughtEnd(content: string): boolean {
  return content.includes(THOUGHT_END);
}

/** Replaces everything up to the first `</think>`, which must be there. */
export function stripThought(content: string): PromptSegment[] {
  const rest = content.slice(content.indexOf(THOUGHT_END) + THOUGHT_END.length);
  return [templatePiece(STRIPPED_THOUGHT), assistantPiece(rest)];
}

export function templatePiece(text: string): PromptSegment {
  return { text, source: "template" };
}

export function assistantPiece(text: string): PromptSegment {
  return { text, source: "assistant" };
}
