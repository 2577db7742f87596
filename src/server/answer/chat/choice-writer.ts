import type { StreamPart } from "../../../chat/index.ts";
import { type ChatSpelling, type DiagnosticPart, spellCall, spellInvalidCall, spellNotes } from "./chat-spelling.ts";
import { spellReason } from "./spell-counts.ts";
import { spellLogprobs, type TokenLogprobs } from "./spell-logprobs.ts";
import { spellThought } from "./spell-thought.ts";
import { ThoughtPlacer } from "./thought-placer.ts";
import type { ChunkChoice, WireDelta } from "./wire.ts";

/** Spells the parts of one choice as the deltas of its chunks. */
export class ChoiceWriter {
  readonly #spelling: ChatSpelling;
  readonly #index: number;
  readonly #placer: ThoughtPlacer;
  readonly #diagnostics: DiagnosticPart[] = [];
  #begun = false;
  #calls = 0;

  constructor(spelling: ChatSpelling, index: number) {
    this.#spelling = spelling;
    this.#index = index;
    this.#placer = new ThoughtPlacer(spelling.thought.place, spelling.insideThought);
  }

  /** One entry a chunk. The first one has the role, the last one the reason for the end. */
  push(part: StreamPart): ChunkChoice[] {
    const written = this.#placer.place(part).flatMap((placed) => this.#spell(placed));
    if (this.#begun || part.type === "prompt-progress") return written;
    this.#begun = true;
    return [this.#choice({ role: "assistant", content: "" }), ...written];
  }

  #spell(part: StreamPart): ChunkChoice[] {
    switch (part.type) {
      case "reasoning-delta":
        return [this.#choice(spellThought(part.text, this.#spelling.reasoningFields))];
      case "text-delta":
        return [this.#choice({ content: part.text }, part.logprobs)];
      case "tool-call":
        return [this.#choice({ tool_calls: [{ index: this.#calls++, ...spellCall(part) }] })];
      case "tool-call-invalid":
        return [this.#choice({ invalid_tool_calls: [spellInvalidCall(part)] })];
      case "diagnostic":
        this.#diagnostics.push(part);
        return [];
      case "finish": {
        const hermes = spellNotes(this.#spelling.thought, part, this.#diagnostics);
        return [{ ...this.#choice({}), finish_reason: spellReason(part.reason), hermes }];
      }
      case "reasoning-end":
      case "prompt-progress":
        return [];
      default:
        return part satisfies never;
    }
  }

  #choice(delta: WireDelta, tokens: TokenLogprobs = []): ChunkChoice {
    const scored = this.#spelling.logprobs && tokens.length > 0;
    return { index: this.#index, delta, logprobs: scored ? spellLogprobs(tokens) : null, finish_reason: null };
  }
}
