import { behindThought } from "./behind-thought.ts";
import type { ByteMachine } from "./contract.ts";
import { compileMachine, type IndexedVocabulary, type TokenGrammar } from "./tokens/index.ts";

/** One language at the beginning of an answer, and behind a thought. */
export interface BothPlaces {
  readonly grammar: TokenGrammar;
  readonly behindThought: () => TokenGrammar;
}

/** @param rebuild the machine anew, for when it has grown too large */
export function forBothPlaces(
  machine: ByteMachine,
  rebuild: () => ByteMachine,
  vocabulary: IndexedVocabulary,
): BothPlaces {
  let behind: TokenGrammar | null = null;
  return {
    grammar: compileMachine(firstThen(machine, rebuild), vocabulary),
    behindThought: () => {
      behind ??= compileMachine(
        firstThen(behindThought(machine), () => behindThought(rebuild())),
        vocabulary,
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
