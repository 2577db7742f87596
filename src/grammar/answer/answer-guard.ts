import { HermesError } from "../../errors.ts";
import type { CompiledGrammar, Matcher } from "../contract.ts";
import type { GuardTokens } from "./guard-tokens.ts";

/** What the answer behind the thought must be. */
export type AnswerBody =
  /** A word of the grammar and nothing else. */
  | {
      readonly type: "grammar";
      readonly grammar: CompiledGrammar;
      /** The same behind a thought, with the line breaks in front that a model may write there. Default: `grammar`. */
      readonly behindThought?: CompiledGrammar;
    }
  /** Free text in which every `<tool_call>` begins a word of the grammar; behind the last of `most` calls the answer is over. */
  | { readonly type: "text-with-calls"; readonly call: CompiledGrammar; readonly most: number };

export interface GuardOptions {
  readonly tokens: GuardTokens;
  /** Where the answer begins: open for a thought, inside one, or behind it. */
  readonly start: "answer" | "reasoning" | "content";
  /** Whether a thought may begin the answer; free text may always begin with one. */
  readonly mayThink: boolean;
  readonly body: AnswerBody;
}

type Phase = "start" | "thought" | "grammar" | "text" | "call" | "closed";

/**
 * Decides for every place of an answer which tokens may come: the one place where thought, grammar and calls meet. A thought in front of
 * a grammar is free, but it must end before the answer may; the constraint begins at the byte behind `</think>`.
 */
export class AnswerGuard {
  readonly #tokens: GuardTokens;
  readonly #body: AnswerBody;
  #phase: Phase;
  /** Bytes of the literal looked for, or of `<think>` at the start. */
  #matched = 0;
  /** The grammar in force; at the start the one that the answer may begin with in place of a thought, null once it cannot. */
  #matcher: Matcher | null;
  #calls = 0;
  /** Of the grammar behind a thought; undefined until it is asked for. Clones share it. */
  #wayBehindThought: { tokens: readonly number[] | null | undefined } = { tokens: undefined };

  constructor({ tokens, start, mayThink, body }: GuardOptions) {
    this.#tokens = tokens;
    this.#body = body;
    this.#matcher = body.type === "grammar" ? body.grammar.createMatcher() : null;
    const behind: Phase = body.type === "grammar" ? "grammar" : "text";
    const opens = start === "answer" && (mayThink || behind === "text");
    this.#phase = start === "reasoning" ? "thought" : opens ? "start" : behind;
  }

  /** True while the text belongs to the thought. */
  get insideThought(): boolean {
    return this.#phase === "thought";
  }

