import type { AnswerEvent } from "../api/answer-event.ts";
import type { AnswerStep, InvalidCall, Reasoning, ToolCallRecord } from "../model.ts";

type Event<Type extends AnswerEvent["type"]> = Extract<AnswerEvent, { type: Type }>;

/** One answer of the model while it is written. */
export class StepBuilder {
  #content = "";
  #thought: { text: string; tokens: number; readonly since: number; endedAt: number | null; closed: boolean } | null =
    null;
  readonly #calls: ToolCallRecord[] = [];
  /** Place in `#calls` by the index of the stream. */
  readonly #places = new Map<number, number>();
  readonly #invalid: InvalidCall[] = [];

  addThought(text: string, now: number): void {
    this.#thought ??= { text: "", tokens: 0, since: now, endedAt: null, closed: false };
    this.#thought.text += text;
    this.#thought.tokens++;
  }

  /** Harmless when it is over, or never was. */
  endThought(closed: boolean, now: number): void {
    if (this.#thought === null || this.#thought.endedAt !== null) return;
    this.#thought.endedAt = now;
    this.#thought.closed = closed;
  }

  setThoughtTokens(tokens: number): void {
    if (this.#thought !== null) this.#thought.tokens = tokens;
  }

  addText(text: string): void {
    this.#content += text;
  }

  addCall({ index, id, name, arguments: text }: Event<"call-delta">): void {
    const place = this.#places.get(index);
    if (place !== undefined) {
      const call = this.#calls[place]!;
      this.#calls[place] = { ...call, arguments: call.arguments + text };
      return;
    }
    this.#places.set(index, this.#calls.length);
    const fresh = { source: null, state: "pending", approvalId: null, result: null } as const;
    this.#calls.push({ id: id ?? `call-${index}`, name: name ?? "", arguments: text, ...fresh });
  }

  addInvalidCall({ raw, reason }: Event<"call-invalid">): void {
    this.#invalid.push({ raw, reason });
  }

  /** Changes the calls that `applies` picks. */
  changeCalls(applies: (call: ToolCallRecord) => boolean, change: Partial<ToolCallRecord>): void {
    for (const [place, call] of this.#calls.entries()) {
      if (!applies(call)) continue;
      this.#calls[place] = { ...call, ...change };
    }
  }

  build(now: number): AnswerStep {
    const step = { content: this.#content, calls: [...this.#calls], invalidCalls: [...this.#invalid] };
    return { reasoning: this.#buildReasoning(now), ...step };
  }

  #buildReasoning(now: number): Reasoning | null {
    if (this.#thought === null) return null;
    const { text, tokens, since, endedAt, closed } = this.#thought;
    return { text, tokens, elapsedMs: (endedAt ?? now) - since, ended: endedAt !== null, closed };
  }
}
