import type { ThoughtControl } from "../../thought-control.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { JsonObject } from "../http/read-reply.ts";
import type { AnswerReader } from "./answer-reader.ts";

const PATH = "/chat/completions/control";
/** Milliseconds that a reply may take behind the end of the answer. */
const LATE_REPLY_MS = 1000;
/** One reply, whole. */
const oneReply = { isContent: () => true, isEnd: () => true };

/** Hands on a wish to end the thought to an endpoint with llama.cpp's control route, as soon as there is a thought to end. */
export class RemoteThought {
  readonly #control: ThoughtControl;
  readonly #endpoint: Endpoint;
  readonly #signal: AbortSignal;
  readonly #late = new AbortController();
  /** As the endpoint calls the answer. */
  #answerId: string | null = null;
  #insideThought = false;
  #asking: Promise<void> | null = null;
  #ended = false;
  #failure: string | null = null;

  constructor(control: ThoughtControl, endpoint: Endpoint, signal: AbortSignal) {
    this.#control = control;
    this.#endpoint = endpoint;
    this.#signal = AbortSignal.any([signal, this.#late.signal]);
    control.onEnd(() => this.#ask());
  }

  /** True when the endpoint has ended the thought for us. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Why the endpoint did not, where it was asked to. */
  get failure(): string | null {
    return this.#failure;
  }

  /** What a chunk shows: who the answer is, and whether it thinks. */
  see(id: unknown, { insideThought, thoughtIsOver }: AnswerReader): void {
    if (typeof id === "string" && id !== "") this.#answerId ??= id;
    this.#insideThought = insideThought;
    if (this.#control.ending) this.#ask();
    if (thoughtIsOver) this.#control.close();
  }

  /** Waits a little for the reply to what was asked: the answer is over. Never throws. */
  async settled(): Promise<void> {
    const timer = setTimeout(() => this.#late.abort(), LATE_REPLY_MS);
    await this.#asking;
    clearTimeout(timer);
  }

  #ask(): void {
    if (this.#answerId !== null && this.#insideThought) this.#asking ??= this.#post(this.#answerId);
  }

  async #post(id: string): Promise<void> {
    try {
      const reply = await this.#replyTo({ id, action: "reasoning_end" });
      this.#ended = reply.success === true;
      if (!this.#ended) this.#failure = typeof reply.message === "string" ? reply.message : "it gave no reason";
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
    }
  }

  async #replyTo(body: JsonObject): Promise<JsonObject> {
    for await (const reply of this.#endpoint.postForChunks(PATH, body, oneReply, this.#signal)) return reply;
    return {};
  }
}
