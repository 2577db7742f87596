/** An engine of constrained decoding as the bench drives it. */
export interface GrammarEngine {
  readonly name: string;
  /** Milliseconds until the vocabulary was ready. */
  readonly setUpMs: number;
  /** Compiles anew each time. Rejects with what the engine says where it refuses the schema. */
  compile(schema: string): Promise<EngineMatcher>;
}

/** One sequence in one schema. */
export interface EngineMatcher {
  /** Computes the mask of the next token; the time of this call counts. */
  computeMask(): void | Promise<void>;
  /** Whether the mask holds a token. */
  allows(token: number): boolean;
  accept(token: number): void;
  /** Whether the answer may end here. Asked behind a mask. */
  canEnd(): boolean;
  /** Tokens that must come next; engines without them give none. */
  forced(): readonly number[];
  dispose(): void;
}

export function bitOf(mask: Uint32Array | Int32Array, token: number): boolean {
  return ((mask[token >>> 5]! >>> (token & 31)) & 1) === 1;
}
