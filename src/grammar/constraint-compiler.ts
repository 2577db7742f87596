import { loadTokenizer } from "../tokenizer/index.ts";
import { forBothPlaces } from "./both-places.ts";
import type { Constraint } from "./constraint.ts";
import { plainConstraint } from "./constraint-machine.ts";
import type { CompiledGrammar, Vocabulary } from "./contract.ts";
import { RuleCompiler } from "./rule-compiler.ts";
import { createVocabulary, indexVocabulary } from "./tokens/index.ts";

/** Grammars for one vocabulary, for samplers of others. */
export interface ConstraintCompiler {
  /**
   * In the calling thread, and at once; nothing is kept, so keep the grammar. Throws HermesError "usage", "schema-invalid",
   * "schema-unsupported" or "grammar-limit".
   */
  compile(constraint: Constraint): CompiledGrammar;
}

/**
 * Makes grammars for a vocabulary from anywhere, with byte-level tokens or others: only their bytes count. The tables of the vocabulary
 * are made with the first mask. Throws usage when `bytes` has not `size` entries, grammar-limit above 2 ** 21 tokens.
 */
export function createConstraintCompiler(vocabulary: Vocabulary): ConstraintCompiler {
  const indexed = indexVocabulary(vocabulary);
  const rules = new RuleCompiler();
  return {
    compile: (constraint) => {
      const rule = rules.compile({ type: "constraint", constraint: plainConstraint(constraint) });
      return forBothPlaces(rule, indexed).grammar;
    },
  };
}

/**
 * The vocabulary of a model folder in Hugging Face layout, by its tokenizer.json.
 *
 * @param size rows of the model's logits, where they are more than the tokenizer has tokens
 * Throws HermesError "file-missing", "file-invalid", "unsupported" or "usage".
 */
export async function loadVocabulary(folder: string, size?: number): Promise<Vocabulary> {
  const tokenizer = await loadTokenizer(folder);
  return createVocabulary(tokenizer, size === undefined ? {} : { size });
}
