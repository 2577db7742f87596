import type { ChatMessage, ToolCallMessage } from "../../../chat/index.ts";
import type { ItemMeaning } from "./item-meaning.ts";

type AssistantItem = Extract<ItemMeaning, { kind: "answer" | "thought" | "call" }>;

/** Items of one answer, put together again to the one message that they were. */
export class AssistantTurn {
  readonly #thoughts: string[] = [];
  readonly #texts: string[] = [];
  readonly #calls: ToolCallMessage[] = [];
  #last: AssistantItem["kind"] | null = null;

  /** False for what begins another answer: a thought behind text, and text behind text. */
  takes(kind: AssistantItem["kind"]): boolean {
    if (kind === "thought") return this.#texts.length === 0;
    return kind !== "answer" || this.#last !== "answer";
  }

  add(item: AssistantItem): void {
    this.#last = item.kind;
    switch (item.kind) {
      case "thought":
        this.#thoughts.push(item.text);
        break;
      case "answer":
        this.#texts.push(item.text);
        break;
      case "call": {
        const { callId, name, arguments: json } = item;
        this.#calls.push({ id: callId, type: "function", function: { name, arguments: json } });
        break;
      }
      default:
        item satisfies never;
    }
  }

  get message(): ChatMessage {
    return {
      role: "assistant",
      content: this.#texts.join(""),
      ...(this.#thoughts.length === 0 ? {} : { reasoning_content: this.#thoughts.join("\n") }),
      ...(this.#calls.length === 0 ? {} : { tool_calls: this.#calls }),
    };
  }
}
