import { type CollectedMessage, MessageCollector } from "../../../chat/index.ts";
import { ApiError } from "../../api-error.ts";
import type { ServerDefaults } from "../../options.ts";
import type { ChoicePart } from "../run/part-queue.ts";
import { type ChatSpelling, spellCall, spellInvalidCall, spellNotes } from "./chat-spelling.ts";
import { spellReason, spellTimings, spellUsage } from "./spell-counts.ts";
import { spellLogprobs, type TokenLogprobs } from "./spell-logprobs.ts";
import { spellThought } from "./spell-thought.ts";
import { ThoughtPlacer } from "./thought-placer.ts";
import type { ChatCompletion, WireMessage } from "./wire.ts";

type Choice = ChatCompletion["choices"][number];

/** The whole answer: the fold of the same parts that a stream sends. */
export async function writeCompletion(
  parts: AsyncIterable<ChoicePart>,
  spelling: ChatSpelling,
): Promise<ChatCompletion> {
  const folds = Array.from({ length: spelling.choices }, () => new ChoiceFold(spelling));
  for await (const { index, part } of parts) folds[index]!.add(part);
  const finishes = folds.map((fold) => fold.finish);
  const first = finishes[0]!;
  return {
    ...spelling.head,
    object: "chat.completion",
    choices: folds.map((fold, index) => fold.choice(index)),
    usage: spellUsage(finishes.map(({ usage }) => usage)),
    timings: spellTimings(first.usage, first.timings),
  };
}

class ChoiceFold {
  readonly #spelling: ChatSpelling;
  readonly #placer: ThoughtPlacer;
  readonly #collector = new MessageCollector();
  readonly #tokens: TokenLogprobs[number][] = [];

  constructor(spelling: ChatSpelling) {
    this.#spelling = spelling;
    this.#placer = new ThoughtPlacer(spelling.thought.place, spelling.insideThought);
  }

  add(part: ChoicePart["part"]): void {
    for (const placed of this.#placer.place(part)) {
      this.#collector.add(placed);
      if (placed.type !== "text-delta") continue;
      for (const token of placed.logprobs ?? []) this.#tokens.push(token);
    }
  }

  get finish() {
    const { finish } = this.#collector.message;
    if (finish !== null) return finish;
    throw new ApiError("The answer broke off.", { status: 500, type: "server_error" });
  }

  choice(index: number): Choice {
    const message = this.#collector.message;
    return {
      index,
      message: spellMessage(message, this.#spelling.reasoningFields),
      logprobs: this.#spelling.logprobs ? spellLogprobs(this.#tokens) : null,
      finish_reason: spellReason(this.finish.reason),
      hermes: spellNotes(this.#spelling.thought, this.finish, message.diagnostics),
    };
  }
}

function spellMessage(message: CollectedMessage, names: ServerDefaults["reasoningFields"]): WireMessage {
  const { reasoning, content, toolCalls, invalidToolCalls } = message;
  return {
    role: "assistant",
    content: content ?? (toolCalls.length > 0 ? null : ""),
    refusal: null,
    ...(reasoning === null ? {} : spellThought(reasoning, names)),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(spellCall) }),
    ...(invalidToolCalls.length === 0 ? {} : { invalid_tool_calls: invalidToolCalls.map(spellInvalidCall) }),
  };
}
