/**
 * A language over bytes as an automaton that is built while it is walked. States are small whole numbers, given out as they are
 * reached; equal states have one number. Nothing about a state changes once it has its number.
 */
export interface ByteMachine {
  readonly start: number;
  /** States given out so far; left out where they cannot become many. */
  readonly stateCount?: number;
  /**
   * The state behind one more byte; -1 when no word of the language goes on so. Every other state has some word behind it, as far as the
   * machine can tell: see its own doc comment for what it cannot.
   */
  next(state: number, byte: number): number;
  /** Whether a word may end here. */
  isAccepting(state: number): boolean;
  /**
   * How many plain bytes of a JSON string (0x20 to 0x7E without `"` and `\`) may follow in any order and number up to this without
   * leaving the language; 0 where not known. What lets a mask skip most of the vocabulary.
   */
  plainTextRoom(state: number): number;
  /**
   * The same for code points of a JSON string that need no escape: U+0020 and up but `"`, `\` and U+007F, in whole UTF-8. Infinity inside
   * a string without length or pattern. Left out or 0 where not known; spares the walk over a fifth of the vocabulary.
   */
  textRoom?(state: number): number;
  /**
   * No more than so many code points of that kind may follow. Left out or Infinity where not known. Where it equals `textRoom` (a string
   * with nothing but a largest length) no text token has to be walked.
   */
  textLimit?(state: number): number;
  /**
   * Whether text of any length may follow and all of it leads to the same: the same bytes may come behind it, up to where a second string
   * behind this one ends. So in a key, or a string that must differ from others, that is no beginning of a known one. Then a mask has
   * only to look at what can follow text, not at each text. Left out where not known.
   */
  isUniformText?(state: number): boolean;
  /**
   * What decides over text: of the tokens that are text as `textRoom` counts it, those may follow that the machine of characters lets pass,
   * and no others. No word may end while only text follows. Null or left out where nothing but walking tells.
   */
  textState?(state: number): TextState | null;
  /**
   * As `next`, for whoever walks from a state, or its `maskState`, along one token of at most two quotes and 128 bytes and only asks
   * what may come: texts that matter no sooner than at the end of a second string behind them may be forgotten, and so may limits that no
   * such token reaches, so that states stay few. States that it
   * gives out are for this function alone. Left out where nothing is forgotten.
   */
  nextForMask?(state: number, byte: number): number;
  /** Where to start with `nextForMask` to forget what was written already. Left out: at the state itself. */
  maskState?(state: number): number;
  /**
   * Bytes with which a short way to the end goes on, at least one of them if there is such a way; null for all. Left out where all have to
   * be tried. A hint for searches: it says nothing of the language.
   */
  bytesTowardsEnd?(state: number): readonly number[] | null;
}

/**
 * Code points in classes that a machine does not tell apart. Classes are numbered from 0; an interval is a run of code points of one class.
 */
export interface CharacterClasses {
  readonly classCount: number;
  /** First code point of each interval, ascending from 0. */
  readonly starts: Int32Array;
  /** Class of each interval. */
  readonly classes: Int32Array;
}

/** A machine over classes of characters; nothing about its states ever changes. */
export interface CharacterSteps {
  readonly alphabet: CharacterClasses;
  /** The state behind any character of a class, -1 where none may come. */
  step(state: number, characterClass: number): number;
}

export interface TextState {
  readonly machine: CharacterSteps;
  readonly state: number;
}

/**
 * A language over Unicode code points, for values of JSON strings and for regular expressions. As ByteMachine, but exact: every state has
 * a word behind it. The empty language is `null` in place of a machine.
 */
export interface CharacterMachine {
  readonly start: number;
  /** -1: no word goes on so. */
  next(state: number, codePoint: number): number;
  isAccepting(state: number): boolean;
  /** Whether every word over all code points may follow: nothing is asked of the rest. */
  isFree(state: number): boolean;
}

/** What a grammar needs to know of a tokenizer. */
export interface Vocabulary {
  readonly size: number;
  /** Bytes of each token, null for those that never stand for text (control tokens, padding rows). */
  readonly bytes: readonly (Uint8Array | null)[];
  /** Canonical tokens of a text; for the rule on forced tokens. */
  encode(text: string): readonly number[];
}

/** A grammar for one vocabulary; immutable, may serve any number of sequences at once. */
export interface CompiledGrammar {
  /** What was ignored by the rules of the standard, or dropped because the caller said `lenient`. */
  readonly notes: readonly GrammarNote[];
  createMatcher(): Matcher;
}

export interface GrammarNote {
  /** JSON pointer into the schema. */
  readonly pointer: string;
  readonly message: string;
}

/** Where one sequence stands in a grammar. */
export interface Matcher {
  /** Sets the bit of every token that may come next; `mask` has ceil(size / 32) words. Stop tokens are the caller's. */
  allowedTokens(mask: Uint32Array): void;
  /** Throws HermesError "generation-failed" for a token that is not allowed; the matcher is then where it was. */
  accept(token: number): void;
  /** For text that lies across the boundary of the constraint. As `accept`. */
  acceptBytes(bytes: Uint8Array): void;
  /** Tokens that must come next, by the rule of canonical tokens; may be empty although bytes are forced. */
  forced(): readonly number[];
  /** Whether the answer may end here. */
  isComplete(): boolean;
  /** Whether it must: no token may follow. */
  isFinished(): boolean;
  /**
   * Tokens of a short way from here to where the answer may end, none where it may end here. Not always the shortest there is; null where
   * none was found within limits.
   */
  shortestEnd(): readonly number[] | null;
  /** Takes back the last `count` accepted tokens; an `acceptBytes` counts as one. */
  rollback(count: number): void;
  /** An independent matcher at the same place. */
  clone(): Matcher;
}
