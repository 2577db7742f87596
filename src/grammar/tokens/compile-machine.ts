import type { CompiledGrammar, GrammarNote } from "../contract.ts";
import type { IndexedVocabulary } from "./indexed-vocabulary.ts";
import type { MaskCounts } from "./mask-builder.ts";
import { type MachineSource, RunningMachine } from "./running-machine.ts";
import { TokenMatcher } from "./token-matcher.ts";

/** A CompiledGrammar with the figures of its masks. */
export interface TokenGrammar extends CompiledGrammar {
  /** Of all matchers so far. */
  readonly maskCounts: MaskCounts;
}

/**
 * Joins a machine with a vocabulary. Nothing is built ahead: states, transitions and masks are found as sequences reach them and kept in
 * caches of fixed size, so this takes no time, and the machine may come from anywhere (another thread can send its tables).
 * A machine whose states grow with the text should come as a function, which is called again when they have become too many.
 */
export function compileMachine(
  source: MachineSource,
  vocabulary: IndexedVocabulary,
  notes: readonly GrammarNote[] = [],
): TokenGrammar {
  const running = new RunningMachine(source, vocabulary.index);
  return {
    notes,
    get maskCounts() {
      return running.masks.counts;
    },
    createMatcher: () => new TokenMatcher(vocabulary, running),
  };
}
