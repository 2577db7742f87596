/** For tests: the tokens a served model says, under the rules a server has for them. */
import { startOfAnswer } from "../../../chat/index.ts";
import { ThoughtTracker } from "../../answer/thought-tracker.ts";
import { createTestTokenizer } from "../../native/test-model.ts";

const tokenizer = createTestTokenizer();

export function countTokens(text: string): number {
  return tokenizer.encode(text).length;
}

export interface RecitedToken {
  /** Empty while a character is not whole. */
  readonly text: string;
  /** On the last one. */
  readonly finishReason: "stop" | "length" | null;
}

export interface RecitingRules {
  /** Null for no limit. */
  readonly maxTokens: number | null;
  /** The server closes the thought behind so many tokens of it; null for no limit. */
  readonly thinkingBudget: number | null;
  readonly prefill: string;
}

const CLOSING = "</think>\n";

/** A model that says its text over as many requests as it takes; what a prompt holds does not change what comes next. */
export class RecitedText {
  readonly #text: string;
  readonly #tokens: readonly number[];
  #said = 0;
  /** Counts requests: who has asked again no longer listens to the answer before. */
  #request = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenizer.encode(text);
  }

  /** Goes on behind what a prompt holds of the answer; what was said beyond that was not heard. Closed thoughts are not ours. */
  resumeBehind(heard: string): void {
    let at = 0;
    for (let index = 0; index < heard.length; ) {
      const closing = [`\n${CLOSING}`, CLOSING].find((text) => heard.startsWith(text, index));
      const isForced = closing !== undefined && !this.#text.startsWith(closing, at);
      index += isForced ? closing.length : 1;
      if (!isForced) at++;
    }
    this.#said = countTokens(this.#text.slice(0, at));
  }

  *say({ maxTokens, thinkingBudget, prefill }: RecitingRules): Generator<RecitedToken> {
    const request = ++this.#request;
    const decoder = tokenizer.createDecoder();
    const tracker = new ThoughtTracker(startOfAnswer(prefill));
    let spent = 0;
    // A text cannot go on with half a character: the next request says it anew.
    let whole = this.#said;
    let lineEnds = prefill.endsWith("\n");
    for (let count = 0; request === this.#request; count++) {
      // The token that ends the turn needs a place like any other.
      const finishReason = count === maxTokens ? "length" : this.#said === this.#tokens.length ? "stop" : null;
      if (finishReason !== null) {
        this.#said = whole;
        yield { text: "", finishReason };
        return;
      }
      if (tracker.insideThought && spent === thinkingBudget) {
        const closing = `${lineEnds ? "" : "\n"}${CLOSING}`;
        tracker.push(closing);
        yield { text: closing, finishReason: null };
      }
      const text = decoder.push(this.#tokens[this.#said++]!);
      const wasInside = tracker.insideThought;
      tracker.push(text);
      if (wasInside && tracker.insideThought) spent++;
      if (text !== "") {
        lineEnds = text.endsWith("\n");
        whole = this.#said;
      }
      yield { text, finishReason: null };
    }
  }
}
