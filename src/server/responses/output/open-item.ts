import type { ItemStatus, OutputItem, OutputText, ReasoningText, ResponseEvent, WireLogprob } from "../wire.ts";

/** A thought or a text that is still being written, as the events by which clients follow it. It has one content part. */
export class OpenItem {
  readonly kind: "reasoning" | "message";
  readonly #place: { readonly item_id: string; readonly output_index: number; readonly content_index: 0 };
  readonly #logprobs: WireLogprob[] = [];
  #text = "";

  constructor(kind: "reasoning" | "message", id: string, outputIndex: number) {
    this.kind = kind;
    this.#place = { item_id: id, output_index: outputIndex, content_index: 0 };
  }

  open(): ResponseEvent[] {
    const { output_index } = this.#place;
    return [
      { type: "response.output_item.added", output_index, item: this.#item("in_progress", []) },
      { type: "response.content_part.added", ...this.#place, part: this.#part() },
    ];
  }

  write(delta: string, logprobs: WireLogprob[]): ResponseEvent {
    this.#text += delta;
    if (this.kind === "reasoning") return { type: "response.reasoning_text.delta", ...this.#place, delta };
    // One by one: pieces that waited for a slow reader come joined, and arguments are limited.
    for (const logprob of logprobs) this.#logprobs.push(logprob);
    return { type: "response.output_text.delta", ...this.#place, delta, logprobs };
  }

  close(status: ItemStatus): { readonly events: ResponseEvent[]; readonly item: OutputItem } {
    const text = this.#text;
    const part = this.#part();
    const item = this.#item(status, [part]);
    const events: ResponseEvent[] = [
      part.type === "reasoning_text"
        ? { type: "response.reasoning_text.done", ...this.#place, text }
        : { type: "response.output_text.done", ...this.#place, text, logprobs: part.logprobs },
      { type: "response.content_part.done", ...this.#place, part },
      { type: "response.output_item.done", output_index: this.#place.output_index, item },
    ];
    return { events, item };
  }

  #part(): ReasoningText | OutputText {
    if (this.kind === "reasoning") return { type: "reasoning_text", text: this.#text };
    return { type: "output_text", text: this.#text, annotations: [], logprobs: [...this.#logprobs] };
  }

  #item(status: ItemStatus, content: readonly (ReasoningText | OutputText)[]): OutputItem {
    const { item_id: id } = this.#place;
    if (this.kind === "reasoning") {
      return { type: "reasoning", id, status, summary: [], content: content as ReasoningText[] };
    }
    return { type: "message", id, status, role: "assistant", content: content as OutputText[] };
  }
}
