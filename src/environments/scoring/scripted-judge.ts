/** For tests: a model that answers by a script, and notes what it was asked. */
import type { StreamPart } from "../../chat/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import type { ModelClient } from "../contract.ts";

/** A text, or an error that is thrown instead of an answer. */
export type Reply = string | Error;

export class ScriptedJudge implements ModelClient {
  readonly requests: ChatRequest[] = [];
  readonly #reply: (question: string, index: number) => Reply;

  constructor(reply: (question: string, index: number) => Reply) {
    this.#reply = reply;
  }

  get questions(): string[] {
    return this.requests.map(({ messages }) => String(messages.at(-1)!.content));
  }

  async *stream(request: ChatRequest): AsyncGenerator<StreamPart> {
    this.requests.push(request);
    const reply = this.#reply(this.questions.at(-1)!, this.requests.length - 1);
    if (reply instanceof Error) throw reply;
    yield { type: "text-delta", text: reply } as StreamPart;
    yield {
      type: "finish",
      reason: "stop",
      usage: { promptTokens: 1, completionTokens: 1 },
      raw: reply,
    } as StreamPart;
  }
}
