import { constraintMachine } from "../../src/grammar/constraint-machine.ts";
import { compileMachine, createVocabulary } from "../../src/grammar/tokens/index.ts";
import { bitOf, type GrammarEngine } from "./engine.ts";
import type { BenchVocabulary } from "./vocabulary.ts";

/** `hermes4/grammar`. */
export async function createHermesEngine({ tokenizer }: BenchVocabulary): Promise<GrammarEngine> {
  const start = performance.now();
  const vocabulary = createVocabulary(tokenizer);
  const mask = new Uint32Array(vocabulary.index.maskWords);
  const setUpMs = performance.now() - start;
  return {
    name: "hermes4/grammar",
    setUpMs,
    compile: async (schema) => {
      const { machine } = constraintMachine({ type: "json-schema", schema });
      const matcher = compileMachine(machine, vocabulary).createMatcher();
      return {
        computeMask: () => matcher.allowedTokens(mask),
        allows: (token) => bitOf(mask, token),
        accept: (token) => matcher.accept(token),
        canEnd: () => matcher.isComplete(),
        forced: () => matcher.forced(),
        dispose: () => {},
      };
    },
  };
}
