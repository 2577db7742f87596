import type { StreamPart } from "../../../chat/index.ts";
import type { ThoughtPlace } from "../request/settle-thought.ts";

const START = "<think>\n";
const END = "\n</think>\n";

/** Puts the thought of one answer where the caller wants it; all other parts pass. */
export class ThoughtPlacer {
  readonly #place: ThoughtPlace;
  #begun: boolean;

  /** `insideThought`: the prompt opened the thought already, so that its tag is not for the answer. */
  constructor(place: ThoughtPlace, insideThought: boolean) {
    this.#place = place;
    this.#begun = insideThought;
  }

  place(part: StreamPart): StreamPart[] {
    if (this.#place === "fields" || (part.type !== "reasoning-delta" && part.type !== "reasoning-end")) return [part];
    if (this.#place === "hidden") return [];
    const start = this.#begun ? "" : START;
    this.#begun = true;
    if (part.type === "reasoning-delta") return [{ ...part, type: "text-delta", text: start + part.text }];
    return part.closed ? [{ type: "text-delta", text: start + END }] : [];
  }
}
