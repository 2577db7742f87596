import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import type { DiagnosticPart, StreamPart } from "../chat/index.ts";
import { type Remarks, toFinishPart } from "./finish.ts";

type Block = "text" | "reasoning";

/** Turns our stream parts into the AI SDK's: deltas get a start and an end around them. One for each answer. */
export class PartTranslator {
  #open: { readonly block: Block; readonly id: string } | null = null;
  #blocks = 0;
  readonly #invalidCalls: Remarks["invalidCalls"][number][] = [];
  readonly #diagnostics: DiagnosticPart[] = [];

  translate(part: StreamPart): LanguageModelV4StreamPart[] {
    switch (part.type) {
      case "reasoning-delta":
        return this.#delta("reasoning", part.text);
      case "text-delta":
        return this.#delta("text", part.text);
      case "reasoning-end":
        return this.#close();
      case "tool-call":
        return [...this.#close(), ...toolCallParts(part)];
      case "tool-call-invalid":
        this.#invalidCalls.push(part);
        return [];
      case "diagnostic":
        this.#diagnostics.push(part);
        return [];
      case "prompt-progress":
        // The AI SDK has no part for it; whoever wants raw chunks has seen it.
        return [];
      case "finish":
        return [
          ...this.#close(),
          toFinishPart(part, { invalidCalls: this.#invalidCalls, diagnostics: this.#diagnostics }),
        ];
      default:
        return part satisfies never;
    }
  }

  #delta(block: Block, delta: string): LanguageModelV4StreamPart[] {
    const before = this.#open?.block === block ? [] : [...this.#close(), ...this.#start(block)];
    return [...before, { type: `${block}-delta`, id: this.#open!.id, delta }];
  }

  #start(block: Block): LanguageModelV4StreamPart[] {
    this.#open = { block, id: `${block}-${this.#blocks++}` };
    return [{ type: `${block}-start`, id: this.#open.id }];
  }

  #close(): LanguageModelV4StreamPart[] {
    if (this.#open === null) return [];
    const { block, id } = this.#open;
    this.#open = null;
    return [{ type: `${block}-end`, id }];
  }
}

function toolCallParts(part: Extract<StreamPart, { type: "tool-call" }>): LanguageModelV4StreamPart[] {
  const { id, name } = part;
  // An empty text does not parse, so a call without arguments has an empty object.
  const input = part.arguments.trim() === "" ? "{}" : part.arguments;
  return [
    { type: "tool-input-start", id, toolName: name },
    { type: "tool-input-delta", id, delta: input },
    { type: "tool-input-end", id },
    { type: "tool-call", toolCallId: id, toolName: name, input },
  ];
}
