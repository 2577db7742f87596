import { HermesError } from "../../errors.ts";
import type { CompiledGrammar, Matcher } from "../contract.ts";
import type { GuardTokens } from "./guard-tokens.ts";

/** What the answer behind the thought must be. */
export type AnswerBody =
  /** A word of the grammar and nothing else; white space between the thought and it is the grammar's to allow. */
  | { readonly type: "grammar"; readonly grammar: CompiledGrammar }
  /** Free text in which every `<tool_call>` begins a word of the grammar; `most` calls, behind which no further one may begin. */
  | { readonly type: "text-with-calls"; readonly call: CompiledGrammar; readonly most: number };

export interface GuardOptions {
  readonly tokens: GuardTokens;
  /** Where the answer begins: open for a thought, inside one, or behind it. */
  readonly start: "answer" | "reasoning" | "content";
  /** Whether a thought may begin the answer. */
  readonly mayThink: boolean;
  readonly body: AnswerBody;
}

type Phase = "start" | "thought" | "grammar" | "text" | "call" | "closed";

/**
 * Decides for every place of an answer which tokens may come: the one place where thought, grammar and calls meet. A thought is free, but
 * it must end before the answer may; the constraint begins at the byte behind `</think>`.
 */
export class AnswerGuard {
  readonly #options: GuardOptions;
  readonly #tokens: GuardTokens;
  #phase: Phase;
  /** Bytes of the literal looked for, or of `<think>` at the start. */
  #matched = 0;
  /** The grammar in force; at the start the one that the answer may begin with in place of a thought, null once it cannot. */
  #matcher: Matcher | null;
  #calls = 0;

  constructor(options: GuardOptions) {
    const { tokens, start, mayThink, body } = options;
    this.#options = options;
    this.#tokens = tokens;
    this.#matcher = body.type === "grammar" ? body.grammar.createMatcher() : null;
    const behind: Phase = body.type === "grammar" ? "grammar" : "text";
    this.#phase = start === "reasoning" ? "thought" : start === "answer" && mayThink ? "start" : behind;
  }

  /** True while the text belongs to the thought. */
  get insideThought(): boolean {
    return this.#phase === "thought";
  }

  /** Whether the answer may end here. */
  get mayStop(): boolean {
    if (this.#phase === "text") return true;
    return this.#phase === "closed" || (this.#phase === "grammar" && this.#matcher!.isComplete());
  }

  /** Whether it must: nothing but a stop token may come. */
  get mustStop(): boolean {
    return this.#phase === "closed" || (this.#phase === "grammar" && this.#matcher!.isFinished());
  }

  /** The tokens that may come, but for stop tokens: those are allowed exactly where `mayStop`. */
  write(mask: Uint32Array): void {
    mask.fill(0);
    switch (this.#phase) {
      case "closed":
        break;
      case "grammar":
      case "call":
        this.#matcher!.allowedTokens(mask);
        break;
      case "start":
        this.#writeStart(mask);
        break;
      case "thought":
        this.#tokens.writeText(mask);
        this.#tokens.thoughtEnd.exclude(this.#matched, mask);
        break;
      case "text":
        this.#writeText(this.#matched, mask);
        break;
      default:
        this.#phase satisfies never;
    }
  }

  /** Tokens that must come next; none where there is a choice. */
  forced(): readonly number[] {
    return this.#phase === "grammar" || this.#phase === "call" ? this.#matcher!.forced() : [];
  }

  /** Throws HermesError "generation-failed" for a token that `write` does not allow. */
  accept(token: number): void {
    const bytes = this.#tokens.vocabulary.bytes[token];
    if (this.#phase === "grammar" || this.#phase === "call") {
      this.#matcher!.accept(token);
      if (this.#phase === "call") this.#endCall();
    } else if (bytes == null || this.#phase === "closed") throw refusal(token);
    else if (this.#phase === "start") this.#acceptStart(token, bytes);
    else this.#acceptText(bytes);
  }

  #writeStart(mask: Uint32Array): void {
    if (this.#matcher !== null) this.#matcher.allowedTokens(mask);
    else if (this.#options.body.type === "text-with-calls") this.#writeText(this.#calledAtStart(), mask);
    this.#tokens.limitToOpening(this.#matched, mask);
  }

  /** Bytes of `<tool_call>` matched while a piece of `<think>` is read. */
  #calledAtStart(): number {
    let matched = 0;
    for (const byte of this.#tokens.opening.subarray(0, this.#matched)) {
      matched = this.#tokens.callStart.advance(matched, byte);
    }
    return matched;
  }

  /** Free text; tokens that run past a `<tool_call>` are out and, where no further call may begin, those that complete it. */
  #writeText(matched: number, mask: Uint32Array): void {
    const { callStart } = this.#tokens;
    this.#tokens.writeText(mask);
    callStart.exclude(matched, mask);
    const { body } = this.#options;
    if (body.type === "text-with-calls" && this.#calls >= body.most) callStart.excludeEnding(matched, mask);
  }

  #acceptStart(token: number, bytes: Uint8Array): void {
    if (this.#tokens.goesOnOpening(this.#matched, bytes)) {
      this.#matched += bytes.length;
      this.#tryMatcher(token);
      if (this.#matched === this.#tokens.opening.length) this.#enter("thought");
      return;
    }
    // What was a possible beginning of the tag is the beginning of the answer after all; the grammar has read it as well.
    if (this.#options.body.type === "grammar") {
      if (this.#matcher === null) throw refusal(token);
      this.#matcher.accept(token);
      this.#phase = "grammar";
    } else {
      const before = this.#tokens.opening.subarray(0, this.#matched);
      this.#enter("text");
      this.#acceptText(before);
      this.#acceptText(bytes);
    }
  }

  #tryMatcher(token: number): void {
    try {
      this.#matcher?.accept(token);
    } catch {
      this.#matcher = null;
    }
  }

  #acceptText(bytes: Uint8Array): void {
    const search = this.#phase === "thought" ? this.#tokens.thoughtEnd : this.#tokens.callStart;
    for (const byte of bytes) this.#matched = search.advance(this.#matched, byte);
    if (!search.isWhole(this.#matched)) return;
    if (this.#phase === "thought") this.#enterBody();
    else this.#beginCall();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#matched = 0;
  }

  #enterBody(): void {
    const { body } = this.#options;
    this.#enter(body.type === "grammar" ? "grammar" : "text");
    if (body.type === "grammar") this.#matcher = body.grammar.createMatcher();
  }

  #beginCall(): void {
    const { body } = this.#options;
    if (body.type !== "text-with-calls") return;
    this.#enter("call");
    this.#matcher = body.call.createMatcher();
  }

  #endCall(): void {
    if (!this.#matcher!.isFinished()) return;
    this.#calls++;
    this.#enter("text");
  }
}

function refusal(token: number): HermesError {
  return new HermesError("generation-failed", `Token ${token} is not allowed here. Expected a token of the mask.`, {
    step: "grammar",
  });
}
