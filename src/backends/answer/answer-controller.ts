import type { startOfAnswer } from "../../chat/index.ts";
import type { TokenController } from "../../engine/index.ts";
import type { StreamingDecoder, Tokenizer } from "../../tokenizer/index.ts";
import { StopText } from "./stop-text.ts";
import { ThinkingBudget } from "./thinking-budget.ts";
import { ThoughtTracker } from "./thought-tracker.ts";

export interface AnswerRules {
  /** Tokens that end the answer, with their text. */
  readonly stopTokens: ReadonlyMap<number, string>;
  /**
   * Strings that end the answer. They are looked for behind the thought and the line breaks that follow it only, so that a
   * thought may mention them and a line feed may be one.
   */
  readonly stopStrings: readonly string[];
  /** Most reasoning tokens; null for no limit. */
  readonly thinkingBudget: number | null;
  /** What the prompt already holds of the answer. */
  readonly prefill: string;
  /** Where the answer begins: a prefill may end inside a thought. */
  readonly start: ReturnType<typeof startOfAnswer>;
}

/** The rules of one answer: thought and its budget, stop tokens, stop strings. It also turns the tokens into text. */
export class AnswerController implements TokenController {
  readonly #rules: AnswerRules;
  readonly #decoder: StreamingDecoder;
  readonly #tracker: ThoughtTracker;
  readonly #budget: ThinkingBudget;
  readonly #stopText: StopText;
  #completionTokens = 0;
  /** Forced tokens that the engine has not appended yet. */
  #forcedAhead = 0;
  #stoppedBy: string | null = null;
  #endsWithLineFeed: boolean;
  /** Text that is certain and not yet taken. */
  #text = "";

  constructor(tokenizer: Tokenizer, rules: AnswerRules) {
    this.#rules = rules;
    this.#decoder = tokenizer.createDecoder();
    this.#tracker = new ThoughtTracker(rules.start);
    this.#endsWithLineFeed = rules.prefill.endsWith("\n");
    this.#budget = new ThinkingBudget(tokenizer, rules.thinkingBudget);
    this.#stopText = new StopText(rules.stopStrings);
  }

  get completionTokens(): number {
    return this.#completionTokens;
  }

  get reasoningTokens(): number {
    return this.#budget.spent;
  }

  get thinkingBudgetReached(): boolean {
    return this.#budget.reached;
  }

  /** The stop string or the text of the stop token that ended the answer. */
  get stoppedBy(): string | null {
    return this.#stoppedBy;
  }

  forced(): readonly number[] {
    if (!this.#tracker.insideThought) return [];
    const tokens = this.#budget.closingTokens(this.#endsWithLineFeed);
    this.#forcedAhead = tokens.length;
    return tokens;
  }

  mask(): null {
    return null;
  }

  accept(token: number): "continue" | "stop" {
    this.#completionTokens++;
    const stopToken = this.#rules.stopTokens.get(token);
    if (stopToken !== undefined) {
      this.#stoppedBy = stopToken;
      return "stop";
    }
    const wasInside = this.#tracker.insideThought;
    this.#append(this.#decoder.push(token));
    if (this.#forcedAhead > 0) this.#forcedAhead--;
    else if (wasInside && this.#tracker.insideThought) this.#budget.spend();
    this.#stoppedBy = this.#stopText.found;
    return this.#stoppedBy === null ? "continue" : "stop";
  }

  /** Text that became certain since the last call. */
  takeText(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  /** Ends the answer: releases what was held back, so that the next `takeText` gives the rest. */
  finish(): void {
    this.#append(this.#decoder.finish());
    this.#text += this.#stopText.push(this.#tracker.finish()) + this.#stopText.finish();
    this.#stoppedBy ??= this.#stopText.found;
  }

  #append(text: string): void {
    if (text === "") return;
    this.#endsWithLineFeed = text.endsWith("\n");
    const { thought, answer } = this.#tracker.push(text);
    this.#text += thought + this.#stopText.push(answer);
  }
}
