import type { PromptSegment, SegmentSource } from "./contract.ts";
import type { PlainEncoder } from "./plain-encoder.ts";
import { SpecialMatcher } from "./special-matcher.ts";
import type { AddedTokenEntry } from "./tokenizer-file.ts";

/** An encoding on its way: pauses every few milliseconds, each time with the ids so far; what comes may only add to them. */
export type EncodingSteps = Generator<readonly number[], number[]>;

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
  encode(text: string): EncodingSteps {
    return this.#encodePieces([{ text, matcher: this.#everySpecial }]);
  }

  /** Special strings become ids only where the source of their segment allows them. */
  encodeSegments(segments: readonly PromptSegment[]): EncodingSteps {
    const joined = joinNeighbours(segments);
    return this.#encodePieces(joined.map(({ text, source }) => ({ text, matcher: this.#matchers[source] })));
  }

  *#encodePieces(pieces: readonly { text: string; matcher: SpecialMatcher }[]): EncodingSteps {
    const ids: number[] = [];
    let run = "";
    let stripNext = false;
    const takeRun = (stripEnd: boolean) => {
      const started = stripNext ? run.trimStart() : run;
      run = "";
      return stripEnd ? started.trimEnd() : started;
    };
    for (const { text, matcher } of pieces) {
      let done = 0;
      for (const match of matcher.findStepwise(text)) {
        yield ids;
        if (match === null) continue;
        const token = this.#addedTokens.get(match.special)!;
        run += text.slice(done, match.start);
        yield* this.#encodePlain(takeRun(token.lstrip === true), ids);
        ids.push(token.id);
        stripNext = token.rstrip === true;
        done = match.start + match.special.length;
      }
      run += text.slice(done);
    }
    yield* this.#encodePlain(takeRun(false), ids);
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
