import type { PromptSegment, SegmentSource } from "./contract.ts";
import type { PlainEncoder } from "./plain-encoder.ts";
import { SpecialMatcher } from "./special-matcher.ts";
import type { AddedTokenEntry } from "./tokenizer-file.ts";

/**
 * Cuts text at the special strings that are meant and encodes the runs between them.
 *
 * A run may span several segments: BPE then sees the same neighbours as in the whole text, so that the ids equal
 * the publisher's wherever callers wrote no special string.
 */
export class SegmentEncoder {
  readonly #encodePlain: PlainEncoder;
  readonly #addedTokens: ReadonlyMap<string, AddedTokenEntry>;
  readonly #everySpecial: SpecialMatcher;
  readonly #matchers: Readonly<Record<SegmentSource, SpecialMatcher>>;

  constructor(encodePlain: PlainEncoder, addedTokens: ReadonlyMap<string, AddedTokenEntry>, tags: Iterable<string>) {
    this.#encodePlain = encodePlain;
    this.#addedTokens = addedTokens;
    this.#everySpecial = new SpecialMatcher(addedTokens.keys());
    const onlyTags = new SpecialMatcher(tags);
    const nothing = new SpecialMatcher([]);
    this.#matchers = {
      template: this.#everySpecial,
      system: onlyTags,
      assistant: onlyTags,
      user: nothing,
      tool: nothing,
    };
  }

  /** Every special string becomes its id. */
  encode(text: string): number[] {
    return this.#encodePieces([{ text, matcher: this.#everySpecial }]);
  }

  /** Special strings become ids only where the source of their segment allows them. */
  encodeSegments(segments: readonly PromptSegment[]): number[] {
    const joined = joinNeighbours(segments);
    return this.#encodePieces(joined.map(({ text, source }) => ({ text, matcher: this.#matchers[source] })));
  }

  #encodePieces(pieces: readonly { text: string; matcher: SpecialMatcher }[]): number[] {
    const ids: number[] = [];
    let run = "";
    let stripNext = false;
    const closeRun = (stripEnd: boolean) => {
      if (stripNext) run = run.trimStart();
      if (stripEnd) run = run.trimEnd();
      // Not push(...ids): a long prompt would overflow the stack.
      for (const id of this.#encodePlain(run)) ids.push(id);
      run = "";
    };
    for (const { text, matcher } of pieces) {
      let done = 0;
      for (const { start, special } of matcher.findAll(text)) {
        const token = this.#addedTokens.get(special)!;
        run += text.slice(done, start);
        closeRun(token.lstrip === true);
        ids.push(token.id);
        stripNext = token.rstrip === true;
        done = start + special.length;
      }
      run += text.slice(done);
    }
    closeRun(false);
    return ids;
  }
}

/** Neighbouring segments of one source count as one, so that a border inside a special string does not break it. */
function joinNeighbours(segments: readonly PromptSegment[]): PromptSegment[] {
  const joined: PromptSegment[] = [];
  for (const segment of segments) {
    if (segment.text === "") continue;
    const last = joined.at(-1);
    if (last?.source === segment.source) joined[joined.length - 1] = { ...last, text: last.text + segment.text };
    else joined.push(segment);
  }
  return joined;
}
