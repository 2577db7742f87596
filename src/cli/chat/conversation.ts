import { type AgentPart, type AgentSetup, type Approve, answerTurn, runAgent } from "../../agent/index.ts";
import type { ChatMessage, StreamPart, Tool } from "../../chat/index.ts";
import type { ChatRequest, Hermes } from "../../hermes.ts";
import { createChatRequest, systemMessages } from "../chat-request.ts";
import type { GenerationFlags } from "../flags.ts";
import { type Answer, streamAnswer } from "../stream-answer.ts";
import type { ChatTools } from "./chat-tools.ts";

/** What the user may change between two turns. */
export interface ConversationSettings {
  thinking: boolean;
  keepCots: boolean;
  system: string | undefined;
  tools: readonly Tool[] | undefined;
  /** Show only that the model thought, not what. */
  fold: boolean;
}

export type AgentFinish = Extract<AgentPart, { type: "agent-finish" }>;

/** Whatever answers. */
export type ChatModel = Pick<Hermes, "modelId" | "stream">;

/** A conversation with one model: the turns so far and the settings for the next one. */
export class Conversation {
  readonly settings: ConversationSettings;
  /** What can be run for the model. */
  readonly runnable: ChatTools;
  /** Names of tools that run without asking until the conversation is reset. */
  readonly alwaysAllowed = new Set<string>();
  readonly #model: ChatModel;
  readonly #flags: GenerationFlags;
  #turns: ChatMessage[] = [];
  #lastThought: string | null = null;

  constructor(model: ChatModel, flags: GenerationFlags, tools: readonly Tool[] | undefined, runnable: ChatTools) {
    this.#model = model;
    this.runnable = runnable;
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
    return this.#lastThought;
  }

  /** Tool calls of the last answer that still wait for a result. */
  get openCalls(): number {
    return this.#waitingCalls().length;
  }

  /** Forgets all turns; the settings stay. */
  reset(): void {
    this.#turns = [];
    this.#lastThought = null;
    this.alwaysAllowed.clear();
  }

  /** Adds the result of the first call that waits for one, without asking for an answer yet. */
  addToolResult(content: string): void {
    const id = this.#waitingCalls()[0];
    if (id === undefined) return;
    const results = [...this.#turns.slice(this.#lastAnswer + 1), { role: "tool" as const, content, tool_call_id: id }];
    // Prompts have no ids: a result is known by its place.
    const place = ({ tool_call_id: call }: ChatMessage) => this.#callIds().indexOf(call ?? "");
    this.#turns.splice(this.#lastAnswer + 1, results.length, ...results.sort((a, b) => place(a) - place(b)));
  }

  /**
   * Asks for an answer to `message`, or to the tool results added before when there is none. A turn that fails or is
   * cancelled is forgotten with the message or the last tool result that asked for it, which then can be given again.
   */
  async answer(message: string | null, show: (part: StreamPart) => void, signal: AbortSignal): Promise<Answer> {
    const turns = this.#takeTurns(message);
    const answer = await streamAnswer(this.#model.stream(this.#request(turns), { signal }), show);
    if (answer.finish.reason === "cancelled") return answer;
    this.#turns = [...turns, answerTurn(answer)];
    this.#lastThought = answer.reasoning;
    return answer;
  }

  /** As `answer`, with tools that are run for the model. Rounds of a cancelled loop that were whole are kept. */
  async answerWithTools(
    message: string | null,
    setup: AgentSetup,
    approve: Approve,
    show: (part: AgentPart) => void,
    signal: AbortSignal,
  ): Promise<AgentFinish> {
    const turns = this.#takeTurns(message);
    let finish: AgentFinish | null = null;
    for await (const part of runAgent(this.#model, this.#request(turns), setup, { approve, signal })) {
      show(part);
      if (part.type === "agent-finish") finish = part;
    }
    if (finish === null) throw new Error("the tool loop ended without a finish part");
    if (finish.messages.length > 0) this.#turns = [...turns, ...finish.messages];
    const last = finish.messages.findLast(({ role }) => role === "assistant");
    if (last !== undefined) this.#lastThought = last.reasoning ?? null;
    return finish;
  }

  /** The turns to answer. Until the answer is there, the one that asks is not kept. */
  #takeTurns(message: string | null): readonly ChatMessage[] {
    const turns: ChatMessage[] = message === null ? this.#turns : [...this.#turns, { role: "user", content: message }];
    this.#turns = turns.slice(0, -1);
    return turns;
  }

  #request(turns: readonly ChatMessage[]): ChatRequest {
    const { thinking, keepCots, system, tools } = this.settings;
    return createChatRequest({ ...this.#flags, thinking, keepCots }, [...systemMessages(system), ...turns], tools);
  }

  /** Index of the last answer; -1 where there is none. */
  get #lastAnswer(): number {
    return this.#turns.findLastIndex(({ role }) => role === "assistant");
  }

  #callIds(): readonly string[] {
    return (this.#turns[this.#lastAnswer]?.tool_calls ?? []).map(({ id }, index) => id ?? `call_${index}`);
  }

  /** Ids of the calls of the last answer without a result, in their order. */
  #waitingCalls(): readonly string[] {
    const waiting = [...this.#callIds()];
    for (const { tool_call_id: id } of this.#turns.slice(this.#lastAnswer + 1)) {
      const place = waiting.indexOf(id ?? "");
      if (place >= 0) waiting.splice(place, 1);
    }
    return waiting;
  }
}
