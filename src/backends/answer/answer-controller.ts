import type { startOfAnswer } from "../../chat/index.ts";
import type { TokenController } from "../../engine/index.ts";
import type { AnswerGuard } from "../../grammar/index.ts";
import type { TokenMask } from "../../sampling/index.ts";
import type { StreamingDecoder, Tokenizer } from "../../tokenizer/index.ts";
import type { ThoughtControl } from "../thought-control.ts";
import { checkFinishes, FinishWithin } from "./finish-within.ts";
import { GuardedDraw } from "./guarded-draw.ts";
import { StopText } from "./stop-text.ts";
import { closingTokens, ThinkingBudget } from "./thinking-budget.ts";
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
  /** Ends the thought from outside; it is told when there is none any more. */
  readonly thought: ThoughtControl | null;
  /** What the prompt already holds of the answer. */
  readonly prefill: string;
  /** Where the answer begins: a prefill may end inside a thought. */
  readonly start: ReturnType<typeof startOfAnswer>;
  /** Which tokens may come; null for all. */
  readonly guard: AnswerGuard | null;
  /** Most tokens of an answer that must end whole within them; null where it may be cut. */
  readonly finishWithin: number | null;
}

/**
 * The rules of one answer: thought and its budget, constraint, stop tokens, stop strings. It also turns the tokens into text. Throws
 * HermesError "usage" for an answer that cannot be whole within its tokens.
 */
export class AnswerController implements TokenController {
  readonly #tokenizer: Tokenizer;
  readonly #rules: AnswerRules;
  readonly #decoder: StreamingDecoder;
  readonly #tracker: ThoughtTracker;
  readonly #budget: ThinkingBudget;
  readonly #stopText: StopText;
  readonly #guarded: GuardedDraw | null;
  readonly #finish: FinishWithin | null = null;
  #completionTokens = 0;
  /** Forced tokens that the engine has not appended yet. */
  #forcedAhead = 0;
  #thoughtEndedByCaller = false;
  #stoppedBy: string | null = null;
  #endsWithLineFeed: boolean;
  /** Text that is certain and not yet taken. */
  #text = "";

  constructor(tokenizer: Tokenizer, rules: AnswerRules) {
    this.#tokenizer = tokenizer;
    this.#rules = rules;
    this.#decoder = tokenizer.createDecoder();
    this.#tracker = new ThoughtTracker(rules.start);
    this.#endsWithLineFeed = rules.prefill.endsWith("\n");
    this.#budget = new ThinkingBudget(rules.thinkingBudget);
    this.#stopText = new StopText(rules.stopStrings);
    const { guard, stopTokens } = rules;
    this.#guarded = guard === null ? null : new GuardedDraw(guard, stopTokens.keys(), tokenizer.vocabularySize);
    if (guard !== null && rules.finishWithin !== null) {
      this.#finish = new FinishWithin(guard, closingTokens(tokenizer, false));
      checkFinishes(this.#finish, rules.finishWithin);
    }
    this.#watchThought();
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

  /** True when the caller, and not the budget, closed the thought. */
  get thoughtEndedByCaller(): boolean {
    return this.#thoughtEndedByCaller;
  }

  /** The stop string or the text of the stop token that ended the answer. */
  get stoppedBy(): string | null {
    return this.#stoppedBy;
  }

  forced(): readonly number[] {
    if (!this.#tracker.insideThought || !this.#closesThought()) {
      const forced = this.#guarded?.forced() ?? [];
      return this.#finish?.forced(forced, this.#tokensLeft) ?? forced;
    }
    const tokens = closingTokens(this.#tokenizer, this.#endsWithLineFeed);
    this.#forcedAhead = tokens.length;
    return tokens;
  }

  mask(): TokenMask | null {
    return this.#guarded?.mask() ?? null;
  }

  settle(drawn: number): number {
    if (this.#finish === null || this.#rules.stopTokens.has(drawn)) return drawn;
    const [stopToken = drawn] = this.#rules.stopTokens.keys();
    return this.#finish.settle(drawn, this.#tokensLeft) ?? stopToken;
  }

  accept(token: number): "continue" | "stop" {
    this.#completionTokens++;
    const stopToken = this.#rules.stopTokens.get(token);
    if (stopToken !== undefined) {
      this.#stoppedBy = stopToken;
      return "stop";
    }
    this.#guarded?.accept(token);
    this.#finish?.accepted(token);
    const wasInside = this.#tracker.insideThought;
    this.#append(this.#decoder.push(token));
    if (this.#forcedAhead > 0) this.#forcedAhead--;
    else if (wasInside && this.#tracker.insideThought) this.#budget.spend();
    this.#watchThought();
    this.#stoppedBy = this.#stopText.found;
    // A value that nothing can follow is the end: no step of the model is spent on a stop token.
    return this.#stoppedBy === null && !this.#guarded?.isOver && !this.#isWholeAtLimit() ? "continue" : "stop";
  }

  /** Text that became certain since the last call, and no more than so many characters of it. */
  takeText(most = this.#text.length): string {
    const text = this.#text.slice(0, most);
    this.#text = this.#text.slice(text.length);
    return text;
  }

  /** Ends the answer: releases what was held back, so that the next `takeText` gives the rest. */
  finish(): void {
    this.#append(this.#decoder.finish());
    this.#text += this.#stopText.push(this.#tracker.finish()) + this.#stopText.finish();
    this.#stoppedBy ??= this.#stopText.found;
  }

  /** Tokens that may still come, where there is a number of them. */
  get #tokensLeft(): number {
    return (this.#rules.finishWithin ?? Number.POSITIVE_INFINITY) - this.#completionTokens;
  }

  /** What could go on but need not is whole when the last token is spent. */
  #isWholeAtLimit(): boolean {
    return this.#finish !== null && this.#tokensLeft <= 0 && this.#rules.guard!.isWhole;
  }

  #closesThought(): boolean {
    if (this.#budget.reach()) return true;
    // Only just enough tokens are left for what must follow the thought.
    if (this.#finish !== null && this.#finish.length >= this.#tokensLeft) return this.#budget.end();
    this.#thoughtEndedByCaller = this.#rules.thought?.ending ?? false;
    return this.#thoughtEndedByCaller;
  }

  #watchThought(): void {
    if (this.#tracker.isOver) this.#rules.thought?.close();
  }

  #append(text: string): void {
    if (text === "") return;
    this.#endsWithLineFeed = text.endsWith("\n");
    const { thought, answer } = this.#tracker.push(text);
    this.#text += thought + this.#stopText.push(answer);
  }
}
