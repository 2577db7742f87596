import type { ByteMachine, CompiledGrammar, GrammarNote } from "../contract.ts";
import { MaskBuilder, type MaskCounts } from "./mask-builder.ts";
import { TokenMatcher } from "./token-matcher.ts";
import { TransitionCache } from "./transition-cache.ts";
import type { IndexedVocabulary } from "./vocabulary.ts";

/** A CompiledGrammar with the figures of its masks. */
export interface TokenGrammar extends CompiledGrammar {
  /** Of all matchers so far. */
  readonly maskCounts: MaskCounts;
}

/**
 * Joins a machine with a vocabulary. Nothing is built ahead: states, transitions and masks are found as sequences reach them and kept in
 * caches of fixed size, so this takes no time, and the machine may come from anywhere (another thread can send its tables).
 */
export function compileMachine(
  machine: ByteMachine,
  vocabulary: IndexedVocabulary,
  notes: readonly GrammarNote[] = [],
): TokenGrammar {
  const transitions = new TransitionCache(machine);
  const masks = new MaskBuilder(transitions, vocabulary.index);
  return {
    notes,
    get maskCounts() {
      return masks.counts;
    },
    createMatcher: () => new TokenMatcher({ vocabulary, transitions, masks }),
  };
}
