import type { ChatMessage, StreamPart, Tool } from "../../chat/index.ts";
import type { Hermes } from "../../hermes.ts";
import { createChatRequest, systemMessages } from "../chat-request.ts";
import type { GenerationFlags } from "../flags.ts";
import { type Answer, streamAnswer } from "../stream-answer.ts";

/** What the user may change between two turns. */
export interface ConversationSettings {
  thinking: boolean;
  keepCots: boolean;
  system: string | undefined;
  tools: readonly Tool[] | undefined;
  /** Show only that the model thought, not what. */
  fold: boolean;
}

/** Whatever answers. */
export type ChatModel = Pick<Hermes, "modelId" | "stream">;

/** A conversation with one model: the turns so far and the settings for the next one. */
export class Conversation {
  readonly settings: ConversationSettings;
  readonly #model: ChatModel;
  readonly #flags: GenerationFlags;
  #turns: ChatMessage[] = [];
  #lastAnswer: Answer | null = null;

  constructor(model: ChatModel, flags: GenerationFlags, tools: readonly Tool[] | undefined) {
    this.#model = model;
    this.#flags = flags;
    this.settings = {
      thinking: flags.thinking === true,
      keepCots: flags.keepCots === true,
      system: flags.system,
      tools,
      fold: false,
    };
  }

  get modelId(): string {
    return this.#model.modelId;
  }

  /** The last thought; null when the last answer had none. */
  get lastThought(): string | null {
    return this.#lastAnswer?.reasoning ?? null;
  }

  /** Tool calls of the last answer that still wait for a result. */
  get openCalls(): number {
    const answered = this.#turns.length - 1 - this.#turns.findLastIndex(({ role }) => role === "assistant");
    return Math.max(0, (this.#turns.findLast(({ role }) => role === "assistant")?.tool_calls?.length ?? 0) - answered);
  }

  /** Forgets all turns; the settings stay. */
  reset(): void {
    this.#turns = [];
    this.#lastAnswer = null;
  }

  /** Adds the result of a call without asking for an answer yet. */
  addToolResult(content: string): void {
    this.#turns.push({ role: "tool", content });
  }

  /**
   * Asks for an answer to `message`, or to the tool results added before when there is none. A turn that fails or is
   * cancelled is forgotten with the message or the last tool result that asked for it, which then can be given again.
   */
  async answer(message: string | null, show: (part: StreamPart) => void, signal: AbortSignal): Promise<Answer> {
    const turns: ChatMessage[] = message === null ? this.#turns : [...this.#turns, { role: "user", content: message }];
    const { thinking, keepCots, system, tools } = this.settings;
    const request = createChatRequest(
      { ...this.#flags, thinking, keepCots },
      [...systemMessages(system), ...turns],
      tools,
    );
    // All turns but the one that asks, until the answer is there.
    this.#turns = turns.slice(0, -1);
    const answer = await streamAnswer(this.#model.stream(request, { signal }), show);
    if (answer.finish.reason === "cancelled") return answer;
    this.#turns = [...turns, answerMessage(answer)];
    this.#lastAnswer = answer;
    return answer;
  }
}

/** An answer as a turn of the conversation that goes on. */
function answerMessage({ content, reasoning, toolCalls }: Answer): ChatMessage {
  const calls = toolCalls.map(({ id, name, arguments: text }) => ({
    id,
    type: "function" as const,
    function: { name, arguments: text },
  }));
  return {
    role: "assistant",
    content,
    ...(reasoning === null ? {} : { reasoning }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}
