import type { PromptSegment, SegmentSource } from "../../tokenizer/index.ts";

/** Joins pieces of prompt text and remembers where each came from; neighbours of one source become one segment. */
export class SegmentWriter {
  readonly #segments: { text: string; source: SegmentSource }[] = [];

  write(text: string, source: SegmentSource = "template"): void {
    if (text === "") return;
    const last = this.#segments.at(-1);
    if (last?.source === source) last.text += text;
    else this.#segments.push({ text, source });
  }

  get segments(): readonly PromptSegment[] {
    return this.#segments;
  }

  get text(): string {
    return this.#segments.map((segment) => segment.text).join("");
  }
}
