import { behindThought } from "./behind-thought.ts";
import type { RuleMachine } from "./rule-compiler.ts";
import { compileMachine, type IndexedVocabulary, type TokenGrammar } from "./tokens/index.ts";

/** One language at the beginning of an answer, and behind a thought. */
export interface BothPlaces {
  readonly grammar: TokenGrammar;
  readonly behindThought: () => TokenGrammar;
}

/** Joins the language of a rule with a vocabulary; it is built anew where its machine has grown too large. */
export function forBothPlaces({ machine, notes, rebuild }: RuleMachine, vocabulary: IndexedVocabulary): BothPlaces {
  let behind: TokenGrammar | null = null;
  return {
    grammar: compileMachine(firstThen(machine, rebuild), vocabulary, notes),
    behindThought: () => {
      behind ??= compileMachine(
        firstThen(behindThought(machine), () => behindThought(rebuild())),
        vocabulary,
        notes,
      );
      return behind;
    },
  };
}

function firstThen<Value>(first: Value, create: () => Value): () => Value {
  let given: Value | null = first;
  return () => {
    const value = given ?? create();
    given = null;
    return value;
  };
}