  /** Whether the answer may end here. */
  get mayStop(): boolean {
    if (this.#body.type === "text-with-calls") return this.#phase !== "call";
    return this.#phase !== "thought" && (this.#matcher?.isComplete() ?? false);
  }

  /** Whether what there is is whole; of free text nobody can tell. */
  get isWhole(): boolean {
    return this.#body.type === "grammar" && this.mayStop;
  }

  /** Whether it must: nothing but a stop token may come. */
  get mustStop(): boolean {
    return this.#phase === "closed" || (this.#phase === "grammar" && this.#matcher!.isFinished());
  }

  /** Whether any token may come, stop and control tokens too, so that nobody needs a mask. */
  get isFree(): boolean {
    if (this.#body.type === "grammar" || this.#phase === "call" || this.#phase === "closed") return false;
    return this.#phase === "thought" || this.#callTokensOut().length === 0;
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
        this.#tokens.writeText(mask, this.#tokens.thoughtEnd.overrunning(this.#matched));
        break;
      case "text":
        this.#tokens.writeText(mask, this.#callTokensOut());
        break;
      default:
        this.#phase satisfies never;
    }
  }

  /** Tokens that must come next; none where there is a choice. */
  forced(): readonly number[] {
    return this.#phase === "grammar" || this.#phase === "call" ? this.#matcher!.forced() : [];
  }

  /**
   * Tokens of a short way from here to where the answer may end, none where it may end here; null where none was found. An open thought is
   * closed with `closing` first.
   */
  shortestEnd(closing: readonly number[]): readonly number[] | null {
    if (this.#phase === "call") return this.#matcher!.shortestEnd();
    if (this.#body.type === "text-with-calls" || this.#phase === "closed") return [];
    if (this.#phase === "thought") return join(closing, this.#endBehindThought());
    if (this.#matcher !== null) return this.#matcher.shortestEnd();
    return join(join(this.#tokens.restOfOpening(this.#matched), closing), this.#endBehindThought());
  }

  /** An independent guard at the same place. */
  clone(): AnswerGuard {
    const copy = new AnswerGuard({ tokens: this.#tokens, start: "content", mayThink: false, body: this.#body });
    copy.#phase = this.#phase;
    copy.#matched = this.#matched;
    copy.#matcher = this.#matcher?.clone() ?? null;
    copy.#calls = this.#calls;
    copy.#wayBehindThought = this.#wayBehindThought;
    return copy;
  }

  /** Throws HermesError "generation-failed" for a token that cannot come here. */
  accept(token: number): void {
    const bytes = this.#tokens.vocabulary.bytesOf(token);
    if (this.#phase === "grammar" || this.#phase === "call") {
      this.#matcher!.accept(token);
      this.#endCall();
    } else if (bytes === null) this.#acceptControl(token);
    else if (this.#phase === "start" && this.#body.type === "grammar") this.#acceptStart(token, bytes);
    else this.acceptBytes(bytes);
  }

  /** As `accept`, for text that is no token: what the prompt holds of the answer. */
  acceptBytes(bytes: Uint8Array): void {
    for (const byte of bytes) this.#read(byte);
  }

  #writeStart(mask: Uint32Array): void {
    if (this.#body.type === "text-with-calls") {
      this.#tokens.writeText(mask, this.#callTokensOut());
    } else {
      this.#matcher?.allowedTokens(mask);
      this.#tokens.limitToOpening(this.#matched, mask);
    }
  }

  /** Tokens that run past a `<tool_call>`. */
  #callTokensOut(): readonly number[] {
    return this.#tokens.callStart.overrunning(this.#phase === "start" ? this.#calledAtStart() : this.#matched);
  }

  /** Bytes of `<tool_call>` matched while a piece of `<think>` is read. */
  #calledAtStart(): number {
    let matched = 0;
    for (const byte of this.#tokens.opening.subarray(0, this.#matched)) {
      matched = this.#tokens.callStart.advance(matched, byte);
    }
    return matched;
  }

  /** A token without text: no grammar has it, and in free text it stands between two others. */
  #acceptControl(token: number): void {
    if (this.#body.type === "grammar" || this.#phase === "closed") throw refusal(token);
    this.#enter(this.#phase === "thought" ? "thought" : "text");
  }

  #acceptStart(token: number, bytes: Uint8Array): void {
    if (this.#tokens.goesOnOpening(this.#matched, bytes)) {
      this.#matched += bytes.length;
      this.#tryMatcher(token);
      if (this.#matched === this.#tokens.opening.length) this.#enter("thought");
      return;
    }
    // What was a possible beginning of the tag is the beginning of the answer after all; the grammar has read it as well.
    if (this.#matcher === null) throw refusal(token);
    this.#matcher.accept(token);
    this.#phase = "grammar";
  }

  #tryMatcher(token: number): void {
    try {
      this.#matcher?.accept(token);
    } catch {
      this.#matcher = null;
    }
  }

  #read(byte: number): void {
    switch (this.#phase) {
      case "grammar":
      case "call":
        this.#matcher!.acceptBytes(Uint8Array.of(byte));
        this.#endCall();
        break;
      case "start":
        this.#readStart(byte);
        break;
      case "thought":
        this.#matched = this.#tokens.thoughtEnd.advance(this.#matched, byte);
        if (this.#tokens.thoughtEnd.isWhole(this.#matched)) this.#enterBody();
        break;
      case "text":
        this.#matched = this.#tokens.callStart.advance(this.#matched, byte);
        if (this.#tokens.callStart.isWhole(this.#matched)) this.#beginCall();
        break;
      case "closed":
        throw new HermesError("generation-failed", "Text behind the last call. Expected the end of the answer.", {
          step: "grammar",
        });
      default:
        this.#phase satisfies never;
    }
  }

  /** The start of free text: white space, then perhaps a thought. */
  #readStart(byte: number): void {
    const { opening } = this.#tokens;
    if (byte === opening[this.#matched]) {
      this.#matched++;
      if (this.#matched === opening.length) this.#enter("thought");
    } else if (this.#matched > 0 || !isWhiteSpace(byte)) {
      const before = opening.subarray(0, this.#matched);
      this.#enter("text");
      for (const earlier of before) this.#read(earlier);
      this.#read(byte);
    }
  }

  #endBehindThought(): readonly number[] | null {
    const way = this.#wayBehindThought;
    if (way.tokens === undefined) way.tokens = this.#grammarBehindThought()?.createMatcher().shortestEnd() ?? null;
    return way.tokens;
  }

  #grammarBehindThought(): CompiledGrammar | null {
    if (this.#body.type !== "grammar") return null;
    return this.#body.behindThought ?? this.#body.grammar;
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#matched = 0;
  }

  #enterBody(): void {
    this.#enter(this.#body.type === "grammar" ? "grammar" : "text");
    this.#matcher = this.#grammarBehindThought()?.createMatcher() ?? null;
  }

  #beginCall(): void {
    if (this.#body.type !== "text-with-calls") return;
    this.#enter("call");
    this.#matcher = this.#body.call.createMatcher();
  }

  #endCall(): void {
    if (this.#phase !== "call" || this.#body.type !== "text-with-calls" || !this.#matcher!.isFinished()) return;
    this.#calls++;
    // Kept from calling once more, a model would write what it never does.
    this.#enter(this.#calls < this.#body.most ? "text" : "closed");
  }
}

function join(first: readonly number[] | null, second: readonly number[] | null): readonly number[] | null {
  return first === null || second === null ? null : [...first, ...second];
}

function isWhiteSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function refusal(token: number): HermesError {
  return new HermesError("generation-failed", `Token ${token} is not allowed here. Expected a token of the mask.`, {
    step: "grammar",
  });
}
